"""A day is read one way or refused with the fact that explains it."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leitai.tally.days import DayError, excel_day, parse_day

DAYS = st.dates(date(1900, 3, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    "written",
    [
        "2026/1/5", "2026-01-05", "2026年1月5日", "2026 年 1 月 5 日", "26年1月5日", "20260105",
        "2026.1.5", "２０２６／０１／０５", "2026-01-05 00:00:00.000", "2026-01-05T08:00:00+08:00",
        "2026/1/5 9:30", "20260105T0930", "'2026-01-05", "46027", "46027.75", 46027, 46027.75,
        20260105, Decimal("46027"), date(2026, 1, 5), datetime(2026, 1, 5, 23, 59),
    ],
)  # fmt: skip
def test_one_day_written_many_ways(written):
    assert parse_day(written) == date(2026, 1, 5)


def test_a_november_31st_says_how_long_november_is():
    with pytest.raises(DayError) as refused:
        parse_day("2026年11月31日")
    assert refused.value.code == "no_such_day"
    assert refused.value.facts == {"year": 2026, "month": 11, "day": 31, "last": 30}


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "empty"), ("  ", "empty"), ("明天", "not_a_day"), ("2026", "out_of_range"),
        ("2026/13/1", "no_such_month"), ("2026-02-29", "no_such_day"), ("5/1/2026", "ambiguous"),
        (60, "no_such_day"), (0, "out_of_range"), (-3, "out_of_range"), ("1066-10-14", "out_of_range"),
        (True, "not_a_day"), (float("nan"), "not_a_day"), (float("inf"), "not_a_day"),
        ("2026-01-05 alpha", "not_a_day"), ("2026/1", "not_a_day"),
    ],
)  # fmt: skip
def test_what_is_no_day_says_why(written, code):
    if written == "2026":  # a bare year is no serial either
        code = "not_a_day"
    with pytest.raises(DayError) as refused:
        parse_day(written)
    assert refused.value.code == code


def test_two_readings_need_a_hint():
    assert parse_day("5/1/2026", day_first=True) == date(2026, 1, 5)
    assert parse_day("5/1/2026", day_first=False) == date(2026, 5, 1)
    assert parse_day("13/1/2026") == parse_day("1/13/2026") == date(2026, 1, 13)
    assert parse_day("5/5/2026") == date(2026, 5, 5)


@pytest.mark.parametrize("year", [2026, 2026.0, Decimal(2026), 1900, 2199])
def test_a_bare_year_is_no_day(year):
    with pytest.raises(DayError) as refused:
        parse_day(year)
    assert refused.value.code == "not_a_day"


def test_excel_counts_a_day_that_never_was():
    assert excel_day(1) == date(1900, 1, 1)
    assert excel_day(59) == date(1900, 2, 28)
    assert excel_day(61) == date(1900, 3, 1)


@given(DAYS)
def test_every_day_is_read_back(day):
    for text in (day.isoformat(), f"{day.year}/{day.month}/{day.day}", f"{day:%Y%m%d}"):
        assert parse_day(text) == day
    serial = (day - date(1899, 12, 30)) // timedelta(days=1)
    assert 1900 <= serial <= 2199 or parse_day(serial) == day


@given(st.text(max_size=20))
def test_no_text_breaks_it(text):
    try:
        assert isinstance(parse_day(text), date)
    except DayError as refused:
        assert refused.code
