"""Periods as they stand in an address and as they are called: 2026-11, 2026Q4, 2026H2, 2026, 2026-W47."""

import re
from datetime import date, timedelta

from django.utils.translation import gettext as _

from leitai.tally.periods import Kind, Period, containing
from leitai.ui.figures import days

_FORMS: dict[str, re.Pattern] = {
    "year": re.compile(r"^(\d{4})$"),
    "half": re.compile(r"^(\d{4})H([12])$"),
    "quarter": re.compile(r"^(\d{4})Q([1-4])$"),
    "month": re.compile(r"^(\d{4})-(0[1-9]|1[0-2])$"),
    "week": re.compile(r"^(\d{4})-W(0[1-9]|[1-4]\d|5[0-3])$"),
}
_DAYS = re.compile(r"^(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)$")


def period_at(text: str, *, default: Period) -> Period:
    """The period an address names; the default for what names none."""
    try:
        return _read(text or "") or default
    except ValueError:
        return default


def _read(text: str) -> Period | None:
    if found := _FORMS["year"].match(text):
        return Period.year(int(found[1]))
    if found := _FORMS["half"].match(text):
        return Period.half(int(found[1]), int(found[2]))
    if found := _FORMS["quarter"].match(text):
        return Period.quarter(int(found[1]), int(found[2]))
    if found := _FORMS["month"].match(text):
        return Period.month(int(found[1]), int(found[2]))
    if found := _FORMS["week"].match(text):
        return Period.week(date.fromisocalendar(int(found[1]), int(found[2]), 1))
    if found := _DAYS.match(text):
        return Period(date.fromisoformat(found[1]), date.fromisoformat(found[2]) + timedelta(days=1))
    return None


def address_of(period: Period) -> str:
    """The text `period_at` reads back."""
    start = period.start
    match period.kind:
        case "year":
            return f"{start.year}"
        case "half":
            return f"{start.year}H{1 if start.month == 1 else 2}"
        case "quarter":
            return f"{start.year}Q{(start.month + 2) // 3}"
        case "month":
            return f"{start:%Y-%m}"
        case "week":
            return "{0.year}-W{0.week:02d}".format(start.isocalendar())
    return f"{start.isoformat()}..{period.last.isoformat()}"


def called(period: Period) -> str:
    """2026 年 11 月, 2026 年四季度, 2026 年, else the days."""
    start = period.start
    facts = {"year": start.year, "number": (start.month + 2) // 3}
    match period.kind:
        case "year":
            return _("%(year)s") % facts
        case "half":
            return (_("first half of %(year)s") if start.month == 1 else _("second half of %(year)s")) % facts
        case "quarter":
            return _("Q%(number)s %(year)s") % facts
        case "month":
            return days.month(start, year=True)
    return days.day_range(start, period.end)


def briefly(period: Period) -> str:
    """11 月, 四季度: where the year is plain."""
    if period.kind == "quarter":
        return _("Q%(number)s") % {"number": (period.start.month + 2) // 3}
    return days.month(period.start) if period.kind == "month" else called(period)


def around(kind: Kind, day: date, *, before: int, after: int = 0) -> list[Period]:
    """The period of this kind with the day, some before and some after, oldest first."""
    periods = [containing(kind, day)]
    for _step in range(before):
        periods.insert(0, periods[0].previous())
    for _step in range(after):
        periods.append(periods[-1].next())
    return periods
