"""Closing and settling: what counts, once and for all, with its prizes."""

import threading
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Sum

from leitai.contests import ending_notes, entrants, readings
from leitai.contests.actions import close_contest, settle_contest
from leitai.contests.counting import check_settlements, differences
from leitai.contests.errors import ContestError
from leitai.contests.models import Contest, Prize, Settlement
from leitai.contests.state import State, state_of
from leitai.contests.tasks import remind_of_settling
from leitai.contests.tests.arena import AFTER, CUT_OFF, DURING, LATER, deal, fresh, money, running
from leitai.incentives.models import Award
from leitai.incentives.queries.budget import balance_of
from leitai.notifications.models import Outbox
from leitai.sales.models import Record
from tests.people import make_cast


def settled(contest, cast, *, at=LATER):
    close_contest(contest=contest, by=cast.hemin.user, at=AFTER)
    return settle_contest(contest=contest, by=cast.hemin.user, at=at)


def results(settlement):
    return [(result.place, str(result.side), result.score) for result in settlement.results.all()]


def test_a_contest_is_closed_after_its_cut_off_and_settled_after_its_notice(cast):
    contest = running(cast)
    with pytest.raises(ContestError) as refused:
        close_contest(contest=contest, by=cast.hemin.user, at=DURING)
    assert refused.value.code == "not_over"
    with pytest.raises(ContestError) as refused:
        settle_contest(contest=contest, by=cast.hemin.user, at=AFTER)
    assert refused.value.code == "not_closed"
    closure = close_contest(contest=contest, by=cast.hemin.user, at=AFTER)
    assert close_contest(contest=contest, by=cast.hemin.user, at=LATER) == closure
    with pytest.raises(ContestError) as refused:
        settle_contest(contest=contest, by=cast.hemin.user, at=AFTER + timedelta(days=1))
    assert refused.value.code == "notice_runs"
    assert state_of(fresh(contest), LATER) == State.PROVISIONAL


def test_whoever_may_settle_is_reminded_once_the_notice_is_over(cast, settings):
    contest = running(cast)
    close_contest(contest=contest, by=cast.hemin.user, at=AFTER)

    def reminded(at) -> list:
        settings.LEITAI_NOW = at.isoformat()
        remind_of_settling.call_local()
        found = Outbox.objects.filter(kind="contest_to_settle", subject_id=contest.pk)
        return sorted(found.values_list("recipient__username", flat=True))

    assert reminded(AFTER + timedelta(days=1)) == []
    assert reminded(LATER) == reminded(LATER + timedelta(hours=1)) == ["an", "hemin", "shen", "tang"]
    settle_contest(contest=contest, by=cast.tang.user, at=LATER)
    Outbox.objects.all().delete()
    assert reminded(LATER + timedelta(days=1)) == []


def test_the_prizes_become_awards_and_the_rest_of_the_budget_is_free(cast):
    contest = running(cast)
    deal(cast.wei, "300", "A1")
    deal(cast.chen, "200", "B1")
    settlement = settled(contest, cast)
    assert results(settlement) == [(1, "伟", Decimal(300)), (2, "陈", Decimal(200)), (3, "丽", 0)]
    assert [(award.person, award.amount) for award in Award.objects.order_by("id")] == [
        (cast.wei, 3000), (cast.chen, 2000),
    ]  # fmt: skip
    balance = balance_of(contest.budget_line)
    assert (balance.committed, balance.spent) == (0, 5000)


def test_equal_scores_share_the_prizes_of_the_places_they_fill_to_the_cent(cast):
    contest = running(cast, ties="shared", prizes=money((1, 1, "100"), (2, 2, "0.01")))
    for person in (cast.wei, cast.li, cast.chen):
        deal(person, "50", f"A{person.pk}")
    settlement = settled(contest, cast)
    assert {result.place for result in settlement.results.all()} == {1}
    amounts = [award.amount for award in Award.objects.order_by("id")]
    assert amounts == [Decimal("33.34"), Decimal("33.34"), Decimal("33.33")]
    assert sum(amounts) == Decimal("100.01")


def test_of_equal_scores_the_one_reached_first_is_ahead(cast):
    contest = running(cast)
    deal(cast.li, "50", "A1", at=DURING + timedelta(hours=2))
    deal(cast.wei, "50", "A2", at=DURING)
    assert [row[1] for row in results(settled(contest, cast))][:2] == ["伟", "丽"]


def test_where_only_days_are_known_equal_scores_share(cast):
    contest = running(cast)
    deal(cast.li, "50", "A1", at=None)
    deal(cast.wei, "50", "A2", at=None)
    assert [row[0] for row in results(settled(contest, cast))] == [1, 1, 3]


def test_what_is_posted_after_the_cut_off_does_not_count(cast):
    contest = running(cast)
    deal(cast.wei, "100", "A1")
    deal(cast.li, "900", "B1", posted=CUT_OFF + timedelta(minutes=1))
    settlement = settled(contest, cast)
    assert results(settlement)[0] == (1, "伟", Decimal(100))
    assert {name: score for _place, name, score in results(settlement)}["丽"] == 0


def test_hours_for_late_entries_let_them_count(cast):
    contest = running(cast, grace_hours=1)
    deal(cast.li, "900", "B1", posted=CUT_OFF + timedelta(minutes=1))
    assert results(settled(contest, cast))[0] == (1, "丽", Decimal(900))


def test_a_return_after_settling_changes_nothing_and_is_said(cast):
    contest = running(cast)
    deal(cast.wei, "300", "A1")
    deal(cast.li, "200", "B1")
    settlement = settled(contest, cast)
    before = results(settlement)
    deal(cast.wei, "10", "A1", posted=LATER + timedelta(days=1))
    assert results(Settlement.objects.get()) == before
    assert not list(differences(settlement))
    [note] = ending_notes.later_changes(fresh(contest), LATER + timedelta(days=2))
    assert (str(note.side), note.then, note.now) == ("伟", 3_000_000, 100_000)
    assert Award.objects.get(person=cast.wei).amount == 3000


def test_the_frozen_inputs_give_the_frozen_result_and_name_nobody(cast):
    contest = running(cast)
    deal(cast.wei, "300", "A1")
    settlement = settled(contest, cast)
    assert not list(differences(settlement))
    assert "伟" not in str(settlement.inputs)
    assert settlement.inputs["records"]["count"] == Record.objects.count()
    settlement.inputs["values"][0][1] = 1
    assert list(differences(settlement))


def test_a_result_changed_afterwards_is_named(cast):
    contest = running(cast)
    deal(cast.wei, "300", "A1")
    settlement = settled(contest, cast)
    settlement.results.filter(side__person=cast.wei).update(score=Decimal(301))
    [sentence] = check_settlements()
    assert sentence.startswith(f"contest {contest.pk} ({contest}): side ") and "Decimal('301')" in sentence


def test_nobody_wins_with_nothing(cast):
    contest = running(cast)
    deal(cast.wei, "300", "A1")
    settled(contest, cast)
    assert Award.objects.count() == 1


def test_a_least_score_keeps_prizes_back(cast):
    contest = running(cast, least_score=Decimal(250))
    deal(cast.wei, "300", "A1")
    deal(cast.li, "249.99", "B1")
    settled(contest, cast)
    assert [award.person for award in Award.objects.all()] == [cast.wei]


def test_points_titles_and_gifts_are_granted_too(cast):
    prizes = [
        Prize(first=1, last=1, kind="title", text="十一月销冠"),
        Prize(first=1, last=1, kind="gift", text="机械键盘", amount=Decimal(600)),
        Prize(first=1, last=3, kind="points", points=800),
    ]
    contest = running(cast, prizes=prizes)
    deal(cast.wei, "300", "A1")
    deal(cast.li, "200", "B1")
    settled(contest, cast)
    kinds = sorted(Award.objects.filter(person=cast.wei).values_list("kind", "points", "text"))
    assert kinds == [("gift", 0, "机械键盘"), ("points", 800, ""), ("title", 0, "十一月销冠")]
    assert Award.objects.filter(kind="points").aggregate(sum=Sum("points"))["sum"] == 1600
    assert balance_of(contest.budget_line).spent == 600


def test_a_winning_team_shares_among_its_people(cast):
    contest = running(cast, units=[cast.east, cast.south], sides_are="units", prizes=money((1, 1, "1000")))
    deal(cast.wei, "300", "A1")
    settled(contest, cast)
    assert [award.amount for award in Award.objects.order_by("id")] == [
        Decimal("333.34"), Decimal("333.33"), Decimal("333.33"),
    ]  # fmt: skip


def test_what_is_closed_cannot_be_changed(cast):
    from leitai.contests.actions import amend_contest, cancel_contest

    contest = running(cast)
    close_contest(contest=contest, by=cast.hemin.user, at=AFTER)
    for action in (amend_contest, cancel_contest):
        with pytest.raises(ContestError) as refused:
            action(contest=contest, reason="改", by=cast.hemin.user, at=AFTER)
        assert refused.value.code == "closed"


@pytest.mark.django_db(transaction=True)
def test_settling_from_many_places_at_once_happens_once():
    """On PostgreSQL the second waits for the row; on SQLite for the write lock."""
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("threads need a database they can share")
    cast = make_cast()
    contest = running(cast)
    deal(cast.wei, "300", "A1")
    close_contest(contest=contest, by=cast.hemin.user, at=AFTER)
    digests, errors = [], []

    def settle():
        try:
            mine = Contest.objects.get(pk=contest.pk)
            digests.append(settle_contest(contest=mine, by=None, at=LATER).digest)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=settle) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert len(set(digests)) == 1 and len(digests) == 6
    assert Settlement.objects.count() == 1
    assert Award.objects.count() == 1
    assert balance_of(contest.budget_line).spent == 3000
    assert readings.values(contest, entrants.sides_of(contest), LATER)
