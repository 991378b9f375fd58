"""Which days are worked: a weekend rule, the public holidays, and the 调休 that trade them.

A calendar is a value built from data. The company's own decisions lie over the published
days; a year whose 调休 the State Council has not yet published is *unconfirmed* and says so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction

from leitai.tally.amounts import PPM
from leitai.tally.periods import Period

SATURDAY, SUNDAY = 5, 6


class CalendarError(ValueError):
    """``code``: ``no_such_workday`` (n, workdays)."""

    def __init__(self, code: str, **facts: object) -> None:
        self.code = code
        self.facts = facts
        super().__init__(f"{code}: {facts}" if facts else code)


@dataclass(frozen=True)
class WorkCalendar:
    """Days off are weekend days and holidays; a workday named as such is worked all the same."""

    weekend: frozenset[int] = frozenset({SATURDAY, SUNDAY})
    holidays: frozenset[date] = frozenset()
    workdays_named: frozenset[date] = frozenset()
    confirmed: frozenset[int] | None = field(default=None)
    """Years whose holidays are published; None: every year counts as published."""

    def overridden(self, days: Mapping[date, bool]) -> "WorkCalendar":
        """This calendar with the company's own word on some days: True is worked."""
        worked = {day for day, is_workday in days.items() if is_workday}
        free = set(days) - worked
        return replace(
            self,
            holidays=frozenset((self.holidays - worked) | free),
            workdays_named=frozenset((self.workdays_named - free) | worked),
        )

    def without(self, days: Iterable[date]) -> "WorkCalendar":
        """This calendar with these days off: a person's leave."""
        return self.overridden(dict.fromkeys(days, False))

    def is_workday(self, day: date) -> bool:
        if day in self.workdays_named:
            return True
        return day.weekday() not in self.weekend and day not in self.holidays

    def workdays(self, period: Period) -> tuple[date, ...]:
        return tuple(day for day in period if self.is_workday(day))

    def count(self, period: Period) -> int:
        """How many workdays, without walking through the days."""
        weeks, rest = divmod(len(period), 7)
        first = period.start.weekday()
        spare = sum((first + day) % 7 not in self.weekend for day in range(rest))
        named = sum(day in period and day.weekday() in self.weekend for day in self.workdays_named)
        off = sum(
            day in period and day.weekday() not in self.weekend and day not in self.workdays_named
            for day in self.holidays
        )
        return weeks * (7 - len(self.weekend)) + spare + named - off

    def nth(self, period: Period, n: int) -> date:
        """The nth workday, from 1; −1 is the last. Raises CalendarError ``no_such_workday``."""
        days = self.workdays(period)
        if n == 0 or abs(n) > len(days):
            raise CalendarError("no_such_workday", n=n, workdays=len(days))
        return days[n - 1 if n > 0 else n]

    def after(self, day: date, workdays: int) -> date:
        """The day that is this many workdays later; 0: the day, or the next one that is worked."""
        while not self.is_workday(day):
            day += timedelta(days=1)
        for _ in range(workdays):
            day += timedelta(days=1)
            while not self.is_workday(day):
                day += timedelta(days=1)
        return day

    def elapsed(self, period: Period, day: date, season: Mapping[int, int] | None = None) -> int:
        """Pace: the share of the period's work done by the evening of day, in ppm, cut.

        Each workday counts alike, or, with ``season`` (month → weight), each month its weight
        spread over its workdays. 0 before the period and 1,000,000 from its last workday on;
        a period without a workday goes by calendar days.
        """
        done = period.until(day)
        if done is None:
            return 0
        whole = self._work(period, season)
        if whole == 0:
            return len(done) * PPM // len(period)
        return int(self._work(done, season) * PPM / whole)

    def unconfirmed(self, period: Period) -> tuple[int, ...]:
        """The years of the period whose 调休 nobody has published yet."""
        years = range(period.start.year, period.last.year + 1)
        return tuple(y for y in years if self.confirmed is not None and y not in self.confirmed)

    def _work(self, period: Period, season: Mapping[int, int] | None) -> Fraction:
        if season is None:
            return Fraction(self.count(period))
        return sum((self._seasonal(part, season) for part in period.split("month")), Fraction(0))

    def _seasonal(self, part: Period, season: Mapping[int, int]) -> Fraction:
        in_month = self.count(Period.month(part.start.year, part.start.month))
        if in_month == 0:
            return Fraction(0)
        return Fraction(self.count(part) * season.get(part.start.month, 0), in_month)


def chinese_calendar(years: Iterable[int]) -> WorkCalendar:
    """The People's Republic's calendar for these years, from the ``holidays`` package.

    A year it has no 调休 for is still given its statutory holidays, and left unconfirmed.
    """
    import holidays  # slow to import, and only needed here

    wanted = sorted(set(years))
    around = range(wanted[0] - 1, wanted[-1] + 2)
    published = holidays.country_holidays("CN", years=around)
    named = frozenset(published.weekend_workdays)
    # A workday in late December is traded for a holiday of the year after.
    traded = {day.year for day in named if day.month < 12}
    return WorkCalendar(
        holidays=frozenset(published.keys()),
        workdays_named=named,
        confirmed=frozenset(year for year in wanted if year in traded),
    )
