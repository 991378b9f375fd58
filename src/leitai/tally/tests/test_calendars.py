"""Workdays with 调休: what is worked, how far the period has gone, what is not yet published."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leitai.tally.calendars import CalendarError, WorkCalendar, chinese_calendar
from leitai.tally.periods import Period

CHINA = chinese_calendar([2025, 2026, 2027])
DAYS = st.dates(date(2025, 1, 1), date(2026, 12, 31))


def test_a_traded_saturday_is_worked_and_its_holiday_is_not():
    assert CHINA.is_workday(date(2026, 2, 14))
    assert not CHINA.is_workday(date(2026, 2, 20))
    assert not CHINA.is_workday(date(2026, 2, 15))


def test_2026_has_248_workdays():
    assert CHINA.count(Period.year(2026)) == 248
    assert CHINA.count(Period.month(2026, 10)) == 18


def test_a_year_without_published_trades_is_unconfirmed():
    assert CHINA.unconfirmed(Period.year(2026)) == ()
    assert CHINA.unconfirmed(Period.through(date(2026, 12, 1), date(2027, 1, 31))) == (2027,)


def test_a_weekend_in_december_traded_for_january_is_worked():
    assert chinese_calendar([2001]).is_workday(date(2001, 12, 29))


def test_a_holiday_named_a_workday_is_worked_and_counted():
    monday = date(2026, 11, 23)
    calendar = WorkCalendar(holidays=frozenset({monday}), workdays_named=frozenset({monday}))
    assert calendar.is_workday(monday) and calendar.count(Period.day(monday)) == 1


def test_the_company_has_the_last_word():
    saturday, monday = date(2026, 11, 21), date(2026, 11, 23)
    ours = CHINA.overridden({saturday: True, monday: False})
    assert ours.is_workday(saturday) and not ours.is_workday(monday)
    assert ours.overridden({saturday: False, monday: True}).is_workday(monday)
    assert not CHINA.without([monday]).is_workday(monday)


def test_the_nth_workday_of_a_month():
    october = Period.month(2026, 10)
    assert CHINA.nth(october, 1) == date(2026, 10, 8)
    assert CHINA.nth(october, -1) == date(2026, 10, 30)
    for n in (0, 19, -19):
        with pytest.raises(CalendarError) as refused:
            CHINA.nth(october, n)
        assert refused.value.facts == {"n": n, "workdays": 18}


def test_three_workdays_later_jumps_the_holiday():
    assert CHINA.after(date(2026, 9, 30), 1) == date(2026, 10, 8)
    assert CHINA.after(date(2026, 10, 3), 0) == date(2026, 10, 8)


def test_pace_goes_from_nothing_to_all():
    november = Period.month(2026, 11)
    assert CHINA.elapsed(november, date(2026, 10, 31)) == 0
    assert CHINA.elapsed(november, date(2026, 11, 20)) == 15 * 1_000_000 // 21
    assert CHINA.elapsed(november, date(2026, 11, 30)) == 1_000_000
    assert CHINA.elapsed(november, date(2027, 1, 1)) == 1_000_000


def test_pace_by_season_gives_each_month_its_weight():
    quarter = Period.quarter(2026, 4)
    season = {10: 1, 11: 1, 12: 2}
    assert CHINA.elapsed(quarter, date(2026, 10, 31), season) == 250_000
    assert CHINA.elapsed(quarter, date(2026, 11, 30), season) == 500_000
    assert CHINA.elapsed(quarter, date(2026, 12, 31), season) == 1_000_000


def test_a_period_without_workdays_goes_by_days():
    weekend = Period.through(date(2026, 11, 21), date(2026, 11, 22))
    assert CHINA.elapsed(weekend, date(2026, 11, 21)) == 500_000


@given(
    DAYS, st.integers(1, 400), st.dictionaries(DAYS, st.booleans(), max_size=12),
    st.sampled_from([frozenset(), frozenset({6}), frozenset({5, 6}), frozenset({4, 5})]),
)  # fmt: skip
def test_counting_is_walking(start, length, overrides, weekend):
    calendar = WorkCalendar(weekend=weekend, holidays=CHINA.holidays).overridden(overrides)
    period = Period(start, start + timedelta(days=length))
    assert calendar.count(period) == len(calendar.workdays(period))


@given(DAYS, DAYS)
def test_pace_never_goes_back(one, other):
    year = Period.year(2026)
    assert CHINA.elapsed(year, min(one, other)) <= CHINA.elapsed(year, max(one, other))
