"""What was counted when the contest was closed stands: only a person counts again, says why, and everyone reads it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from leitai.audit.actions import history
from leitai.contests import board, entrants, readings
from leitai.contests.actions import close_contest, recount_contest, settle_contest
from leitai.contests.errors import ContestError
from leitai.contests.models import Contest
from leitai.contests.tests.arena import AFTER, END, LATER, START, deal, fresh, money, running
from leitai.incentives.models import Award
from leitai.incentives.queries.budget import balance_of
from leitai.notifications.models import Outbox
from leitai.organization.actions import end_employment, move_person


@pytest.fixture
def closed(cast):
    """华东一部 won with the 500 of 伟, by two teams; closed, and 伟 was moved back to the first day since."""
    contest = running(cast, units=[cast.east, cast.south], sides_are="units", prizes=money((1, 1, "3000")))
    deal(cast.wei, "500", "A1")
    close_contest(contest=contest, by=cast.hemin.user, at=AFTER)
    move_person(person=cast.wei, unit=cast.south, start=START, by=None, at=AFTER + timedelta(hours=1))
    return fresh(contest)


def scores(contest, at=LATER) -> dict:
    sides = entrants.sides_of(contest)
    found = readings.standings(contest, sides, at)
    return {str(side): each.score for each in found for side in sides if side.pk == each.side}


def places_of(settlement) -> list:
    return [(result.place, str(result.side)) for result in settlement.results.all()]


def paid() -> dict:
    return {str(award.person): award.amount for award in Award.objects.all()}


def test_a_transfer_entered_after_closing_moves_nothing(closed, cast):
    assert scores(closed) == {"华东一部": 5_000_000, "华南二部": 0}
    rows = board.read(closed, LATER).sides
    assert [row["name"] for row in rows.values()] == ["华东一部", "华南二部"]
    days = readings.history(closed, entrants.sides_of(closed), LATER)
    assert sorted(days[END - timedelta(days=1)].values()) == [0, 5_000_000]
    assert places_of(settle_contest(contest=closed, by=cast.hemin.user, at=LATER)) == [(1, "华东一部"), (2, "华南二部")]
    assert paid() == {"伟": 1000, "丽": 1000, "梅": 1000}


def test_counted_again_the_transfer_counts_everyone_reads_why_and_the_notice_begins_anew(closed, cast):
    recount_contest(contest=closed, reason="伟的调动登记晚了", by=cast.hemin.user, at=LATER)
    assert scores(fresh(closed)) == {"华南二部": 5_000_000, "华东一部": 0}
    told = Outbox.objects.filter(kind="contest_counted_again")
    assert {row.recipient.username for row in told} == {"mei", "wei", "li", "qiang", "chen"}
    note = history(closed).filter(verb="counted again").get()
    assert (note.actor, note.after["reason"]) == (cast.hemin.user, "伟的调动登记晚了")
    assert note.before["values"] != note.after["values"]
    with pytest.raises(ContestError) as refused:
        settle_contest(contest=closed, by=cast.hemin.user, at=LATER)
    assert refused.value.code == "notice_runs"
    settlement = settle_contest(contest=closed, by=cast.hemin.user, at=LATER + timedelta(days=2))
    assert places_of(settlement) == [(1, "华南二部"), (2, "华东一部")]
    assert paid() == {"陈": 1000, "强": 1000, "伟": 1000}


@pytest.mark.parametrize("code", ["reason_missing", "same_count", "not_closed", "settled"])
def test_counting_again_is_refused_where_nothing_comes_of_it(closed, cast, code):
    reason, contest = "申诉", closed
    if code == "reason_missing":
        reason = " "
    elif code == "same_count":
        recount_contest(contest=closed, reason="申诉", by=cast.hemin.user, at=LATER)
    elif code == "not_closed":
        contest = running(cast)
    else:
        settle_contest(contest=closed, by=cast.hemin.user, at=LATER)
    with pytest.raises(ContestError) as refused:
        recount_contest(contest=contest, reason=reason, by=cast.hemin.user, at=LATER)
    assert refused.value.code == code


def test_the_organiser_counts_again_on_a_page(closed, cast, client, settings):
    settings.LEITAI_NOW = LATER.isoformat()
    client.force_login(cast.hemin.user)
    address = reverse("contests:recount", args=[closed.pk])
    assert address in client.get(reverse("contests:contest", args=[closed.pk])).content.decode()
    assert "华南二部" in client.get(address).content.decode().split("contest-results")[1].split("</li>")[0]
    client.post(address, {"reason": "伟的调动登记晚了"})
    assert "伟的调动登记晚了" in client.get(reverse("contests:contest", args=[closed.pk])).content.decode()
    client.force_login(cast.wei.user)
    assert client.get(address).status_code in (403, 404)


def test_a_team_prize_goes_to_those_who_fought_not_to_those_who_came_later(cast):
    contest = running(cast, units=[cast.east, cast.south], sides_are="units", prizes=money((1, 1, "3000")))
    deal(cast.wei, "500", "A1")
    move_person(person=cast.wei, unit=cast.south, start=END, by=None, at=AFTER)
    move_person(person=cast.chen, unit=cast.east, start=END, by=None, at=AFTER)
    end_employment(person=cast.li, left_on=END, by=None, at=AFTER)
    end_employment(person=cast.mei, left_on=END - timedelta(days=1), by=None, at=AFTER)
    close_contest(contest=contest, by=cast.hemin.user, at=AFTER)
    settle_contest(contest=contest, by=cast.hemin.user, at=LATER)
    assert paid() == {"伟": 1500, "丽": 1500}


def test_a_team_that_everyone_left_can_be_settled_and_its_prize_is_free_again(cast):
    contest = running(cast, units=[cast.east, cast.south], sides_are="units", prizes=money((1, 1, "3000")))
    deal(cast.wei, "500", "A1")
    for person in (cast.wei, cast.li, cast.mei):
        end_employment(person=person, left_on=END - timedelta(days=1), by=None, at=AFTER)
    close_contest(contest=contest, by=cast.hemin.user, at=AFTER)
    settle_contest(contest=contest, by=cast.hemin.user, at=LATER)
    assert not Award.objects.exists()
    balance = balance_of(contest.budget_line)
    assert (balance.committed, balance.spent) == (0, 0)
    assert Contest.objects.get().settlement
