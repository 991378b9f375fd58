"""Figures in templates. None reads as an en dash, so that a missing figure is never a zero."""

from functools import wraps

from django import template

from leitai.ui.figures import MISSING, days, money, shares

register = template.Library()


def _places(given) -> int | None:
    return None if given in (None, "") else int(given)


def figure(function):
    """Registers a filter that says "–" for None."""

    @wraps(function)
    def read(value, *arguments):
        return MISSING if value is None or value == "" else function(value, *arguments)

    register.filter(function.__name__, read)
    return function


@figure
def full_money(amount, currency=""):
    """{{ amount|full_money }} ¥1,234.50; {{ amount|full_money:"USD" }}"""
    return money.full(amount, currency)


@figure
def plain_money(amount):
    """{{ amount|plain_money }} 1,234.50, where the heading names the currency."""
    return money.plain(amount)


@figure
def short(amount, places=None):
    """{{ amount|short }} 82.5万, 825k; {{ amount|short:1 }} keeps the decimal: 44.0万"""
    return money.short(amount, _places(places))


@figure
def short_money(amount, places=None):
    """{{ amount|short_money }} ¥82.5万, ¥825k"""
    return money.short_money(amount, _places(places))


@figure
def short_amount(amount, places=None):
    """{{ amount|short_amount }} 82.5万 in Chinese, ¥825k in English: for sentences."""
    return money.short_amount(amount, _places(places))


@figure
def amount_in_words(amount):
    """{{ amount|amount_in_words }} 十二万六千元整; empty in English."""
    return money.in_words(amount)


@figure
def percent(share, places=None):
    """{{ 574000|percent }} 57.4% from ppm or from a Decimal share; {{ share|percent:0 }}"""
    return shares.percent(share, _places(places))


@figure
def percent_number(share, places=None):
    """{{ 574000|percent_number }} 57.4, where the sign is set apart or the number is an SVG position."""
    return shares.percent(share, _places(places)).removesuffix("%")


@figure
def count(number, places=0):
    """{{ number|count }} 1,234"""
    return shares.count(number, int(places or 0))


@figure
def movement(change, kind="amount"):
    """{{ change|movement }} ▲ 42.6万; {{ points|movement:"percent" }}; {{ places|movement:"count" }}"""
    return shares.movement(change, kind)


@figure
def day(when):
    """{{ record.day|day }} 11月18日"""
    return days.day(when)


@figure
def full_day(when):
    """{{ record.day|full_day }} 2026年11月18日"""
    return days.day(when, year=True)


@figure
def dated_weekday(when):
    """{{ today|dated_weekday }} 11月18日 星期三"""
    return days.dated_weekday(when)


@figure
def brief_weekday(when):
    """{{ today|brief_weekday }} 11月18日 周三"""
    return days.dated_weekday(when, brief=True)


@figure
def near_day(when, today):
    """{{ record.day|near_day:today }} 昨天"""
    return days.near_day(when, today)


@figure
def near_moment(when, now):
    """{{ entry.at|near_moment:now }} 昨天 08:40"""
    return days.near_moment(when, now)


@figure
def clock_time(when):
    """{{ meeting.at|clock_time }} 09:30"""
    return days.clock_time(when)


@figure
def month_name(when):
    """{{ period.start|month_name }} 11 月"""
    return days.month(when)


@figure
def full_month(when):
    """{{ period.start|full_month }} 2026 年 11 月"""
    return days.month(when, year=True)


@figure
def waited(since, now):
    """{{ request.at|waited:now }} 等 3 天"""
    return days.waited(since, now)


@figure
def overdue(due, today):
    """{{ task.due|overdue:today }} 逾期 2 天, or nothing"""
    return days.overdue(due, today)


@figure
def ago(when, now):
    """{{ entry.at|ago:now }} 5 分钟前"""
    return days.ago(when, now)


@figure
def duration(length):
    """{{ seconds|duration }} 1 分 20 秒"""
    return days.duration(length)


@figure
def countdown(end, now):
    """{{ contest.ends_at|countdown:now }} 2 天 08:48"""
    return days.countdown(end, now)


@register.simple_tag
def day_range(start, end):
    """{% day_range period.start period.end %} 11月1日–30日, from a half-open stretch"""
    return days.day_range(start, end)
