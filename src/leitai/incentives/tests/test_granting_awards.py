"""Awards cost budget, are all granted or none, and a withdrawal gives the money back."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db.models import Sum

from leitai.audit.actions import history
from leitai.incentives.actions import (
    AwardDraft,
    commit_budget,
    grant_awards,
    plan_budget,
    redeem_points,
    withdraw_award,
)
from leitai.incentives.errors import AwardError, BudgetError
from leitai.incentives.models import Award
from leitai.incentives.queries.awards import awards_visible_to, points_of
from leitai.incentives.queries.budget import balance_of, balance_with_subject
from leitai.organization.models import Unit
from leitai.organization.rights import rights_of
from tests.people import DAY, NOW


@pytest.fixture
def line(cast):
    return plan_budget(
        name="国庆攻坚赛", unit=None, start=date(2026, 10, 1), end=date(2027, 1, 1),
        planned=Decimal(5000), by=cast.tang.user, at=NOW,
    )  # fmt: skip


def money(person, amount, **more):
    return AwardDraft(kind="money", person=person, amount=Decimal(amount), why="国庆攻坚赛 第 1 名", **more)


def test_a_contest_settles_from_what_it_holds(cast, line):
    commit_budget(line=line, subject=cast.east, amount=Decimal(5000), by=None, at=NOW, reason="奖金")
    drafts = [money(cast.wei, 3000, subject=cast.east), money(cast.li, 1000, subject=cast.east)]
    first, second = grant_awards(awards=drafts, budget_line=line, by=cast.hemin.user, at=NOW)
    assert (first.person, second.amount) == (cast.wei, 1000)
    assert first.day == DAY
    assert (balance_of(line).committed, balance_of(line).spent) == (1000, 4000)


def test_all_or_none(cast, line):
    with pytest.raises(BudgetError):
        grant_awards(awards=[money(cast.wei, 3000), money(cast.li, 2001)], budget_line=line, by=None, at=NOW)
    assert not Award.objects.exists() and balance_of(line).free == 2000 + 3000


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (AwardDraft(kind="money", why="奖"), "no_owner"),
        (AwardDraft(kind="money", why="奖", unit=1), "no_amount"),
        (AwardDraft(kind="money", why="奖", unit=1, amount=Decimal("1.001")), "not_to_the_cent"),
        (AwardDraft(kind="points", why="奖", unit=1), "no_points"),
        (AwardDraft(kind="title", why="奖", unit=1, text=" "), "no_text"),
    ],
)
def test_an_unclear_award_is_refused(cast, line, draft, code):
    with pytest.raises(AwardError) as refused:
        grant_awards(awards=[draft], budget_line=line, by=None, at=NOW)
    assert refused.value.code == code


def test_money_needs_a_budget_and_a_title_does_not(cast):
    with pytest.raises(AwardError) as refused:
        grant_awards(awards=[money(cast.wei, 1)], budget_line=None, by=None, at=NOW)
    assert refused.value.code == "no_budget"
    title = AwardDraft(kind="title", person=cast.wei, text="十月销冠", why="签约第一")
    [award] = grant_awards(awards=[title], budget_line=None, by=None, at=NOW)
    assert award.budget_line is None


def test_a_team_prize_is_split_to_the_cent(cast, line):
    draft = AwardDraft(kind="money", unit=cast.east, amount=Decimal(1000), why="团队第一")
    parts = grant_awards(awards=[draft], budget_line=line, by=None, at=NOW)
    assert [part.person for part in parts] == [cast.mei, cast.wei, cast.li]
    assert [part.amount for part in parts] == [Decimal("333.34"), Decimal("333.33"), Decimal("333.33")]
    assert all(part.unit == cast.east for part in parts)
    assert Award.objects.aggregate(sum=Sum("amount"))["sum"] == 1000


def test_a_team_prize_goes_to_those_who_earned_it(cast, line):
    """梅 joined after the contest and 陈 has moved on since: what counts is who is named."""
    draft = AwardDraft(
        kind="money",
        unit=cast.east,
        members=[cast.chen, cast.wei, cast.chen],
        amount=Decimal("1000.01"),
        why="团队第一",
    )
    parts = grant_awards(awards=[draft], budget_line=line, by=None, at=NOW)
    assert {(part.person, part.unit, part.amount) for part in parts} == {
        (cast.wei, cast.east, Decimal("500.01")),
        (cast.chen, cast.east, Decimal("500.00")),
    }


@pytest.mark.parametrize("members", [None, []])
def test_a_prize_of_a_team_with_nobody_in_it_falls_to_no_one_and_is_noted(cast, line, members):
    empty = Unit.objects.create(name="新组", parent=cast.whole)
    commit_budget(line=line, subject=cast.south, amount=Decimal(3000), by=None, at=NOW, reason="奖金")
    lost = AwardDraft(
        kind="money", unit=empty, members=members, amount=Decimal(1000), subject=cast.south, why="团队第一"
    )
    won = money(cast.wei, 2000, subject=cast.south)
    assert [award.person for award in grant_awards(awards=[lost, won], budget_line=line, by=None, at=NOW)] == [cast.wei]
    assert balance_with_subject(line, cast.south).committed == 1000
    note = history(cast.south).last()
    assert (note.verb, note.after["unit"], note.after["amount"]) == ("fell to nobody", empty.pk, "1000")


def test_an_award_is_of_the_day_in_the_companys_zone(cast):
    at = datetime(2026, 11, 30, 16, 30, tzinfo=UTC)
    title = AwardDraft(kind="title", person=cast.wei, text="冠军", why="签约第一")
    [award] = grant_awards(awards=[title], budget_line=None, by=None, at=at)
    assert award.day == date(2026, 12, 1)


def test_a_team_journey_stays_one_award_with_its_days(cast, line):
    journey = AwardDraft(
        kind="travel", unit=cast.east, text="三亚三天两晚", why="团队第一", amount=Decimal(4500),
        starts_on=date(2026, 12, 4), ends_on=date(2026, 12, 7),
    )  # fmt: skip
    [award] = grant_awards(awards=[journey], budget_line=line, by=None, at=NOW)
    assert award.person is None and balance_of(line).spent == 4500


def test_withdrawing_gives_the_money_back_once(cast, line):
    [award] = grant_awards(awards=[money(cast.wei, 3000, subject=cast.east)], budget_line=line, by=None, at=NOW)
    withdraw_award(award=award, reason="订单取消", by=cast.tang.user, at=NOW)
    assert balance_of(line).free == 5000
    with pytest.raises(AwardError):
        withdraw_award(award=award, reason="再来一次", by=cast.tang.user, at=NOW)


def test_the_wallet_is_what_was_earned_and_not_given_away(cast):
    draft = AwardDraft(kind="points", person=cast.wei, points=300, why="三家新客户")
    grant_awards(awards=[draft, draft], budget_line=None, by=None, at=NOW)
    redeem_points(person=cast.wei, points=250, text="耳机", day=DAY, by=cast.hemin.user, at=NOW)
    assert points_of([cast.wei.pk, cast.li.pk]) == {cast.wei.pk: 350, cast.li.pk: 0}
    with pytest.raises(AwardError) as refused:
        redeem_points(person=cast.wei, points=351, text="手机", day=DAY, by=cast.hemin.user, at=NOW)
    assert refused.value.facts == {"points": 350, "asked": 351}
    withdraw_award(award=Award.objects.first(), reason="重复", by=None, at=NOW)
    assert points_of([cast.wei.pk]) == {cast.wei.pk: 50}


def test_a_stranger_does_not_see_a_persons_award(cast, line):
    grant_awards(awards=[money(cast.wei, 10)], budget_line=line, by=None, at=NOW)
    assert awards_visible_to(rights_of(cast.wei.user, on=DAY), on=DAY).count() == 1
    assert awards_visible_to(rights_of(cast.mei.user, on=DAY), on=DAY).count() == 1
    assert awards_visible_to(rights_of(cast.chen.user, on=DAY), on=DAY).count() == 0
