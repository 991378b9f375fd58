"""Days as people and their files write them: 2026/1/5, 2026年1月5日, 20260105, 46027.

A day is read one way or refused; nothing is guessed from the other rows of a file.
"""

import calendar
import re
import unicodedata
from datetime import date, datetime, timedelta
from decimal import Decimal


class DayError(ValueError):
    """A text that is no day. ``code`` says why, ``facts`` what to print:

    ``empty`` · ``not_a_day`` (text) · ``ambiguous`` (text, readings) · ``no_such_month`` (month) ·
    ``no_such_day`` (year, month, day, last: 11月没有31日, its last day is the 30th) ·
    ``out_of_range`` (text).
    """

    def __init__(self, code: str, **facts: object) -> None:
        self.code = code
        self.facts = facts
        super().__init__(f"{code}: {facts}" if facts else code)


_CLOCK = r"(?:[T\s]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:Z|[+-]\d{2}:?\d{2})?)?"
_YEAR_FIRST = re.compile(r"^(\d{4})\s*([-/.年])\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?" + _CLOCK + "$")
_SHORT_YEAR = re.compile(r"^(\d{2})年(\d{1,2})月(\d{1,2})日$")
_YEAR_LAST = re.compile(r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})" + _CLOCK + "$")
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:T?\d{4,6})?$")
_SERIAL = re.compile(r"^(\d{5})(?:\.\d+)?$")
_FIRST, _LAST = date(1900, 1, 1), date(2199, 12, 31)


def parse_day(value: str | date | datetime | int | float | Decimal, *, day_first: bool | None = None) -> date:
    """The day a person or a file wrote; the time of day is dropped, never shifted by a zone.

    Numbers are Excel serials of the 1900 system, but eight digits are a date, ``20260105``.
    A bare year, 2026, is no day. ``13/1/2026`` has one reading; ``5/1/2026`` needs ``day_first`` or is ``ambiguous``.
    Raises DayError (see there) for all else, and for days before 1900 or after 2199.
    """
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return _in_range(value, value)
    if isinstance(value, bool):
        raise DayError("not_a_day", text=str(value))
    if isinstance(value, int | float | Decimal):
        return _from_number(value)
    return _from_text(value, day_first)


def excel_day(serial: int) -> date:
    """The day of an Excel serial (1900 system): 1 is 1900-01-01, 61 is 1900-03-01.

    Excel believes in 1900-02-29; its serial, 60, is refused as ``no_such_day``.
    """
    if serial == 60:
        raise DayError("no_such_day", year=1900, month=2, day=29, last=28)
    if not 1 <= serial <= 109_574:
        raise DayError("out_of_range", text=str(serial))
    return date(1899, 12, 31 if serial < 60 else 30) + timedelta(days=serial)


def last_day_of_month(year: int, month: int) -> int:
    """28 to 31."""
    return calendar.monthrange(year, month)[1]


def _from_number(value: int | float | Decimal) -> date:
    if value != value or not -99_999_999 < value < 99_999_999:
        raise DayError("not_a_day", text=str(value))
    serial = int(value)  # an Excel time of day is the fraction
    if 1900 <= serial <= 2199:  # a bare year; as a serial it would be a day of 1905
        raise DayError("not_a_day", text=str(serial))
    if serial >= 19_000_101 and serial == value:
        return _from_text(str(serial), None)
    return excel_day(serial)


def _from_text(text: str, day_first: bool | None) -> date:
    plain = unicodedata.normalize("NFKC", text).strip().strip("\u200b\ufeff'")
    if not plain:
        raise DayError("empty")
    if found := _YEAR_FIRST.match(plain):
        return _day(int(found[1]), int(found[3]), int(found[4]), text)
    if found := _COMPACT.match(plain):
        return _day(int(found[1]), int(found[2]), int(found[3]), text)
    if found := _SHORT_YEAR.match(plain):
        return _day(2000 + int(found[1]), int(found[2]), int(found[3]), text)
    if found := _YEAR_LAST.match(plain):
        return _year_last(int(found[1]), int(found[2]), int(found[3]), day_first, text)
    if found := _SERIAL.match(plain):
        return excel_day(int(found[1]))
    raise DayError("not_a_day", text=text)


def _year_last(first: int, second: int, year: int, day_first: bool | None, text: str) -> date:
    if day_first is None:
        if first <= 12 and second <= 12 and first != second:
            readings = (date(year, first, second), date(year, second, first))
            raise DayError("ambiguous", text=text, readings=readings)
        day_first = first > 12
    return _day(year, second, first, text) if day_first else _day(year, first, second, text)


def _day(year: int, month: int, day: int, text: str) -> date:
    if not _FIRST.year <= year <= _LAST.year:
        raise DayError("out_of_range", text=text)
    if not 1 <= month <= 12:
        raise DayError("no_such_month", month=month)
    last = last_day_of_month(year, month)
    if not 1 <= day <= last:
        raise DayError("no_such_day", year=year, month=month, day=day, last=last)
    return date(year, month, day)


def _in_range(day: date, text: object) -> date:
    if not _FIRST <= day <= _LAST:
        raise DayError("out_of_range", text=str(text))
    return day
