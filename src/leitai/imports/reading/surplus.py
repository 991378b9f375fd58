"""Rows with more cells than headings: commas inside a text that nobody quoted.

The cells of a free-text column are joined again so that the columns to its right read as what they are
elsewhere. A number to its right may have lost its thousands comma the same way (`1,701`). Where a row can then
be read in several ways, it is read in none: money is not guessed.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from leitai.imports.reading.cells import Cell, Notice, shown
from leitai.imports.reading.tables import Line, Table

_NUMBER = re.compile(r"^\(?-?[¥￥$]?\d+(?:\.\d+)?%?\)?$")
_DAY = re.compile(r"^\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?")
_LEADING = re.compile(r"^\(?-?[¥￥$]?[1-9]\d{0,2}$")
_GROUP = re.compile(r"^\d{3}$")
_LAST_GROUP = re.compile(r"^\d{3}(?:\.\d+)?\)?$")
_BARE = re.compile(r"^\(?-?\d+\)?$")
LOOKED_AT = 400
SHARE = 0.9


@dataclass(frozen=True)
class Repair:
    """How surplus cells are put back: into the free text at ``column``; ``thousands``: and into numbers.

    Without ``thousands`` a row where a number may have been cut is left unread instead of read short.
    """

    column: int
    thousands: bool = False


@dataclass(frozen=True)
class Shape:
    """What columns to the right of the free text hold, told from the rows' right ends."""

    width: int
    kinds: tuple[str, ...]  # of every column: number | day | text


@dataclass(frozen=True)
class Surplus:
    """How many of the rows looked at have more cells than headings, and the column that most likely swallowed them."""

    count: int
    total: int
    column: int | None = None


def find_surplus(table: Table, *, free_texts: frozenset[int] = frozenset()) -> Surplus:
    """``free_texts``: columns known to hold names and notes; they are likelier to have swallowed commas."""
    lines = table.first(LOOKED_AT)
    over = [line for line in lines if line.surplus]
    column = _likely_column(over, len(table.headings), free_texts) if over else None
    return Surplus(len(over), len(lines), column)


def _likely_column(lines: list[Line], width: int, free_texts: frozenset[int]) -> int:
    """The column with steady columns on both sides: left of it counted from the left, right of it from the right.

    Steady columns are each of one kind and share no values: a shifted one mixes its neighbour's in. A column
    that would have to swallow numbers, days or blanks is unlikely; one where text goes on after ", " is likely.
    """

    def steadiness(column: int) -> float:
        kinds = sum(share for _, share in _kinds(lines, width, column))
        typed = sum(any(map(_is_typed, _swallowed(line, column, width))) for line in lines) / len(lines)
        going_on = sum(_goes_on(_swallowed(line, column, width)) for line in lines) / len(lines)
        return kinds - 2 * typed + 3 * going_on - 5 * _mixing(lines, column, width) + (column in free_texts)

    return max(range(width), key=steadiness)


def _mixing(lines: list[Line], column: int, width: int) -> float:
    """The share of texts that stand in more than one column."""
    values = []
    for place in range(width):
        if place != column:
            cells = {shown(line.cells[_place(place, column, width)]) for line in lines}
            values.append({cell for cell in cells if cell and _kind(cell) == "text"})
    found = sum(len(each) for each in values)
    return 1 - len(set().union(*values)) / found if found else 0


def _swallowed(line: Line, column: int, width: int) -> list[Cell]:
    return line.cells[column : len(line.cells) - (width - column - 1)]


def _goes_on(cells: list[Cell]) -> bool:
    after = [shown(cell) for cell in cells[1:] if not _is_typed(cell)]
    return bool(after) and all(text.startswith(" ") for text in after)


def _is_typed(cell: Cell) -> bool:
    return cell == "" or _kind(cell) != "text"


def _kinds(lines: list[Line], width: int, column: int) -> list[tuple[str, float]]:
    found = []
    for place in range(width):
        if place == column:
            continue
        offset = _place(place, column, width)
        counts = Counter(_kind(line.cells[offset]) for line in lines if shown(line.cells[offset]))
        kind, most = counts.most_common(1)[0] if counts else ("text", 0)
        found.append((kind, most / max(sum(counts.values()), 1)))
    return found


def _place(place: int, column: int, width: int) -> int:
    """Where to find a column in a row of any length: from the left, or from the right end."""
    return place if place <= column else place - width


def _kind(cell: Cell) -> str:
    text = shown(cell).strip()
    if _DAY.match(text):
        return "day"
    return "number" if _NUMBER.match(text) else "text"


def shape_of(table: Table, column: int) -> Shape:
    """What each column holds, if ``column`` swallowed the surplus. Cut numbers blur a share, so 55% decides."""
    width = len(table.headings)
    kinds = [kind if share > 0.55 else "text" for kind, share in _kinds(table.first(LOOKED_AT), width, column)]
    kinds.insert(column, "text")
    return Shape(width, tuple(kinds))


def repaired(table: Table, repair: Repair) -> Table:
    """The table with surplus cells put back; a row that cannot be read one way keeps its surplus."""
    shape = shape_of(table, repair.column)

    def lines() -> Iterator[Line]:
        for line in table.source():
            yield _repaired(line, repair, shape) if line.surplus else line

    notice = Notice("repaired", {"column": table.headings[repair.column]})
    return Table(table.headings, lines, [*table.notices, notice], table.titles, table.totals)


def _repaired(line: Line, repair: Repair, shape: Shape) -> Line:
    found = readings(line.cells, repair, shape)
    return replace(line, cells=found[0], surplus=0) if len(found) == 1 else line


def readings(cells: list[Cell], repair: Repair, shape: Shape) -> list[list[Cell]]:
    """The ways to read a row that has too many cells; none or several: it is not read.

    A reading in which the free text takes a bare number is never enough: the number may be another column's.
    With ``thousands`` it gives way to one where the number belongs to the columns on the right.
    """
    texts = [shown(cell).strip() for cell in cells]
    left, tail = texts[: repair.column], texts[repair.column :]
    after = shape.kinds[repair.column + 1 :]
    found = []
    for taken in range(1, len(tail) - len(after) + 1):
        swallowed = tail[:taken]
        for right in _columns(tail[taken:], after):
            found.append(
                (sum(bool(_BARE.match(text)) for text in swallowed[1:]), [*left, ", ".join(swallowed), *right])
            )
    sure = [row for bare, row in found if not bare]
    return sure if repair.thousands or len(sure) == len(found) else []


def _columns(texts: list[str], kinds: tuple[str, ...]) -> Iterator[list[str]]:
    """Every way to read exactly these cells as columns of these kinds, numbers in groups of three among them."""
    if not kinds:
        if not texts:
            yield []
        return
    for taken in range(1, len(texts) - len(kinds) + 2):
        value = _value(texts[:taken], kinds[0])
        if value is not None:
            for rest in _columns(texts[taken:], kinds[1:]):
                yield [value, *rest]


def _value(texts: list[str], kind: str) -> str | None:
    if len(texts) == 1:
        return texts[0] if kind == "text" or not texts[0] or _kind(texts[0]) == kind else None
    if kind != "number" or not _LEADING.match(texts[0]) or not _LAST_GROUP.match(texts[-1]):
        return None
    if not all(_GROUP.match(text) for text in texts[1:-1]) or texts[0].startswith("(") != texts[-1].endswith(")"):
        return None
    return ",".join(texts)
