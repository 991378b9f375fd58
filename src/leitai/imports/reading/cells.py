"""What a cell can hold, and the two things reading says: a refusal of the file, or a notice."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal


@dataclass(frozen=True)
class BadCell:
    """A cell without a value to read: ``error`` (#N/A), ``uncalculated`` (a formula nobody computed)."""

    code: str
    text: str = ""


Cell = str | Decimal | date | datetime | bool | BadCell


class FileRefused(Exception):
    """The file cannot be read. ``code`` says why, ``facts`` what to print.

    ``empty`` · ``too_large`` (size, limit) · ``too_many_rows`` (limit) · ``macros`` · ``binary_workbook`` ·
    ``password`` · ``bomb`` · ``broken`` · ``picture`` · ``pdf`` · ``word`` · ``archive`` · ``web_page`` ·
    ``open_document`` · ``not_a_table`` · ``encoding`` · ``unclosed_quote`` (line) · ``only_headings`` ·
    ``no_headings`` · ``no_sheet`` (name).
    """

    def __init__(self, code: str, **facts: object) -> None:
        self.code = code
        self.facts = facts
        super().__init__(f"{code}: {facts}" if facts else code)


@dataclass(frozen=True)
class Notice:
    """Something the reader of the preview should know, said once.

    ``encoding`` (name) · ``separator`` (mark) · ``formulas`` (count) · ``uncalculated`` (count) · ``filled``
    (count) · ``titles`` (lines) · ``two_rows`` · ``totals`` (lines) · ``hidden_columns`` · ``wide`` (columns).
    """

    code: str
    facts: dict = field(default_factory=dict)


def shown(cell: Cell) -> str:
    """The cell as a person would see it in the file: ISO days, plain numbers."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, Decimal):
        return plain_number(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "minutes") if (cell.hour or cell.minute) else cell.date().isoformat()
    if isinstance(cell, BadCell):
        return cell.text
    return cell.isoformat()


def plain_number(number: Decimal) -> str:
    """Without exponent or trailing zeros: Decimal("1E+3") → "1000"."""
    whole = number.to_integral_value()
    return f"{whole:f}" if number == whole else f"{number.normalize():f}"


def exact(value: object) -> Cell:
    """A workbook's value as a cell. A float becomes the number a person sees: fifteen digits, as Excel keeps."""
    if isinstance(value, float):
        return Decimal(format(value, ".15g"))
    if isinstance(value, bool | datetime | date):
        return value
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, timedelta):
        return str(value)
    return clean(value) if isinstance(value, str) else ""


def clean(text: str) -> str:
    """Without the blanks, byte marks and quotes that exports put around values."""
    return text.strip(" \t\r\n\u3000\xa0\u200b\ufeff")


def is_blank(cell: Cell) -> bool:
    return cell == ""
