"""Grid to table: where the headings are, and which rows beneath them are data.

Titles and notes above, blank rows, repeated headings and totals (合计) are set aside and told; a merged cell
counts for every cell it covers.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from itertools import islice

from leitai.imports.reading.books import Sheet
from leitai.imports.reading.cells import Cell, FileRefused, Notice, is_blank, shown
from leitai.imports.reading.headings import Headings, find_headings, is_figure

_TOTAL = re.compile(
    r"^(?:合\s*计|总\s*计|小\s*计|共\s*计|累\s*计|本页合计|grand\s*total|sub-?total|total|sum)s?\s*[:：]?$", re.I
)
MOST_ROWS = 300_000
HEAD = 60


@dataclass(frozen=True)
class Line:
    """One row under the headings. ``number`` counts rows as the file's own program shows them, from 1.

    ``part`` tells apart the several rows that one line of a wide table makes. ``cells`` has at least as many
    cells as there are headings; what lies beyond them is ``surplus``. ``twin_of`` is the number of an earlier line
    that says the same in every cell, 0 where there is none.
    """

    number: int
    cells: list[Cell]
    part: str = ""
    surplus: int = 0
    twin_of: int = 0

    @property
    def key(self) -> str:
        return f"{self.number}:{self.part}" if self.part else str(self.number)


@dataclass
class Table:
    """Headings and the lines below, which can be walked through again and again."""

    headings: list[str]
    source: Callable[[], Iterator[Line]]
    notices: list[Notice] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    totals: list[Line] = field(default_factory=list)

    def lines(self) -> Iterator[Line]:
        """Raises FileRefused: ``too_many_rows``, ``unclosed_quote``."""
        for count, line in enumerate(self.source()):
            if count >= MOST_ROWS:
                raise FileRefused("too_many_rows", limit=MOST_ROWS)
            yield line

    def first(self, count: int) -> list[Line]:
        return list(islice(self.source(), count))


Layout = Headings


def find_table(sheet: Sheet, *, known=lambda heading: False, at: int | None = None) -> Table:
    """The table on a sheet. ``known(heading)`` says whether a text is a heading one has met; ``at`` fixes its row.

    Raises FileRefused: ``empty``, ``no_headings``, ``only_headings``.
    """
    head = list(islice(sheet.rows(), HEAD))
    if not any(_filled(row) for row in head):
        raise FileRefused("empty")
    found = find_headings(head, sheet.merged, known=known, at=at)
    notices = [*sheet.notices, *found.notices]
    table = Table(found.names, lambda: iter(()), notices, found.titles)
    table.source = lambda: _lines(sheet, found, table)
    if not table.first(1):
        raise FileRefused("only_headings")
    if found.filled(sheet.merged):
        notices.append(Notice("filled"))
    return table


def _lines(sheet: Sheet, found: Headings, table: Table) -> Iterator[Line]:
    table.totals = []
    filler = _Filler(sheet.merged, found.below)
    width = len(found.columns)
    first: dict[bytes, int] = {}
    for index, row in enumerate(sheet.rows()):
        if index < found.below:
            continue
        filler.fill(index, row)
        cells = _picked(row, found)
        if not any(cell != "" for cell in cells):
            continue
        said_at = first.setdefault(blake2b(repr(cells).encode(), digest_size=16).digest(), index + 1)
        twin_of = said_at if said_at != index + 1 else 0
        line = Line(index + 1, cells, surplus=max(len(cells) - width, 0), twin_of=twin_of)
        if "" in cells and _is_total(cells[:width]):
            table.totals.append(line)
        elif not _repeats(cells, found):
            yield line


def _picked(row: list[Cell], found: Headings) -> list[Cell]:
    """The cells under headings, then those beyond the last heading, without blanks at the end."""
    cells = [row[column] if column < len(row) else "" for column in found.columns]
    beyond = row[found.width :]
    while beyond and is_blank(beyond[-1]):
        beyond = beyond[:-1]
    return cells + beyond if beyond else [cell.lstrip() if isinstance(cell, str) else cell for cell in cells]


def _filled(row: list[Cell]) -> int:
    return sum(not is_blank(cell) for cell in row)


def _is_total(cells: list[Cell]) -> bool:
    """A row that says 合计 in its first words, and leaves most of the rest open or has nothing but figures there."""
    texts = [cell for cell in cells if isinstance(cell, str) and cell]
    if not any(_TOTAL.match(text) for text in texts[:2]):
        return False
    names = [text for text in texts if not _TOTAL.match(text) and not is_figure(text)]
    only_figures = not names and not any(isinstance(cell, date) for cell in cells)
    return only_figures or _filled(cells) <= max(2, len(cells) * 2 // 3)


def _repeats(cells: list[Cell], found: Headings) -> bool:
    if cells[0] != found.names[0] and cells[-1] != found.names[-1]:
        return False
    same = sum(shown(cell).strip() == name for cell, name in zip(cells, found.names, strict=False))
    return same >= 2 and same == _filled(cells)


class _Filler:
    """Gives the cells below a merged one its value, column by column."""

    def __init__(self, merged, below: int):
        self._top: dict[tuple[int, int], tuple[int, int]] = {}
        for (row, column), (last_row, _) in merged:
            if last_row > row and row >= below:
                self._top.update({(each, column): (row, column) for each in range(row + 1, last_row + 1)})
        self._tops = set(self._top.values())
        self._values: dict[tuple[int, int], Cell] = {}

    def fill(self, index: int, row: list[Cell]) -> None:
        if not self._tops:
            return
        for column, cell in enumerate(row):
            if (index, column) in self._tops:
                self._values[index, column] = cell
            elif top := self._top.get((index, column)):
                row[column] = self._values.get(top, cell) if is_blank(cell) else cell
