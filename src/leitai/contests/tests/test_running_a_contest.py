"""From draft to running: what is held, frozen and counted, and what is refused with its reason."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from leitai.approvals.actions import decide
from leitai.approvals.models import Seat
from leitai.contests import bringing, checks, entrants, readings, rules
from leitai.contests.actions import (
    acknowledge_rules,
    amend_contest,
    cancel_contest,
    edit_contest,
    publish_contest,
    publish_or_ask,
    set_sides,
)
from leitai.contests.errors import ContestError
from leitai.contests.forms import PrizeForm
from leitai.contests.models import Contest, Prize
from leitai.contests.state import State, state_of
from leitai.contests.tests.arena import (
    AFTER,
    BEFORE,
    CUT_OFF,
    DURING,
    END,
    START,
    deal,
    drafted,
    fresh,
    money,
    places,
    running,
)
from leitai.incentives.actions import plan_budget
from leitai.incentives.queries.budget import balance_of
from leitai.metrics.actions import define_metric
from leitai.metrics.definitions import Filters, Term, total
from leitai.metrics.queries import by_code
from leitai.notifications.models import Outbox
from leitai.sales.models import Product


def codes(contest, at=BEFORE):
    return [obstacle.code for obstacle in checks.obstacles(contest, at)]


def test_publishing_freezes_the_rules_and_holds_the_worst_case(cast):
    contest = running(cast)
    [version] = contest.versions.all()
    assert version.digest == rules.digest(version.data)
    assert rules.Rules.from_json(version.data) == rules.drafted(contest)
    assert balance_of(contest.budget_line).committed == 6000
    assert {state_of(contest, at) for at in (BEFORE,)} == {State.PUBLISHED}
    assert state_of(contest, DURING) == State.RUNNING
    assert state_of(contest, CUT_OFF) == State.OVER


def test_names_are_not_in_the_frozen_rules(cast):
    assert "伟" not in str(running(cast).versions.get().data)


def test_those_who_take_part_are_told_once(cast):
    contest = running(cast)
    told = Outbox.objects.filter(kind="contest_published", subject_id=contest.pk)
    assert set(told.values_list("recipient__username", flat=True)) == {"wei", "li", "chen"}


def test_a_contest_counts_orders_inside_its_days_only(cast):
    contest = running(cast)
    deal(cast.wei, "100", "A1")
    deal(cast.wei, "999", "A2", day=START - timedelta(days=1))
    deal(cast.li, "150", "B1", day=END - timedelta(days=2))
    deal(cast.li, "999", "B2", day=END)
    sides = entrants.sides_of(contest)
    found = readings.standings(contest, sides, AFTER)
    assert places(found, sides) == [(1, "丽"), (2, "伟"), (3, "陈")]
    assert [each.score for each in found] == [1_500_000, 1_000_000, 0]


def test_a_whole_unit_enters_everyone_who_belongs_to_it_on_the_first_day(cast):
    contest = drafted(cast, units=[cast.east], people=[cast.wei, cast.chen])
    assert [str(side) for side in contest.sides.all()] == ["伟", "陈", "梅", "丽"]


def test_teams_are_scored_by_what_lay_in_them(cast):
    contest = running(cast, units=[cast.east, cast.south], sides_are="units", per_point=Decimal(10_000))
    deal(cast.wei, "25000", "A1")
    deal(cast.li, "10000", "A2")
    deal(cast.chen, "40000", "B1")
    sides = entrants.sides_of(contest)
    found = readings.standings(contest, sides, DURING)
    assert places(found, sides) == [(1, "华南二部"), (2, "华东一部")]
    assert [each.score for each in found] == [40_000, 35_000]


def test_what_each_record_brought_adds_up_to_the_score(cast):
    """Also where one term reads one product line and the next another, and where a deal is shared."""
    pump, valve = (Product.objects.create(name=name, line=name) for name in ("泵", "阀"))
    of_lines = [Term("amount", ("order",), filters=Filters(lines=(line,))) for line in ("泵", "阀")]
    metric = define_metric(name="泵和阀", unit="money", definition=total(*of_lines), by=cast.an, at=BEFORE)
    contest = running(cast, metric=metric, people=[cast.wei, cast.li])
    deal(cast.wei, "50", "A1", product_id=pump.pk)
    deal(cast.wei, "70", "A2", product_id=valve.pk, shares=((cast.li.pk, 1_000_000),))
    deal(cast.wei, "90", "A3")
    sides = entrants.sides_of(contest)
    brought = bringing.contributions(contest, sides, DURING)
    sums = {side.pk: sum(parts.get(side.pk, 0) for parts in brought.values()) for side in sides}
    assert sums == readings.values(contest, sides, DURING)
    assert sorted(sums.values()) == [500_000, 700_000]


def test_a_shared_deal_comes_in_for_everyone_who_has_of_it(cast):
    contest = running(cast, people=[cast.wei, cast.li])
    deal(cast.chen, "100", "A1", shares=((cast.wei.pk, 400_000), (cast.chen.pk, 600_000)))
    deal(cast.wei, "100", "A2", shares=((cast.wei.pk, 300_000), (cast.li.pk, 700_000)))
    deal(cast.wei, "100", "A3", shares=((cast.chen.pk, 1_000_000),))
    sides = entrants.sides_of(contest)
    came = {
        (record.external_id, str(person), part)
        for record, _side, person, part in bringing.deals(contest, sides, DURING)
    }
    assert came == {("A1", "伟", 400_000), ("A2", "伟", 300_000), ("A2", "丽", 700_000)}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"people": []}, "no_sides"),
        ({"people": ["wei"]}, "one_side"),
        ({"budget_line": None}, "no_budget"),
        ({"cut_off": CUT_OFF + timedelta(days=30)}, "cut_off_outside"),
        ({"cut_off": datetime(2026, 10, 29, tzinfo=CUT_OFF.tzinfo)}, "cut_off_outside"),
        ({"prizes": money((1, 1, "20000.01"))}, "budget_short"),
        ({"prizes": money((1, 3, "100"), (3, 3, "5"))}, "prize_overlap"),
    ],
)
def test_what_stands_against_publishing(cast, change, code):
    people = change.pop("people", ["wei", "li"])
    contest = drafted(cast, people=[getattr(cast, name) for name in people], **change)
    assert code in codes(contest)
    with pytest.raises(ContestError):
        publish_contest(contest=contest, by=cast.hemin.user, at=BEFORE)
    assert not contest.versions.exists()


def test_a_unit_and_one_below_it_cannot_fight_each_other(cast):
    contest = drafted(cast, units=[cast.whole, cast.east], sides_are="units")
    assert codes(contest) == ["overlapping"]


def test_a_contest_that_ends_before_it_starts_is_refused_at_once(cast):
    contest = drafted(cast)
    with pytest.raises(ContestError) as refused:
        edit_contest(contest=contest, end=START, by=cast.hemin.user, at=BEFORE)
    assert (refused.value.code, refused.value.field) == ("ends_before_start", "last_day")


def test_a_ratio_gives_no_points(cast):
    with pytest.raises(ContestError) as refused:
        drafted(cast, metric=by_code("win_rate"), per_point=Decimal(1))
    assert refused.value.code == "points_of_ratio"


def test_published_rules_change_by_amendment_only(cast):
    contest = running(cast)
    with pytest.raises(ContestError) as refused:
        edit_contest(contest=contest, name="改", by=cast.hemin.user, at=DURING)
    assert refused.value.code == "published"
    with pytest.raises(ContestError):
        set_sides(contest=contest, people=[], by=cast.hemin.user, at=DURING)


def test_an_amendment_is_a_new_version_with_its_reason(cast):
    contest = running(cast)
    first = contest.versions.get().digest
    version = amend_contest(
        contest=contest, reason="名额增加", prizes=money((1, 1, "5000"), (2, 3, "1000")), by=cast.hemin.user, at=DURING
    )
    assert (version.number, version.reason) == (2, "名额增加")
    assert contest.versions.first().digest == first
    assert balance_of(contest.budget_line).committed == 7000
    assert Outbox.objects.filter(kind="contest_amended").count() == 3


@pytest.mark.parametrize(
    ("reason", "fields", "code"), [("", {"grace_hours": 2}, "reason_missing"), ("无", {}, "same_rules")]
)
def test_an_amendment_needs_a_reason_and_a_change(cast, reason, fields, code):
    contest = running(cast)
    with pytest.raises(ContestError) as refused:
        amend_contest(contest=contest, reason=reason, by=cast.hemin.user, at=DURING, **fields)
    assert refused.value.code == code
    assert contest.versions.count() == 1


def test_an_amendment_beyond_the_budget_changes_nothing(cast):
    contest = running(cast)
    with pytest.raises(ContestError) as refused:
        amend_contest(contest=contest, reason="加码", prizes=money((1, 1, "20001")), by=cast.hemin.user, at=DURING)
    assert refused.value.code == "budget_short"
    assert rules.worst_case(fresh(contest)) == 6000


def test_the_rules_are_acknowledged_once_a_person_and_version(cast):
    version = running(cast).versions.get()
    for _ in range(2):
        acknowledge_rules(version=version, user=cast.wei.user, at=DURING)
    assert version.acknowledgements.count() == 1


def test_a_lead_asks_and_the_director_publishes(cast):
    contest = drafted(cast, people=[cast.wei, cast.li])
    Contest.objects.filter(pk=contest.pk).update(created_by=cast.mei.user)
    assert publish_or_ask(contest=fresh(contest), by=cast.mei.user, at=BEFORE) is None
    assert state_of(fresh(contest), BEFORE) == State.DRAFT
    seat = Seat.objects.get(approver=cast.shen.user)
    decide(request=seat.step.round.request, by=cast.shen.user, verdict="approved", at=BEFORE)
    assert state_of(fresh(contest), BEFORE) == State.PUBLISHED


def test_a_contest_called_off_frees_its_budget(cast):
    contest = running(cast)
    cancel_contest(contest=contest, reason="大促取消", by=cast.hemin.user, at=DURING)
    assert balance_of(contest.budget_line).free == 20_000
    assert state_of(fresh(contest), DURING) == State.CANCELLED


@pytest.mark.parametrize("text", ["输的一方请客", "每人交押金 100 元", "没完成扣工资", "未达标者罚款"])
def test_stakes_are_refused(cast, text):
    with pytest.raises(ValidationError):
        drafted(cast, note=text)


@pytest.mark.parametrize("text", ["奖品出自公司预算，不扣工资", "不收任何报名费", "鼓励大家互相学习"])
def test_saying_that_nobody_pays_is_no_stake(cast, text):
    assert drafted(cast, note=text).note == text


def test_forfeits_are_warned_of(cast):
    contest = drafted(cast, people=[cast.wei, cast.li], note="最后一名做 50 个俯卧撑")
    found = {warning.code: warning for warning in checks.warnings(contest, BEFORE)}
    assert found["forfeit"].words == ("俯卧撑",)
    assert "no_records" in found


def test_a_score_few_could_have_reached_is_warned_of(cast):
    for number, (person, amount) in enumerate(
        [(cast.wei, "500"), (cast.li, "90"), (cast.chen, "80"), (cast.mei, "10")]
    ):
        deal(person, amount, f"C{number}", day=date(2026, 10, 20))
    people = [cast.wei, cast.li, cast.chen, cast.mei]
    hard = drafted(cast, people=people, least_score=Decimal(100))
    assert [(each.code, each.share) for each in checks.warnings(hard, BEFORE)] == [("out_of_reach", 25)]
    fair = drafted(cast, people=people, least_score=Decimal(85))
    assert checks.warnings(fair, BEFORE) == []


def test_the_rules_are_tried_on_the_past(cast):
    deal(cast.wei, "500", "C1", day=date(2026, 10, 20))
    deal(cast.li, "700", "C2", day=date(2026, 10, 21))
    contest = drafted(cast, people=[cast.wei, cast.li, cast.chen])
    [period] = checks.past_periods(contest, 1, BEFORE.date())
    assert (period.start, period.end) == (date(2026, 10, 10), date(2026, 10, 30))
    trial = checks.trial(contest, entrants.sides_of(contest), period)
    assert [(name, [win.amount for win in wins]) for name, _standing, wins in trial.rows] == [
        ("丽", [30_000_000]), ("伟", [20_000_000]), ("陈", []),
    ]  # fmt: skip
    assert trial.cost == 5000


def test_more_prizes_than_sides_is_warned_of_and_not_paid(cast):
    deal(cast.wei, "1", "C1", day=date(2026, 10, 20))
    contest = drafted(cast, people=[cast.wei, cast.li])
    assert [each.code for each in checks.warnings(contest, BEFORE)] == ["more_prizes_than_sides"]
    assert rules.worst_case(contest) == 5000


def test_a_prize_is_paid_in_whole_cents(cast):
    with pytest.raises(ContestError) as refused:
        drafted(cast, prizes=money((1, 1, "100.005")))
    assert (refused.value.code, refused.value.field) == ("prize_not_cents", "prizes")
    form = PrizeForm({"first": "1", "last": "1", "kind": "money", "amount": "100.005"})
    assert list(form.errors) == ["amount"]


def test_the_budget_covers_the_day_the_prizes_are_due_by_the_companys_calendar(cast):
    """06:00 of 1 December in Shanghai is still November in UTC; hours for late entries can carry it over too."""
    november = plan_budget(
        name="十一月", unit=None, start=START, end=date(2026, 12, 1), planned=Decimal(20_000), by=None, at=BEFORE
    )
    facts = {"people": [cast.wei, cast.li], "budget_line": november, "notice_days": 0, "end": date(2026, 12, 1)}
    evening = datetime(2026, 11, 30, 18, tzinfo=CUT_OFF.tzinfo)
    for cut_off, grace_hours, found in (
        (evening, 0, []),
        (evening, 12, ["budget_outside"]),
        (evening + timedelta(hours=12), 0, ["budget_outside"]),
    ):
        contest = drafted(cast, cut_off=cut_off, grace_hours=grace_hours, **facts)
        assert codes(fresh(contest)) == found


def test_an_empty_prize_is_refused(cast):
    with pytest.raises(ContestError) as refused:
        drafted(cast, prizes=[Prize(first=1, last=1, kind="title", text=" ")])
    assert refused.value.code == "prize_empty"


def test_of_the_past_only_those_are_said_to_win_who_would_have_had_a_prize(cast):
    people = [cast.wei, cast.li, cast.chen, cast.mei]
    for number, person in enumerate(people):
        deal(person, str(500 - 100 * number), f"C{number}", day=date(2026, 10, 20))
    contest = drafted(cast, people=people, prizes=money((1, 1, "3000"), (2, 2, "1000")))
    fair = checks.fairness(contest, entrants.sides_of(contest), BEFORE.date())
    assert (fair.winners, fair.reachable, fair.of) == (2, 4, 4)
