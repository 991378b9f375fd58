"""Fields of a kind, and how a cell becomes a value: text, number, amount, day, rate, choice.

A reader is called with the cell and its column and answers the value, or raises `CellRefused` with a code, the
facts to print and, where there is one, what the cell should perhaps have said.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from leitai.imports.reading import BadCell, Cell, shown
from leitai.tally.amounts import AmountError, parse_amount, parse_rate
from leitai.tally.days import DayError, last_day_of_month, parse_day

MULTIPLES = {"": 1, "yuan": 1, "thousand": 1000, "wan": 10_000, "million": 1_000_000, "yi": 100_000_000}
_TEN_THOUSANDS = re.compile(r"[万萬亿億千]")


class CellRefused(Exception):
    def __init__(self, code: str, *, offer: str | None = None, **facts):
        self.code, self.offer, self.facts = code, offer, facts
        super().__init__(code)


@dataclass(frozen=True)
class Column:
    """A column of the file: its heading, the unit its heading names, and a currency if it names one."""

    heading: str = ""
    unit: str = ""
    currency: str = ""


Reader = Callable[[Cell, Column], object]


@dataclass(frozen=True)
class Field:
    """One thing a kind knows of a row. `synonyms` are headings that mean it, the likeliest first."""

    key: str
    label: object
    read: Reader
    required: bool = False
    synonyms: tuple[str, ...] = ()
    example: str = ""
    help: object = ""
    free_text: bool = False
    choices: Callable[[], list[tuple[str, object]]] | None = None
    fixable: bool = field(default=True)  # may be said once for the whole file

    @property
    def is_amount(self) -> bool:
        return self.read is amount

    @property
    def is_typed(self) -> bool:
        """Whether a value is a figure or a day and no name."""
        return self.is_figure or self.read in (day, rate, whole)

    @property
    def is_figure(self) -> bool:
        return self.read in (amount, quantity)


def text(limit: int = 200) -> Reader:
    """A text; longer than `limit` is refused, never cut."""

    def read(cell: Cell, column: Column) -> str:
        value = " ".join(_plain(cell).split())
        if len(value) > limit:
            raise CellRefused("too_long", limit=limit, length=len(value))
        if "\0" in value:
            raise CellRefused("control_character")
        return value

    return read


def code(limit: int = 64) -> Reader:
    """A number that is a name: read exactly as shown, `00123`. A number of more digits than Excel keeps is refused."""

    def read(cell: Cell, column: Column) -> str:
        if isinstance(cell, Decimal) and abs(cell) >= 10**15:
            raise CellRefused("digits_lost", text=shown(cell))
        value = _plain(cell).strip().lstrip("'")
        if re.match(r"^\d(?:\.\d+)?E\+\d{2}$", value):
            raise CellRefused("digits_lost", text=value)
        if len(value) > limit:
            raise CellRefused("too_long", limit=limit, length=len(value))
        return value

    return read


def amount(cell: Cell, column: Column) -> Decimal:
    """An amount in its own unit: `12.5` under 合同金额(万元) is 125,000."""
    if column.unit and isinstance(cell, str) and _TEN_THOUSANDS.search(cell):
        value = _parsed(parse_amount, cell)
        raise CellRefused("unit_twice", offer=_plain_amount(value, column.unit), text=cell, value=f"{value:,.2f}")
    return _parsed(parse_amount, _number_or_text(cell)) * MULTIPLES[column.unit]


def quantity(cell: Cell, column: Column) -> Decimal:
    plain = re.sub(r"\s*[台件个套只箱盒瓶份次吨条张辆部人]$", "", cell) if isinstance(cell, str) else cell
    return _parsed(parse_amount, _number_or_text(plain))


def whole(cell: Cell, column: Column) -> int:
    value = _parsed(parse_amount, _number_or_text(cell))
    if value != int(value):
        raise CellRefused("not_whole", text=shown(cell))
    return int(value)


def rate(cell: Cell, column: Column) -> Decimal:
    """A share of one: 0.15 and 15% alike. 15 is refused, for it could be either."""
    try:
        value = Decimal(parse_rate(_number_or_text(cell))) / 1_000_000
    except AmountError as error:
        raise CellRefused("not_a_rate", text=shown(cell)) from error
    if not 0 <= value <= 1:
        raise CellRefused("rate_above_one", offer=f"{shown(cell)}%", text=shown(cell))
    return value


def day(cell: Cell, column: Column) -> date | datetime:
    """A day, or an instant (naive, in the company's time) where the cell tells the time."""
    if isinstance(cell, datetime):
        return cell if (cell.hour or cell.minute or cell.second) else cell.date()
    if isinstance(cell, BadCell):
        _plain(cell)
    try:
        found = parse_day(cell if not isinstance(cell, bool) else str(cell))
    except DayError as error:
        raise CellRefused(f"day_{error.code}", offer=_nearest_day(error), **_plain_facts(error.facts)) from error
    return _with_time(found, cell)


_TIME = re.compile(r"(?:^|[T\s日])(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?$")


def _with_time(found: date, cell: Cell) -> date | datetime:
    told = _TIME.search(cell) if isinstance(cell, str) else None
    if not told or int(told[1]) > 23 or int(told[2]) > 59 or int(told[3] or 0) > 59:
        return found
    if not (int(told[1]) or int(told[2]) or int(told[3] or 0)):
        return found
    return datetime(found.year, found.month, found.day, int(told[1]), int(told[2]), int(told[3] or 0))  # noqa: DTZ001


def _nearest_day(error: DayError) -> str | None:
    """11月31日 was perhaps the month's last day."""
    if error.code == "no_such_day":
        year, month = error.facts["year"], error.facts["month"]
        return f"{year:04d}-{month:02d}-{last_day_of_month(year, month):02d}"
    return None


def _plain_facts(facts: dict) -> dict:
    return {
        key: [each.isoformat() for each in value] if isinstance(value, tuple) else value for key, value in facts.items()
    }


def choice(vocabulary: dict[str, tuple[str, ...]]) -> Reader:
    """One of the vocabulary's keys, by any of its words."""
    words = {simple(word): key for key, said in vocabulary.items() for word in (key, *said)}

    def read(cell: Cell, column: Column) -> str:
        plain = _plain(cell)
        if (found := words.get(simple(plain))) is None:
            raise CellRefused("not_a_choice", text=plain)
        return found

    return read


def simple(value: str) -> str:
    """A text without what spelling leaves to taste: width, case, blanks, dashes, dots, brackets."""
    return re.sub(r"[\s_\-—·.．,，、/\\()（）\[\]【】:：*#\"'“”]+", "", unicodedata.normalize("NFKC", value)).casefold()


def _plain(cell: Cell) -> str:
    if isinstance(cell, BadCell):
        raise CellRefused("formula" if cell.code == "uncalculated" else "cell_error", text=cell.text)
    return shown(cell)


def _number_or_text(cell: Cell):
    if isinstance(cell, BadCell | bool | date):
        plain = _plain(cell)
        raise CellRefused("not_a_number", text=plain)
    return cell


def _parsed(parse, value):
    try:
        return parse(value)
    except AmountError as error:
        facts = {key: str(fact) for key, fact in error.facts.items()}
        raise CellRefused(error.code, **{"text": str(value), **facts}) from error


def _plain_amount(value: Decimal, unit: str) -> str:
    return f"{(value / MULTIPLES[unit]).normalize():f}"
