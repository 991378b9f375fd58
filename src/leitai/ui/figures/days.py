"""Days, clock times and durations. What "today" is, is always an argument."""

from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext, ngettext, pgettext

from leitai.ui.figures import in_chinese

WEEKDAYS = "一二三四五六日"


def as_day(moment) -> date:
    if isinstance(moment, datetime):
        return localtime(moment).date() if moment.tzinfo else moment.date()
    return moment


def day(when, *, year: bool = False) -> str:
    """`11月18日`, `18 Nov`; with the year `2026年11月18日`, `18 Nov 2026`."""
    when = as_day(when)
    if in_chinese():
        return f"{when.year}年{when.month}月{when.day}日" if year else f"{when.month}月{when.day}日"
    return date_format(when, "j M Y" if year else "j M")


def weekday(when, *, brief: bool = False) -> str:
    """`星期三`, brief `周三`; `Wednesday`, `Wed`."""
    when = as_day(when)
    if in_chinese():
        return ("周" if brief else "星期") + WEEKDAYS[when.weekday()]
    return date_format(when, "D" if brief else "l")


def dated_weekday(when, *, brief: bool = False) -> str:
    """`11月18日 星期三`, `Wednesday 18 Nov`."""
    words = [day(when), weekday(when, brief=brief)]
    return " ".join(words if in_chinese() else reversed(words))


def near_day(when, today) -> str:
    """`今天`, `昨天`, `前天`, `明天`, `后天`, else the day, with its year when it is another one."""
    when, today = as_day(when), as_day(today)
    near = {0: gettext("today"), -1: gettext("yesterday"), 1: gettext("tomorrow")}
    if in_chinese():
        near |= {-2: "前天", 2: "后天"}
    return near.get((when - today).days) or day(when, year=when.year != today.year)


def near_moment(when: datetime, now: datetime) -> str:
    """`08:40` today, else the near day with the clock: `昨天 08:40`."""
    clock = clock_time(when)
    return clock if as_day(when) == as_day(now) else f"{near_day(when, now)} {clock}"


def clock_time(when: datetime) -> str:
    return f"{localtime(when) if when.tzinfo else when:%H:%M}"


def month(when, *, year: bool = False) -> str:
    """`11 月`, `November`; with the year `2026 年 11 月`, `November 2026`."""
    when = as_day(when)
    if in_chinese():
        return f"{when.year} 年 {when.month} 月" if year else f"{when.month} 月"
    return date_format(when, "F Y" if year else "F")


def waited(since, until) -> str:
    """How long something has been waiting: `等 3 天`; today `今天`."""
    days = (as_day(until) - as_day(since)).days
    if days <= 0:
        return gettext("today")
    return ngettext("%(days)d day waiting", "%(days)d days waiting", days) % {"days": days}


def overdue(due, today) -> str:
    """`逾期 2 天`; empty when it is not."""
    days = (as_day(today) - as_day(due)).days
    return ngettext("%(days)d day late", "%(days)d days late", days) % {"days": days} if days > 0 else ""


def ago(when: datetime, now: datetime) -> str:
    """`刚刚`, `5 分钟前`, `3 小时前`, then the near day with the clock."""
    minutes = int((now - when).total_seconds() // 60)
    if minutes < 1:
        return gettext("just now")
    if minutes < 60:
        return ngettext("%(n)d minute ago", "%(n)d minutes ago", minutes) % {"n": minutes}
    if minutes < 6 * 60:
        return ngettext("%(n)d hour ago", "%(n)d hours ago", minutes // 60) % {"n": minutes // 60}
    return near_moment(when, now)


def duration(length) -> str:
    """`1 分 20 秒`, `2 小时 5 分`, `3 天`; a timedelta or whole seconds; the two largest units."""
    seconds = int(length.total_seconds()) if isinstance(length, timedelta) else int(length)
    units = [
        (86_400, pgettext("duration", "%d d")),
        (3_600, pgettext("duration", "%d h")),
        (60, pgettext("duration", "%d min")),
        (1, pgettext("duration", "%d s")),
    ]
    parts, rest = [], max(0, seconds)
    for size, text in units:
        amount, rest = divmod(rest, size)
        if amount or (parts and len(parts) < 2):
            parts.append((amount, text))
    written = [text % amount for amount, text in parts[:2] if amount]
    return " ".join(written) or units[-1][1] % 0


def countdown(end: datetime, now: datetime) -> str:
    """`2 天 08:48`, `08:48`; zero once it is over. The page counts on (behaviors/countdown.js)."""
    minutes = max(0, int((end - now).total_seconds() // 60))
    days, rest = divmod(minutes, 1440)
    clock = f"{rest // 60:02d}:{rest % 60:02d}"
    return gettext("%(days)d d %(clock)s") % {"days": days, "clock": clock} if days else clock


def day_range(start, end) -> str:
    """The days of a half-open stretch as people say them, last day included: `11月1日–11月30日`."""
    start, last = as_day(start), as_day(end) - timedelta(days=1)
    if start == last:
        return day(start)
    if in_chinese() and (start.year, start.month) == (last.year, last.month):
        return f"{day(start)}–{last.day}日"
    return f"{day(start, year=start.year != last.year)}–{day(last, year=start.year != last.year)}"


def html_language() -> str:
    return {"zh-hans": "zh-CN", "zh-hant": "zh-TW"}.get(get_language() or "", get_language() or "zh-CN")
