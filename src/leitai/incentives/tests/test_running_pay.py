"""A run pays what records say by the published rule, to the last digit; what changes later comes as a difference."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db.models import Sum

from leitai.incentives import tasks
from leitai.incentives.actions import (
    AwardDraft,
    assign_scheme,
    calculate_run,
    discard_run,
    end_assignment,
    finalise_run,
    grant_awards,
    plan_budget,
    request_run,
    runs,
    withdraw_award,
)
from leitai.incentives.errors import RunError
from leitai.incentives.models import Line, Remark, Run, Statement
from leitai.incentives.queries.budget import balance_of
from leitai.incentives.queries.runs import previous_run
from leitai.incentives.runs import documents, ledger
from leitai.incentives.tests.paying import (
    DECEMBER,
    NOVEMBER,
    OCTOBER,
    WAN,
    amounts,
    at,
    calculate,
    pay,
    rules,
    scheme_for,
    sell,
    source,
    statement_of,
)
from leitai.organization.actions import correct_person, move_person
from leitai.sales.actions import Content, post_records, reverse_records, revise_record
from leitai.sales.content import content_of
from leitai.sales.queries.locks import is_locked
from leitai.tally.periods import Period


@pytest.fixture
def october(cast):
    """The worked example of the statement page: three deals that climb three tiers."""
    scheme_for(cast)
    sell(cast.wei, 386_000, date(2026, 10, 9), "SO-1")
    sell(cast.wei, 420_000, date(2026, 10, 15), "SO-2")
    split = ((cast.wei.pk, 700_000), (cast.li.pk, 300_000))
    sell(cast.wei, 158_000, date(2026, 10, 22), "SO-3", shares=split)
    return cast


def test_each_line_is_what_the_record_added(october):
    run = pay(october, OCTOBER)
    assert amounts(run, october.wei) == [
        ("record", Decimal("11580")), ("record", Decimal("16732")), ("record", Decimal("5751.2")),
    ]  # fmt: skip
    assert statement_of(run, october.wei).total == Decimal("34063.20")
    assert statement_of(run, october.li).total == Decimal("1422.00")


def test_sums_agree_in_python_and_in_sql(october):
    grant = AwardDraft(kind="money", person=october.wei, amount=Decimal(3000), why="国庆攻坚赛", day=date(2026, 10, 31))
    line = plan_budget(
        name="奖金",
        unit=None,
        start=date(2026, 1, 1),
        end=date(2027, 1, 1),
        planned=Decimal(9000),
        by=None,
        at=at(OCTOBER.start),
    )
    grant_awards(awards=[grant], budget_line=line, by=None, at=at(OCTOBER.end))
    run = pay(october, OCTOBER)
    for statement in run.statements.all():
        assert sum(each.amount for each in statement.lines.all()) == statement.total
        assert statement.total == statement.total.quantize(Decimal("0.01"))
    total = Statement.objects.filter(run=run).aggregate(sum=Sum("total"))["sum"]
    assert total == Line.objects.filter(statement__run=run).aggregate(sum=Sum("amount"))["sum"]
    assert total == Decimal("34063.20") + Decimal("1422.00") + 3000


@pytest.fixture
def paid_october(cast):
    """伟 was paid for an order in October as a member of 华东; it comes back in November."""
    cast.scheme = scheme_for(cast, unit=cast.east)
    sell(cast.wei, 100_000, date(2026, 10, 9), "SO-1", order_no="SO-1")
    assert statement_of(pay(cast, OCTOBER), cast.wei).total == 3000
    return cast


def moved_away(cast):
    move_person(person=cast.wei, unit=cast.south, start=date(2026, 11, 1), by=None, at=at(date(2026, 11, 1)))


def off_the_scheme(cast):
    end_assignment(assignment=cast.scheme.assignments.get(), end=date(2026, 11, 1), by=None, at=at(date(2026, 11, 1)))


@pytest.mark.parametrize("leaves", [moved_away, off_the_scheme])
def test_whoever_left_the_scheme_still_gives_back_what_a_returned_order_paid(paid_october, leaves):
    leaves(paid_october)
    sell(paid_october.wei, -100_000, date(2026, 11, 10), "RT-1", kind="return", order_no="SO-1")
    run = pay(paid_october, NOVEMBER)
    assert amounts(run, paid_october.wei) == [("earlier", Decimal(-3000)), ("carry", Decimal(3000))]
    assert ledger.debts() == {paid_october.wei.pk: 30_000_000}
    assert not calculate(paid_october, DECEMBER).statements.exists()


def test_a_return_of_an_order_that_was_never_paid_takes_nothing_from_whoever_joined_since(cast):
    scheme = scheme_for(cast, unit=cast.south)
    assign_scheme(scheme=scheme, person=cast.wei, start=date(2026, 10, 15), by=None, at=at(OCTOBER.start))
    sell(cast.wei, 100_000, date(2026, 10, 9), "SO-1", order_no="SO-1")
    sell(cast.wei, -100_000, date(2026, 10, 20), "RT-1", kind="return", order_no="SO-1")
    sell(cast.wei, 50_000, date(2026, 10, 21), "SO-2")
    assert statement_of(calculate(cast, OCTOBER), cast.wei).total == 1500


def test_a_return_next_month_takes_back_exactly_what_it_had_brought(october):
    pay(october, OCTOBER)
    sell(october.wei, -60_000, date(2026, 11, 3), "RT-1", kind="return", refers_to_external_id="SO-2")
    sell(october.wei, 100_000, date(2026, 11, 5), "SO-4")
    run = pay(october, NOVEMBER)
    # October had reached 91.66万, in the third tier: 60,000 × 5.2% comes back, whatever November's tier is.
    assert amounts(run, october.wei) == [
        ("record", Decimal(3000)),
        ("earlier", Decimal(-3120)),
        ("carry", Decimal(120)),
    ]
    whole = Line.objects.filter(statement__person=october.wei, subtotal__basis__start=OCTOBER.start)
    never_sold = Decimal("34063.20") - 3120
    assert whole.aggregate(sum=Sum("amount"))["sum"] == never_sold


def test_nothing_is_paid_below_zero_and_the_rest_waits(october):
    pay(october, OCTOBER)
    sell(october.wei, -60_000, date(2026, 11, 3), "RT-1", kind="return", refers_to_external_id="SO-2")
    november = pay(october, NOVEMBER)
    assert statement_of(november, october.wei).total == 0
    assert november.remarks.get().kind == Remark.Kind.CARRIED
    sell(october.wei, 200_000, date(2026, 12, 5), "SO-5")
    december = pay(october, DECEMBER)
    assert amounts(december, october.wei) == [("record", Decimal(6000)), ("carry", Decimal(-3120))]


def test_a_whole_refund_gives_back_all(october):
    october_run = pay(october, OCTOBER)
    for number, amount in (("SO-1", 386_000), ("SO-2", 420_000)):
        sell(october.wei, -amount, date(2026, 11, 2), f"RT-{number}", kind="return", refers_to_external_id=number)
    sell(october.li, 0, date(2026, 11, 2), "nothing")
    run = pay(october, NOVEMBER)
    back = run.statements.get(person=october.wei).lines.filter(kind="earlier").aggregate(sum=Sum("amount"))["sum"]
    kept = Decimal(110_600) * 3 / 100
    assert back == kept - statement_of(october_run, october.wei).total


def test_a_revision_pays_the_difference_by_the_old_rule(october):
    pay(october, OCTOBER)
    record = source().records.get(external_id="SO-1", live=True)
    revise_record(
        record=record,
        content=replace(content_of(record), amount=Decimal(400_000)),
        reason="合同补充",
        by=None,
        at=at(date(2026, 11, 9)),
    )
    run = pay(october, NOVEMBER)
    lines = amounts(run, october.wei)
    assert {kind for kind, _ in lines} == {"earlier"}
    assert sum(amount for _, amount in lines) == Decimal(14_000) * 52 / 1000


def test_a_withdrawn_record_is_taken_back_and_a_late_one_is_paid(october):
    pay(october, OCTOBER)
    reverse_records(
        records=[source().records.get(external_id="SO-3")], by=None, at=at(date(2026, 11, 2)), reason="重复"
    )
    sell(october.wei, 110_600, date(2026, 10, 30), "SO-9", on=date(2026, 11, 3))
    run = pay(october, NOVEMBER)
    assert sum(amount for _, amount in amounts(run, october.wei)) == 0
    assert run.statements.filter(person=october.wei).exists()


def test_paying_again_pays_nothing(october):
    pay(october, OCTOBER)
    run = calculate(october, OCTOBER)
    assert not run.statements.exists()
    with pytest.raises(RunError) as refused:
        finalise_run(run=run, by=october.tang.user, at=at(OCTOBER.end))
    assert refused.value.code == "nothing"


def test_a_correction_of_the_same_month_is_a_run_of_differences(october):
    first = pay(october, OCTOBER)
    sell(october.wei, 100_000, date(2026, 10, 31), "SO-7", on=date(2026, 11, 2))
    second = pay(october, OCTOBER, when=at(date(2026, 11, 4)))
    assert amounts(second, october.wei) == [("earlier", Decimal(5200))]
    assert statement_of(first, october.wei).total == Decimal("34063.20")


def test_one_rounding_line_and_no_more(cast):
    scheme_for(cast, rules([(0, None, 33_333)], method="flat"))
    for number in range(7):
        sell(cast.wei, "0.99", date(2026, 10, 3), f"S-{number}")
    run = pay(cast, OCTOBER)
    lines = amounts(run, cast.wei)
    assert [kind for kind, _ in lines].count("rounding") == 1
    assert sum(amount for _, amount in lines) == Decimal("0.23")


def test_replaying_gives_the_same_bytes(october):
    run = pay(october, OCTOBER)
    sell(october.wei, -60_000, date(2026, 11, 3), "RT-1", kind="return", refers_to_external_id="SO-2")
    later = pay(october, NOVEMBER)
    for each in (run, later):
        assert documents.replay(each) == documents.stored(each)
        assert documents.differences(each) == []


def test_a_changed_line_or_file_is_named(october):
    run = pay(october, OCTOBER)
    Line.objects.filter(statement__person=october.wei, position=0).update(amount=Decimal("11580.01"))
    assert documents.differences(run) == ["HY-wei"]
    documents.path_of(run).write_bytes(b"x")
    with pytest.raises(ValueError):
        documents.replay(run)


def test_a_corrected_staff_number_is_no_tampering(october):
    run = request_run(period=OCTOBER, by=october.hemin.user, at=at(OCTOBER.end))
    runs._freeze(run, at=at(OCTOBER.end))
    correct_person(person=october.wei, code="HY-9999", by=None, at=at(OCTOBER.end))
    calculate_run(run=run, at=at(OCTOBER.end))
    correct_person(person=october.li, code="HY-wei", by=None, at=at(OCTOBER.end))
    assert statement_of(run, october.wei).total == Decimal("34063.20")
    assert documents.differences(run) == []


def test_final_runs_lock_their_records(october):
    record = source().records.get(external_id="SO-1")
    run = calculate(october, OCTOBER)
    assert not is_locked(record)
    finalise_run(run=run, by=october.tang.user, at=at(OCTOBER.end))
    assert is_locked(record)


def test_a_run_that_has_not_seen_the_last_final_one_is_stale(october):
    first, second = calculate(october, OCTOBER), calculate(october, OCTOBER)
    finalise_run(run=first, by=october.tang.user, at=at(OCTOBER.end))
    with pytest.raises(RunError) as refused:
        finalise_run(run=second, by=october.tang.user, at=at(OCTOBER.end))
    assert refused.value.code == "stale"
    discard_run(run=second, reason="重算", by=october.hemin.user, at=at(OCTOBER.end))
    assert Run.objects.get(pk=second.pk).is_discarded


def test_a_killed_calculation_is_taken_up(october, monkeypatch):
    monkeypatch.setattr(runs, "AT_ONCE", 1)
    run = request_run(period=OCTOBER, by=october.hemin.user, at=at(OCTOBER.end))
    real, calls = runs._write, []

    def dies(*arguments):
        if calls:
            raise KeyboardInterrupt
        calls.append(1)
        real(*arguments)

    monkeypatch.setattr(runs, "_write", dies)
    with pytest.raises(KeyboardInterrupt):
        calculate_run(run=run, at=at(OCTOBER.end))
    run.refresh_from_db()
    assert (run.done, run.people, run.calculated_at) == (1, 2, None)
    sell(october.wei, 100_000, date(2026, 10, 30), "late", on=date(2026, 11, 2))
    monkeypatch.setattr(runs, "_write", real)
    calculate_run(run=run, at=at(OCTOBER.end))
    assert statement_of(run, october.wei).total == Decimal("34063.20")
    assert documents.differences(run) == []


def test_a_run_is_left_to_the_worker_whose_beat_is_heard(october, monkeypatch):
    run, now = request_run(period=OCTOBER, by=october.hemin.user, at=at(OCTOBER.end)), at(OCTOBER.end)
    monkeypatch.setattr(tasks.clock, "now", lambda: now)
    Run.objects.filter(pk=run.pk).update(beat_at=now - timedelta(seconds=30))
    tasks.calculate.call_local(run.pk)
    tasks.take_up_runs.call_local()
    assert not Statement.objects.filter(run=run).exists()
    now += timedelta(minutes=2)
    tasks.take_up_runs.call_local()
    assert Run.objects.get(pk=run.pk).calculated_at == now
    tasks.calculate.call_local(run.pk)
    assert statement_of(run, october.wei).total == Decimal("34063.20")


def test_a_withdrawn_award_comes_back_once(october):
    line = plan_budget(
        name="奖金",
        unit=None,
        start=date(2026, 1, 1),
        end=date(2027, 1, 1),
        planned=Decimal(9000),
        by=None,
        at=at(OCTOBER.start),
    )
    draft = AwardDraft(kind="money", person=october.wei, amount=Decimal(3000), why="国庆攻坚赛", day=date(2026, 10, 31))
    [award] = grant_awards(awards=[draft], budget_line=line, by=None, at=at(OCTOBER.end))
    assert ("award", Decimal(3000)) in amounts(pay(october, OCTOBER), october.wei)
    withdraw_award(award=award, reason="订单取消", by=None, at=at(date(2026, 11, 5)))
    sell(october.wei, 200_000, date(2026, 11, 6), "SO-8")
    assert ("award", Decimal(-3000)) in amounts(pay(october, NOVEMBER), october.wei)
    assert not calculate(october, DECEMBER).statements.exists()


def test_only_days_on_the_scheme_count(cast):
    scheme_for(cast, unit=cast.south)
    sell(cast.wei, 100_000, date(2026, 10, 9), "SO-1")
    sell(cast.chen, 100_000, date(2026, 10, 9), "SO-2")
    run = calculate(cast, OCTOBER)
    assert [each.person for each in run.statements.all()] == [cast.chen]


def test_two_schemes_each_pay_their_own(cast):
    scheme_for(cast)
    scheme_for(cast, rules([(0, None, 500_000_000)], metric="new_customers", method="flat"), name="新客户奖")
    from leitai.customers.models import Customer

    customer = Customer.objects.create(name="杭州云栖里", created_at=at(OCTOBER.start))
    sell(cast.wei, 100_000, date(2026, 10, 9), "SO-1", customer_id=customer.pk)
    run = pay(cast, OCTOBER)
    assert amounts(run, cast.wei) == [("record", Decimal(3000)), ("record", Decimal(500))]


def test_a_levels_of_target_component_says_who_has_none(cast, monkeypatch):
    from leitai.incentives import targets

    monkeypatch.setattr(targets, "targets_for", lambda metric, period, people: {cast.wei.pk: 100_000 * 10_000})
    half = [(0, 500_000, 20_000), (500_000, None, 50_000)]
    scheme_for(cast, rules(half, levels="target"))
    sell(cast.wei, 80_000, date(2026, 10, 9), "SO-1")
    sell(cast.li, 80_000, date(2026, 10, 9), "SO-2")
    run = calculate(cast, OCTOBER)
    assert amounts(run, cast.wei) == [("record", Decimal(1000 + 1500))]
    remark = run.remarks.get()
    assert (remark.kind, remark.person) == (Remark.Kind.NO_TARGET, cast.li)


def test_a_scheme_spends_its_budget_and_finance_alone_goes_over(cast):
    line = plan_budget(
        name="提成",
        unit=None,
        start=date(2026, 1, 1),
        end=date(2027, 1, 1),
        planned=Decimal(1000),
        by=None,
        at=at(OCTOBER.start),
    )
    scheme_for(cast, budget_line=line)
    sell(cast.wei, 100_000, date(2026, 10, 9), "SO-1")
    run = calculate(cast, OCTOBER)
    with pytest.raises(RunError) as refused:
        finalise_run(run=run, by=cast.hemin.user, at=at(OCTOBER.end))
    assert refused.value.facts == {"name": "提成", "short": Decimal(2000)}
    assert not Run.objects.get(pk=run.pk).is_final
    finalise_run(run=run, by=cast.tang.user, at=at(OCTOBER.end))
    assert balance_of(line).spent == 3000


def test_putting_someone_on_the_scheme_later_pays_the_days_before(cast):
    scheme = scheme_for(cast, unit=cast.south)
    sell(cast.chen, 100_000, date(2026, 10, 9), "SO-2")
    sell(cast.wei, 100_000, date(2026, 10, 9), "SO-1")
    pay(cast, OCTOBER)
    assign_scheme(scheme=scheme, person=cast.wei, start=date(2026, 10, 1), by=None, at=at(date(2026, 11, 2)))
    run = pay(cast, NOVEMBER)
    assert amounts(run, cast.wei) == [("earlier", Decimal(3000))]


def test_importing_the_same_again_changes_nothing(october):
    pay(october, OCTOBER)
    content = Content(
        external_id="SO-1", day=date(2026, 10, 9), person_id=october.wei.pk, kind="order", amount=Decimal(386_000)
    )
    post_records(source=source(), contents=[content], by=None, at=at(date(2026, 11, 2)))
    assert not calculate(october, NOVEMBER).statements.exists()


def test_a_month_is_compared_with_the_month_before_and_not_with_a_quarter(cast):
    scheme_for(cast)
    scheme_for(cast, name="季度奖", pays="quarter")
    sell(cast.wei, 100_000, date(2026, 8, 9), "SO-0")
    sell(cast.wei, 100_000, date(2026, 10, 9), "SO-1")
    august, third_quarter = pay(cast, Period.month(2026, 8)), pay(cast, Period.quarter(2026, 3))
    october = pay(cast, OCTOBER)
    assert previous_run(october) == august
    assert previous_run(third_quarter) is None


def test_a_month_begins_at_midnight_in_the_companys_zone(cast):
    half_past_midnight = datetime(2026, 11, 30, 16, 30, tzinfo=UTC)
    with pytest.raises(RunError):
        request_run(period=DECEMBER, by=None, at=half_past_midnight - timedelta(hours=1))
    assert request_run(period=DECEMBER, by=None, at=half_past_midnight).start == date(2026, 12, 1)


def test_levels_are_units():
    assert WAN == 10_000 * 10_000
