"""Column headings that name a month or a quarter: 1月, 2026-01, 2026年1月, Jan, Q1, 一季度, 1月目标."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime

from leitai.imports.reading.cells import Cell

_CHINESE = {mark: number for number, mark in enumerate("一二三四五六七八九十", 1)} | {"十一": 11, "十二": 12}
_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR = r"(?:(?P<year>20\d\d|\d\d(?=年))\s*[-/.年_]?\s*)?"
_MONTH = re.compile(rf"^{_YEAR}(?P<number>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])\s*月(?:份)?(?P<rest>.*)$")
_NUMERIC = re.compile(r"^(?P<year>20\d\d)[-/.年](?P<number>1[0-2]|0?[1-9])(?:[-/.]0?1)?(?: 00:00(?::00)?)?(?P<rest>)$")
_COMPACT = re.compile(r"^(?P<year>20\d\d)(?P<number>1[0-2]|0[1-9])(?P<rest>)$")
_NAMED = re.compile(
    r"^(?:(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"(?:uary|ruary|ch|il|e|y|ust|t|tember|ober|ember)?)(?![a-z])\.?[-\s/]*(?P<year>20\d\d|\d\d)?\s*(?P<rest>.*)$"
)
_QUARTER = re.compile(rf"^{_YEAR}(?:q\s*(?P<number>[1-4])|第?(?P<named>[一二三四1-4])季度?)(?P<rest>.*)$")
_TRAILING_YEAR = re.compile(r"^q(?P<number>[1-4])[-\s/]*(?P<year>20\d\d)(?P<rest>)$")
_SHARED_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*(?:年|年度|财年|$|[^\d])")


@dataclass(frozen=True)
class PeriodHeading:
    """A heading that names a period. ``year`` is None where the heading does not say it.

    ``label`` is what else the heading says ("目标" in 1月目标): columns of one measure share it.
    """

    kind: str  # month | quarter
    number: int
    year: int | None = None
    label: str = ""

    def start(self, default_year: int) -> date:
        month = self.number if self.kind == "month" else 3 * self.number - 2
        return date(self.year or default_year, month, 1)

    def end(self, default_year: int) -> date:
        """The first day after it."""
        start = self.start(default_year)
        months = start.month - 1 + (1 if self.kind == "month" else 3)
        return date(start.year + months // 12, months % 12 + 1, 1)


def read_period(heading: Cell) -> PeriodHeading | None:
    if isinstance(heading, datetime | date):
        return PeriodHeading("month", heading.month, heading.year) if heading.day == 1 else None
    if not isinstance(heading, str):
        return None
    text = unicodedata.normalize("NFKC", heading).strip().lower()
    for pattern, kind in _PATTERNS:
        if found := pattern.match(text):
            return _period(found.groupdict(), kind)
    return None


_PATTERNS = [
    (_NUMERIC, "month"),
    (_COMPACT, "month"),
    (_MONTH, "month"),
    (_NAMED, "month"),
    (_TRAILING_YEAR, "quarter"),
    (_QUARTER, "quarter"),
]


def _period(found: dict, kind: str) -> PeriodHeading | None:
    label = (found.get("rest") or "").strip(" -_·:")
    number = found.get("number") or found.get("named") or ""
    value = _ENGLISH.index(found["name"]) + 1 if found.get("name") else _number(number)
    year = found.get("year")
    return PeriodHeading(kind, value, int(year) + (2000 if len(year) == 2 else 0) if year else None, label)


def _number(text: str) -> int:
    return _CHINESE[text] if text in _CHINESE else int(text)


def year_said(*texts: str) -> int | None:
    """The one year that titles, the sheet's or the file's name speak of; None where they name none, or two."""
    years = {int(year) for text in texts for year in _SHARED_YEAR.findall(unicodedata.normalize("NFKC", text))}
    return years.pop() if len(years) == 1 else None
