"""Periods are half-open, and their parts cover them once."""

import itertools
from datetime import date, timedelta

import narwhals as nw
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leitai.tally.periods import KINDS, Period, PeriodError, containing, run_of, sequence, start_expr

DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))
KIND = st.sampled_from(KINDS)


def test_the_week_of_a_sunday_began_on_monday():
    assert containing("week", date(2026, 11, 22)) == Period(date(2026, 11, 16), date(2026, 11, 23))


def test_a_period_without_a_day_cannot_be():
    with pytest.raises(PeriodError):
        Period(date(2026, 1, 1), date(2026, 1, 1))


def test_constructors_name_calendar_periods():
    assert Period.year(2026) == Period(date(2026, 1, 1), date(2027, 1, 1))
    assert Period.half(2026, 2) == Period(date(2026, 7, 1), date(2027, 1, 1))
    assert Period.quarter(2026, 4) == Period(date(2026, 10, 1), date(2027, 1, 1))
    assert Period.month(2026, 12) == Period(date(2026, 12, 1), date(2027, 1, 1))
    assert Period.through(date(2026, 11, 1), date(2026, 11, 30)) == Period.month(2026, 11)
    with pytest.raises(PeriodError):
        Period.quarter(2026, 5)


def test_the_year_before_of_a_leap_day_is_a_day():
    leap = Period.day(date(2028, 2, 29)).year_before()
    assert leap == Period(date(2027, 2, 28), date(2027, 3, 1))
    assert Period.month(2028, 2).year_before() == Period.month(2027, 2)
    assert Period.week(date(2026, 11, 22)).year_before().start.weekday() == 0


def test_a_month_to_date_has_the_same_dates_the_year_before_a_leap_year_too():
    to_date = Period.through(date(2028, 2, 1), date(2028, 2, 28))
    assert to_date.year_before() == Period.month(2027, 2)
    assert Period.through(date(2028, 1, 15), date(2028, 2, 29)).year_before().last == date(2027, 2, 28)
    assert Period.through(date(2029, 1, 15), date(2029, 2, 28)).year_before().last == date(2028, 2, 28)
    assert Period.month(2029, 2).year_before() == Period.month(2028, 2)


@given(DAYS, st.integers(1, 500))
def test_the_year_before_begins_and_ends_on_the_same_dates(start, length):
    period = Period(start, start + timedelta(days=length))
    before = period.year_before()
    if period.kind == "week":
        assert (len(before), before.start.weekday()) == (7, 0)
    elif period.kind:
        assert before.kind == period.kind
    else:
        pairs = ((period.start, before.start), (period.last, before.last))
        assert all((a.month, min(a.day, 28)) == (b.month, min(b.day, 28)) for a, b in pairs)
        assert abs(len(before) - len(period)) <= 1


def test_the_last_five_months():
    assert [p.start.month for p in run_of(Period.month(2026, 2), 5)] == [10, 11, 12, 1, 2]
    assert len(sequence("month", date(2026, 1, 31), date(2026, 12, 1))) == 12


@given(KIND, DAYS)
def test_a_day_is_in_exactly_one_period_of_a_kind(kind, day):
    period = containing(kind, day)
    assert day in period and period.end not in period and period.last in period
    assert day not in period.previous() and day not in period.next()
    assert period.previous().end == period.start and period.next().start == period.end


@given(KIND, DAYS)
def test_a_calendar_period_knows_its_kind(kind, day):
    assert containing(kind, day).kind == kind


@given(KIND, DAYS, st.integers(1, 500))
def test_parts_cover_a_period_once(kind, start, length):
    period = Period(start, start + timedelta(days=length))
    parts = period.split(kind)
    assert parts[0].start == period.start and parts[-1].end == period.end
    assert all(left.end == right.start for left, right in itertools.pairwise(parts))
    assert sum(len(part) for part in parts) == length


@given(KIND, st.lists(DAYS, min_size=1, max_size=20))
def test_a_table_finds_the_same_period(kind, days):
    frame = nw.from_native(pl.LazyFrame({"day": days}))
    found = frame.select(period=start_expr(kind, nw.col("day"))).collect()["period"].to_list()
    assert found == [containing(kind, day).start for day in days]
