"""Whichever way a metric is read, it is the same figure: totals, records, and every record looked at in Python."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from leitai.metrics import queries
from leitai.metrics.definitions import Definition, Filters, Part, Term, total
from leitai.metrics.library import BUILT_IN
from leitai.metrics.models import MarketSeries, Metric
from leitai.metrics.tests.histories import happenings, make_stage, play
from leitai.metrics.tests.interpreter import World
from leitai.organization.rights import unit_and_below
from leitai.tally.periods import Period

EXAMPLES = settings.default.max_examples

PERIODS = [
    Period.month(2026, 10),
    Period.quarter(2026, 4),
    Period(date(2026, 9, 10), date(2026, 10, 20)),
    Period.week(date(2026, 10, 14)),
]
AS_OF = [None, date(2026, 10, 17), date(2026, 8, 1)]

kinds = st.lists(st.sampled_from(["order", "return", "won"]), min_size=1, max_size=2, unique=True).map(tuple)
filters = st.builds(
    Filters,
    lines=st.sampled_from([(), (), ("伺服",)]),
    regions=st.sampled_from([(), (), ("上海",)]),
    customers=st.sampled_from(["all", "all", "new", "returning"]),
    min_amount=st.sampled_from([None, None, 500_000_000]),
    returned=st.sampled_from([True, True, False]),
)
money_terms = st.builds(
    Term, field=st.sampled_from(["amount", "net", "margin", "costed", "discount"]), kinds=kinds,
    sign=st.sampled_from([1, 1, -1]), filters=filters, credit=st.sampled_from(["share", "owner"]),
    at=st.sampled_from(["period", "period", "previous"]),
)  # fmt: skip
count_terms = st.builds(
    Term, field=st.sampled_from(["count", "quantity", "customers", "new_customers"]), kinds=kinds, filters=filters
)
parts = st.one_of(
    st.lists(money_terms, min_size=1, max_size=3).map(lambda top: Part(tuple(top))),
    st.builds(Part, st.tuples(money_terms), st.tuples(money_terms)),
    st.builds(Part, st.tuples(money_terms), st.tuples(count_terms)),
)
additive_terms = st.sampled_from([["amount", "net", "margin", "cost"], ["quantity", "count", "new_customers"]]).flatmap(
    lambda alike: st.lists(
        st.builds(
            Term, field=st.sampled_from(alike), kinds=kinds, sign=st.sampled_from([1, 1, -1]), filters=filters,
            credit=st.sampled_from(["share", "owner"]),
        ),
        min_size=1, max_size=3,
    )
)  # fmt: skip
definitions = st.builds(
    Definition, st.tuples(parts), per=st.sampled_from(["", "", "workday", "head"]),
    growth=st.sampled_from(["", "", "previous", "year_before"]),
)  # fmt: skip


class Given:
    """What `queries` asks of a metric, without a row."""

    def __init__(self, definition):
        self.definition = definition
        self.unit = "ratio" if definition.growth else definition.parts[0].unit


class EveryPathAgrees(TestCase):
    @settings(max_examples=EXAMPLES // 3)
    @given(steps=happenings(), period=st.sampled_from(PERIODS), as_of=st.sampled_from(AS_OF))
    def test_built_in_metrics(self, steps, period, as_of):
        stage = self.play(steps)
        world = World()
        for metric in Metric.objects.select_related("current"):
            self.compare(metric, world, stage, period, as_of)

    @given(steps=happenings(), definition=definitions, period=st.sampled_from(PERIODS), as_of=st.sampled_from(AS_OF))
    def test_made_up_metrics(self, steps, definition, period, as_of):
        stage = self.play(steps)
        self.compare(Given(definition), World(), stage, period, as_of)

    @settings(max_examples=EXAMPLES // 3)
    @given(steps=happenings())
    def test_several_periods_at_once_are_each_by_itself(self, steps):
        self.play(steps)
        months = [Period.month(2026, month) for month in (8, 9, 10, 11)]
        for metric in Metric.objects.select_related("current"):
            for by in ("none", "unit", "person"):
                together = queries.series(metric, months, by=by, as_of=date(2026, 11, 3))
                for place, month in enumerate(months):
                    alone = queries.measure(metric, month, by=by, as_of=date(2026, 11, 3))
                    for key, value in alone.items():
                        assert together[key][place] == value, (metric.code, by, month)

    @settings(max_examples=EXAMPLES // 3)
    @given(steps=happenings())
    def test_days_add_up_to_the_period(self, steps):
        self.play(steps)
        period = Period.month(2026, 10)
        for metric in Metric.objects.select_related("current"):
            if not metric.definition.is_plain_sum:
                continue
            days = queries.daily(metric, period).group_by("person").sum()
            summed = dict(zip(days["person"], days["amount"], strict=True))
            for person, value in queries.measure(metric, period).items():
                assert summed.get(person, 0) == value, metric.code

    @given(
        steps=happenings(), terms=additive_terms, period=st.sampled_from(PERIODS),
        as_of=st.sampled_from(AS_OF), places=st.sets(st.integers(1, 3), max_size=2),
    )  # fmt: skip
    def test_what_records_bring_adds_up_to_the_metric(self, steps, terms, period, as_of, places):
        stage = self.play(steps)
        below = Filters(units=tuple(stage["units"][place].pk for place in sorted(places)))
        terms = [replace(term, filters=replace(term.filters, units=below.units)) for term in terms]
        self.compare_contributions(Given(total(*terms)), stage, period, as_of)

    @settings(max_examples=EXAMPLES // 3)
    @given(steps=happenings(), period=st.sampled_from(PERIODS))
    def test_what_records_bring_adds_up_to_a_built_in_metric(self, steps, period):
        stage = self.play(steps)
        for metric in Metric.objects.select_related("current"):
            if metric.definition.adds_by_record:
                self.compare_contributions(metric, stage, period, None)

    def compare_contributions(self, metric, stage, period, as_of):
        rows = queries.contributions(metric.definition, [period], as_of=as_of)
        people, units = ([each.pk for each in stage[name]] for name in ("people", "units"))
        by_person = {pk: rows.filter(pl.col("person") == pk)["base"].sum() for pk in people}
        assert queries.measure(metric, period, person_ids=people, as_of=as_of) == by_person
        by_unit = {pk: rows.filter(pl.col("unit").is_in(list(unit_and_below(pk))))["base"].sum() for pk in units}
        assert queries.measure(metric, period, by="unit", unit_ids=units, as_of=as_of) == by_unit
        for record in rows["record"].unique().to_list()[:3]:
            alone = queries.contributions(metric.definition, [period], as_of=as_of, record_ids=[record])
            assert alone.equals(rows.filter(pl.col("record") == record))

    def play(self, steps) -> dict:
        stage = make_stage()
        play(stage, steps)
        MarketSeries.objects.create(month=date(2026, 10, 1), size=10_000_000)
        return stage

    def compare(self, metric, world, stage, period, as_of):
        span = period.until(as_of) if as_of else period
        asked = {
            "person": [person.pk for person in stage["people"]],
            "unit": [unit.pk for unit in stage["units"]],
            "none": [None],
        }
        for by, keys in asked.items():
            narrow = {"person": {"person_ids": keys}, "unit": {"unit_ids": keys}}.get(by, {})
            quick = queries.measure(metric, period, by=by, as_of=as_of, **narrow)
            plain = queries.measure(metric, period, by=by, as_of=as_of, use_totals=False, **narrow)
            slow = {key: world.figure(metric.definition, metric.unit, span, period, (by, key)) for key in keys}
            name = getattr(metric, "code", metric.definition)
            assert quick == slow, (name, by)
            assert plain == slow, (name, by)


@pytest.mark.django_db
def test_totals_are_taken_where_they_know_and_records_elsewhere():
    stage = make_stage()
    play(stage, [])
    sales, margin = queries.by_code("sales"), queries.by_code("gross_margin")
    month, odd = Period.month(2026, 10), Period(date(2026, 9, 10), date(2026, 11, 5))
    assert queries.read(sales, [month]).path == "totals"
    assert queries.read(sales, [odd]).path == "totals"
    assert queries.read(sales, [month], by="unit").path == "totals"
    assert queries.read(sales, [odd], by="unit").path == "both"
    assert queries.read(margin, [month]).path == "records"
    lines = Given(total(Term("net", ("order",), filters=Filters(lines=("伺服",)))))
    assert queries.read(lines, [month], by="none").path == "totals"
    assert queries.read(lines, [month], by="person").path == "records"


def test_every_built_in_metric_has_a_unit_that_fits():
    for code, built_in in BUILT_IN.items():
        built_in.definition.check_unit(built_in.unit) if built_in.unit != "score" else None
        assert code and str(built_in.meaning)
