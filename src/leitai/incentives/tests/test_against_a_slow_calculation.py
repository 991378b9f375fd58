"""Whatever is sold, returned, split and revised: runs pay what a clerk with paper and Decimal would."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from leitai.incentives.models import Line, Run
from leitai.incentives.runs import documents
from leitai.incentives.tests.paying import NOVEMBER, OCTOBER, at, calculate, finalise, rules, scheme_for, sell, source
from leitai.sales.actions import reverse_records, revise_record
from leitai.sales.content import content_of
from leitai.sales.models import Record
from leitai.sales.queries.orders import with_order
from leitai.tally.periods import Period
from tests.people import make_cast

TENTH = Decimal("0.0001")
MONTHS = [OCTOBER, NOVEMBER, Period.month(2026, 12)]

amount = st.integers(1, 300_000_00).map(lambda cents: Decimal(cents) / 100)
rate = st.integers(0, 120_000)


@st.composite
def tables(draw):
    method = draw(st.sampled_from(["flat", "marginal", "whole"]))
    count = 1 if method == "flat" else draw(st.integers(1, 4))
    levels = sorted(draw(st.lists(st.integers(1, 600_000), min_size=count - 1, max_size=count - 1, unique=True)))
    floors = [0, *levels]
    ceilings = [*levels, None]
    tiers = [
        (floor * 10_000, ceiling and ceiling * 10_000, draw(rate))
        for floor, ceiling in zip(floors, ceilings, strict=True)
    ]
    return method, tiers


@st.composite
def months(draw):
    """Per month: orders, and what happens to earlier ones."""
    order = st.tuples(amount, st.integers(0, 27), st.sampled_from([0, 0, 1, 2]), st.integers(1, 999_999))
    change = st.tuples(
        st.sampled_from(["return", "return", "revise", "withdraw"]), st.integers(0, 30), st.integers(1, 1000)
    )
    return [(draw(st.lists(order, max_size=4)), draw(st.lists(change, max_size=3))) for _ in MONTHS]


class Clerk:
    """Pays by the rule, one figure at a time."""

    def __init__(self, method, tiers):
        self.method, self.tiers = method, tiers

    def earned(self, total: Decimal) -> Decimal:
        if self.method == "whole":
            reached = [rate for floor, _, rate in self.tiers if total >= Decimal(floor) / 10_000]
            exact = total * Decimal((reached or [self.tiers[0][2]])[-1]) / 1_000_000
        elif total < 0:
            exact = total * Decimal(self.tiers[0][2]) / 1_000_000
        else:
            exact = sum((self._in_tier(total, *tier) for tier in self.tiers), Decimal(0))
        return exact.quantize(TENTH, ROUND_HALF_UP)

    @staticmethod
    def _in_tier(total, floor, ceiling, rate):
        floor = Decimal(floor) / 10_000
        top = total if ceiling is None else min(total, Decimal(ceiling) / 10_000)
        return max(Decimal(0), top - floor) * Decimal(rate) / 1_000_000


def owed_for(clerk: Clerk, paid_before: set[Period]) -> dict:
    """What every person should have had for each month, from what the records say now."""
    totals = defaultdict(Decimal)
    orders = {record.pk: record for record in Record.objects.all()}
    for record in with_order(Record.objects.filter(live=True)).prefetch_related("credits"):
        month = next(each for each in MONTHS if record.day in each)
        if record.kind == "return" and record.order_id:
            ordered = next(each for each in MONTHS if orders[record.order_id].day in each)
            if ordered.start < month.start and ordered in paid_before:
                month = ordered
        parts = [(c.person_id, c.amount) for c in record.credits.all()] or [(record.person_id, record.amount)]
        for person, part in parts:
            totals[person, month.start] += part
    return {key: clerk.earned(total) for key, total in totals.items()}


class AnyYear(TestCase):
    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
    @given(tables(), months())
    def test_runs_pay_what_a_clerk_would(self, table, history):
        method, tiers = table
        self.cast = make_cast()
        scheme_for(self.cast, rules(tiers, metric="net_sales", method=method))
        clerk = Clerk(method, tiers)
        for number, (month, (orders, changes)) in enumerate(zip(MONTHS, history, strict=True)):
            self._post(number, month, orders)
            self._change(number, month, changes)
            run = calculate(self.cast, month)
            if run.statements.exists():
                finalise(self.cast, run, at(month.end))
            else:
                run.delete()
            self._compare(clerk, month)

    def _post(self, number, month, orders):
        who = (self.cast.wei, self.cast.li)
        for place, (value, day, split, share) in enumerate(orders):
            shares = ((who[0].pk, share), (who[1].pk, 1_000_000 - share)) if split == 2 else ()
            given = {"shares": shares} if shares else {}
            sell(who[split % 2], value, month.start + timedelta(day), f"{number}-{place}", **given)

    def _change(self, number, month, changes):
        for place, (what, which, size) in enumerate(changes):
            live = list(source().records.filter(live=True, kind="order").order_by("id"))
            if not live:
                return
            record = live[which % len(live)]
            if what == "return":
                part = (-record.amount * size / 1000).quantize(Decimal("0.01"))
                extra = {"shares": content_of(record).shares} if record.split else {}
                sell(
                    record.person, part, max(month.start, record.day), f"R{number}-{place}", kind="return",
                    refers_to_external_id=record.external_id, **extra,
                )  # fmt: skip
            elif what == "revise":
                newer = replace(content_of(record), amount=Decimal(size), shares=())
                revise_record(record=record, content=newer, reason="改", by=None, at=at(month.end))
            else:
                reverse_records(records=[record], reason="撤", by=None, at=at(month.end))

    def _compare(self, clerk, month):
        paid_months = {Period(run.start, run.end) for run in Run.objects.filter(finalisation__isnull=False)}
        owed = owed_for(clerk, paid_months - {month})
        lines = Line.objects.filter(subtotal__isnull=False, record__isnull=False)
        sums = lines.values_list("statement__person_id", "subtotal__basis__start").annotate(Sum("amount")).order_by()
        paid = {(person, start): total for person, start, total in sums if total}
        due = {key: value for key, value in owed.items() if value and key[1] in {m.start for m in paid_months}}
        assert paid == due
        for run in Run.objects.all():
            assert documents.differences(run) == []
            for statement in run.statements.all():
                assert sum(each.amount for each in statement.lines.all()) == statement.total
                assert statement.total == statement.total.quantize(Decimal("0.01")) >= 0


def test_the_clerk_knows_the_worked_example():
    clerk = Clerk("marginal", [(0, 1_000 * 10_000, 10_000), (1_000 * 10_000, None, 20_000)])
    assert clerk.earned(Decimal(2500)) == 40
    assert date(2026, 10, 1) == OCTOBER.start
