"""Percentages never promise what is not kept; days and durations read as people say them."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from leitai.ui.figures import days, shares

pytestmark = pytest.mark.pure
SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 18, 9, 12, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def in_chinese():
    with translation.override("zh-hans"):
        yield


@pytest.mark.parametrize(
    ("share", "written"),
    [
        (574_000, "57.4%"),
        (550_000, "55%"),
        (999_960, "99.99%"),
        (999_999, "99.99%"),
        (1_000_000, "100%"),
        (1_000_400, "100%"),
        (1_999_990, "199.99%"),
        (0, "0%"),
        (-153_000, "−15.3%"),
        (Decimal("0.574"), "57.4%"),
        ("574000", "57.4%"),
    ],
)
def test_percent(share, written):
    assert shares.percent(share) == written


@given(st.integers(0, 5_000_000), st.sampled_from([None, 0, 1, 2, 3]))
def test_no_line_is_shown_as_reached_that_is_not(ppm, places):
    shown = Decimal(shares.percent(ppm, places).removesuffix("%").replace(",", ""))
    for line in (100, 200, 300, 400, 500):
        assert (shown >= line) <= (ppm >= line * 10_000)


@given(st.integers(-5_000_000, 5_000_000))
def test_percent_is_near(ppm):
    shown = Decimal(shares.percent(ppm).removesuffix("%").replace(",", "").replace("−", "-"))
    assert abs(shown - Decimal(ppm) / 10_000) <= Decimal("0.05")


def test_a_movement_always_carries_its_arrow():
    assert "▲" in shares.movement(Decimal(426_000)) and "42.6万" in shares.movement(Decimal(426_000))
    assert "▼" in shares.movement(Decimal(-310_000)) and "31.0万" in shares.movement(Decimal(-310_000))
    assert "rise" in shares.movement(1, "count") and "fall" in shares.movement(-1, "count")
    assert "持平" in shares.movement(Decimal(0))


def test_days():
    day = date(2026, 11, 18)
    assert days.dated_weekday(day) == "11月18日 星期三"
    assert days.dated_weekday(day, brief=True) == "11月18日 周三"
    assert days.day(day, year=True) == "2026年11月18日"
    assert days.near_day(day - timedelta(1), day) == "昨天"
    assert days.near_day(day - timedelta(2), day) == "前天"
    assert days.near_day(date(2025, 3, 1), day) == "2025年3月1日"
    assert days.month(day) == "11 月"
    assert days.waited(day - timedelta(3), day) == "等 3 天"
    assert days.overdue(day - timedelta(2), day) == "逾期 2 天"
    assert days.overdue(day, day) == ""


def test_days_in_english():
    with translation.override("en"):
        assert days.dated_weekday(date(2026, 11, 18)) == "Wednesday 18 Nov"
        assert days.month(date(2026, 11, 18), year=True) == "November 2026"
        assert days.waited(date(2026, 11, 17), date(2026, 11, 18)) == "1 day waiting"


def test_an_instant_belongs_to_the_day_of_the_company():
    late = datetime(2026, 11, 17, 17, 30, tzinfo=ZoneInfo("UTC"))
    assert days.day(late) == "11月18日"
    assert days.near_moment(late, NOW) == "01:30"


@pytest.mark.parametrize(
    ("start", "end", "written"),
    [
        ((2026, 11, 1), (2026, 12, 1), "11月1日–30日"),
        ((2026, 10, 1), (2027, 1, 1), "10月1日–12月31日"),
        ((2026, 12, 1), (2027, 2, 1), "2026年12月1日–2027年1月31日"),
        ((2026, 11, 18), (2026, 11, 19), "11月18日"),
    ],
)
def test_a_stretch_names_its_last_day(start, end, written):
    assert days.day_range(date(*start), date(*end)) == written


@pytest.mark.parametrize(
    ("seconds", "written"),
    [
        (0, "0 秒"),
        (80, "1 分 20 秒"),
        (60, "1 分"),
        (7_500, "2 小时 5 分"),
        (259_200, "3 天"),
        (-5, "0 秒"),
        (86_401, "1 天"),
    ],
)
def test_durations(seconds, written):
    assert days.duration(seconds) == written


def test_countdown():
    assert days.countdown(datetime(2026, 11, 20, 18, 0, tzinfo=SHANGHAI), NOW) == "2 天 08:48"
    assert days.countdown(NOW + timedelta(minutes=59), NOW) == "00:59"
    assert days.countdown(NOW - timedelta(days=1), NOW) == "00:00"


def test_ago():
    assert days.ago(NOW - timedelta(seconds=30), NOW) == "刚刚"
    assert days.ago(NOW - timedelta(minutes=5), NOW) == "5 分钟前"
    assert days.ago(NOW - timedelta(hours=3), NOW) == "3 小时前"
    assert days.ago(NOW - timedelta(days=1), NOW) == "昨天 09:12"
