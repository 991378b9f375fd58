"""Half-open stretches of days, [start, end): the parts of a period cover it, once.

Weeks begin on Monday. A period has no name; how 2026Q4 is called is the screen's business.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

import narwhals as nw

Kind = Literal["year", "half", "quarter", "month", "week", "day"]
KINDS: tuple[Kind, ...] = get_args(Kind)
_MONTHS: dict[str, int] = {"year": 12, "half": 6, "quarter": 3, "month": 1}
_DAY = timedelta(days=1)


class PeriodError(ValueError):
    """``code``: ``empty`` (end not after start) · ``no_such_kind`` · ``no_such_part`` (part, of)."""

    def __init__(self, code: str, **facts: object) -> None:
        self.code = code
        self.facts = facts
        super().__init__(f"{code}: {facts}" if facts else code)


@dataclass(frozen=True, order=True)
class Period:
    """The days from start up to, not including, end."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if not self.start < self.end:
            raise PeriodError("empty", start=self.start, end=self.end)

    @classmethod
    def year(cls, year: int) -> "Period":
        return containing("year", date(year, 1, 1))

    @classmethod
    def half(cls, year: int, half: int) -> "Period":
        return containing("half", _first_of_part(year, half, 6))

    @classmethod
    def quarter(cls, year: int, quarter: int) -> "Period":
        return containing("quarter", _first_of_part(year, quarter, 3))

    @classmethod
    def month(cls, year: int, month: int) -> "Period":
        return containing("month", _first_of_part(year, month, 1))

    @classmethod
    def week(cls, day: date) -> "Period":
        """The week, Monday to Sunday, that this day is in."""
        return containing("week", day)

    @classmethod
    def day(cls, day: date) -> "Period":
        return cls(day, day + _DAY)

    @classmethod
    def through(cls, first: date, last: date) -> "Period":
        """From first to last, both included: as people say it."""
        return cls(first, last + _DAY)

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    def __len__(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days

    def __iter__(self) -> Iterator[date]:
        day = self.start
        while day < self.end:
            yield day
            day += _DAY

    @property
    def last(self) -> date:
        """The last day that belongs to it."""
        return self.end - _DAY

    @property
    def kind(self) -> Kind | None:
        """The calendar kind it is exactly one of, the longest first; None for any other span."""
        return next((kind for kind in KINDS if containing(kind, self.start) == self), None)

    def split(self, kind: Kind) -> tuple["Period", ...]:
        """Its parts of this kind in order, cut at its ends: they cover it exactly.

        A month has four to six parts of kind week, the first and last often short.
        """
        parts, start = [], self.start
        while start < self.end:
            end = min(containing(kind, start).end, self.end)
            parts.append(Period(start, end))
            start = end
        return tuple(parts)

    def previous(self) -> "Period":
        """The one of its kind before it; for a span of no kind, as many days just before."""
        if self.kind:
            return containing(self.kind, self.start - _DAY)
        return Period(self.start - timedelta(days=len(self)), self.start)

    def next(self) -> "Period":
        """The one of its kind after it; for a span of no kind, as many days just after."""
        if self.kind:
            return containing(self.kind, self.end)
        return Period(self.end, self.end + timedelta(days=len(self)))

    def year_before(self) -> "Period":
        """The same period of the year before: a whole one whole, for a week the same weekdays, else the same dates.

        Its last day is what moves: the day after 28 February is 29 February here and 1 March there.
        """
        kind = self.kind
        if kind == "week":
            return Period(self.start - timedelta(days=364), self.end - timedelta(days=364))
        if kind:
            return containing(kind, _year_earlier(self.start))
        return Period.through(_year_earlier(self.start), _year_earlier(self.last))

    def overlap(self, other: "Period") -> "Period | None":
        """The days in both; None where there are none."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Period(start, end) if start < end else None

    def until(self, day: date) -> "Period | None":
        """Its part up to and including day; None before it begins."""
        end = min(self.end, day + _DAY)
        return Period(self.start, end) if self.start < end else None


def containing(kind: Kind, day: date) -> Period:
    """The period of this kind that the day is in. Raises PeriodError ``no_such_kind``."""
    if kind == "day":
        return Period(day, day + _DAY)
    if kind == "week":
        monday = day - timedelta(days=day.weekday())
        return Period(monday, monday + timedelta(days=7))
    if kind not in _MONTHS:
        raise PeriodError("no_such_kind", kind=kind)
    length = _MONTHS[kind]
    start = date(day.year, (day.month - 1) // length * length + 1, 1)
    return Period(start, _months_later(start, length))


def sequence(kind: Kind, first: date, last: date) -> tuple[Period, ...]:
    """Every whole period of this kind from the one with first to the one with last, both included."""
    return Period(containing(kind, first).start, containing(kind, last).end).split(kind)


def run_of(period: Period, count: int) -> tuple[Period, ...]:
    """The period and those before it of its kind, count in all, the oldest first."""
    periods = [period]
    while len(periods) < count:
        periods.append(periods[-1].previous())
    return tuple(reversed(periods))


def start_expr(kind: Kind, day: nw.Expr) -> nw.Expr:
    """The first day of the period of this kind, row by row: the column ``period`` of a table."""
    if kind == "half":
        # Months since the year began, as engines disagree on truncating to six months.
        second = day.dt.month() > 6
        year = day.dt.truncate("1y")
        return nw.when(second).then(year.dt.offset_by("6mo")).otherwise(year)
    if kind == "week":
        # Step by step from the weekday: engines begin their weeks on different days.
        monday = day
        for weekday in range(2, 8):
            back = day.dt.offset_by(f"-{weekday - 1}d")
            monday = nw.when(day.dt.weekday() == weekday).then(back).otherwise(monday)
        return monday
    steps = {"year": "1y", "quarter": "1q", "month": "1mo", "day": "1d"}
    if kind not in steps:
        raise PeriodError("no_such_kind", kind=kind)
    return day.dt.truncate(steps[kind])


def _first_of_part(year: int, part: int, length: int) -> date:
    if not 1 <= part <= 12 // length:
        raise PeriodError("no_such_part", part=part, of=12 // length)
    return date(year, (part - 1) * length + 1, 1)


def _months_later(start: date, months: int) -> date:
    months += start.month - 1
    return date(start.year + months // 12, months % 12 + 1, 1)


def _year_earlier(day: date) -> date:
    if (day.month, day.day) == (2, 29):
        return date(day.year - 1, 2, 28)
    return day.replace(year=day.year - 1)
