"""Figures from records: sums, counts, ratios and attainment, and what they are without a base."""

from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leitai.tally import measures
from leitai.tally.measures import shown_percent

JAN, FEB = date(2026, 1, 31), date(2026, 2, 1)
RECORDS = pl.DataFrame(
    {
        "person": [1, 1, 1, 2],
        "unit": ["east", "east", "west", "west"],
        "kind": ["order", "order", "return", "payment"],
        "day": [JAN, FEB, FEB, JAN],
        "amount": [100, 50, -20, 70],
        "cost": [60, 20, -12, 70],
        "customer": ["甲", "乙", "甲", None],
    }
)


def values(table, *keys):
    return {row[:-1] if len(keys) > 1 else row[0]: row[-1] for row in table.select(*keys, "value").rows()}


def test_sums_and_counts_per_person_and_period():
    monthly = measures.per_period(RECORDS, "month")
    assert values(measures.total(monthly, by=("person", "period")), "person", "period") == {
        (1, date(2026, 1, 1)): 100, (1, date(2026, 2, 1)): 30, (2, date(2026, 1, 1)): 70,
    }  # fmt: skip
    assert values(measures.count(RECORDS, by=("unit",)), "unit") == {"east": 2, "west": 2}
    assert measures.total(RECORDS, by=())["value"].to_list() == [200]


def test_only_some_kinds_count():
    orders = measures.of_kinds(RECORDS, ["order", "return"])
    assert values(measures.total(orders), "person") == {1: 130}


def test_a_reversed_record_counts_against_itself():
    signed = RECORDS.with_columns(sign=pl.Series([1, 1, -1, 1]))
    assert values(measures.count(signed), "person") == {1: 1, 2: 1}


def test_different_customers_and_none_is_no_customer():
    assert values(measures.distinct(RECORDS, "customer"), "person") == {1: 2}
    assert measures.distinct(RECORDS, "customer", by=())["value"].to_list() == [2]


def test_a_ratio_without_a_base_is_null():
    won = pl.DataFrame({"person": [1, 2], "value": [1, 1]})
    closed = pl.DataFrame({"person": [1, 3, 4], "value": [3, 2, 0]})
    assert values(measures.ratio(won, closed), "person") == {1: 333_333, 2: None, 3: 0, 4: None}


def test_margin_of_what_was_sold():
    assert values(measures.margin(RECORDS), "person") == {1: 476_923, 2: 0}


def test_growth_on_a_base_that_is_not_positive_is_null():
    now = pl.DataFrame({"person": [1, 2, 3], "value": [120, 5, 5]})
    base = pl.DataFrame({"person": [1, 2, 4], "value": [100, 0, 10]})
    assert values(measures.growth(now, base), "person") == {1: 200_000, 2: None, 3: None, 4: -1_000_000}
    assert measures.grown(120, 100) == 200_000 and measures.grown(1, 0) is None


@pytest.mark.parametrize(
    ("value", "target", "attainment", "reached"),
    [(9, 10, 900_000, False), (10, 10, 1_000_000, True), (None, 10, 0, False), (5, 0, None, False), (5, None, None, False),
     (-5, 10, -500_000, False), (999_999_999, 1_000_000_000, 999_999, False)],
)  # fmt: skip
def test_attainment(value, target, attainment, reached):
    measured = pl.DataFrame({"person": [1], "value": [value]}, schema={"person": pl.Int64, "value": pl.Int64})
    targets = pl.DataFrame({"person": [1], "target": [target]}, schema={"person": pl.Int64, "target": pl.Int64})
    found = measures.attainment(measured, targets).row(0, named=True)
    assert (found["attainment"], found["reached"]) == (attainment, reached)
    assert measures.attained(value or 0, target) == attainment


def test_where_less_is_better_at_or_under_is_reached():
    complaints = pl.DataFrame({"person": [1, 2], "value": [3, 0]})
    targets = pl.DataFrame({"person": [1, 2], "target": [2, 0]})
    found = measures.attainment(complaints, targets, best="lowest").sort("person")
    assert found["reached"].to_list() == [False, True]


@given(st.integers(-(10**7), 10**7), st.integers(0, 4))
def test_what_is_shown_is_never_more_than_what_is(ppm, decimals):
    shown = shown_percent(ppm, decimals)
    assert shown <= Decimal(ppm).scaleb(-4) < shown + Decimal(1).scaleb(-decimals)


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(-(10**14), 10**14)), max_size=30))
def test_persons_sum_to_the_whole(records):
    frame = pl.DataFrame(records, schema={"person": pl.Int64, "amount": pl.Int64}, orient="row")
    assert measures.total(frame)["value"].sum() == sum(amount for _, amount in records)
