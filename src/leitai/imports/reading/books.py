"""A file opened: its sheets, each a grid of cells, and what was noticed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from leitai.imports.reading.cells import Cell, FileRefused, Notice
from leitai.imports.reading.delimited import DelimitedText
from leitai.imports.reading.judging import judge
from leitai.imports.reading.workbooks import open_workbook

Merged = list[tuple[tuple[int, int], tuple[int, int]]]


@dataclass(frozen=True)
class Sheet:
    """A grid that can be walked through again and again. Merged ranges count rows and columns from 0."""

    name: str
    rows: Callable[[], Iterator[list[Cell]]]
    merged: Merged = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    hidden: bool = False


@dataclass(frozen=True)
class Book:
    """All that a file holds. A text file has one sheet without a name."""

    name: str
    form: str
    sheets: list[Sheet]

    def sheet(self, name: str | None) -> Sheet:
        """Raises FileRefused: ``no_sheet``."""
        if name is None:
            return self.sheets[0]
        for sheet in self.sheets:
            if sheet.name == name:
                return sheet
        raise FileRefused("no_sheet", name=name)


def open_book(path: Path, name: str = "") -> Book:
    """Judge the file by content and open it. Raises FileRefused (see there); never trusts the name."""
    form = judge(path)
    if form == "text":
        text = DelimitedText(path)
        sheets = [Sheet("", text.rows, notices=text.notices())]
    else:
        sheets = [
            Sheet(each.name, each.rows, each.merged, each.notices(), each.hidden) for each in open_workbook(path, form)
        ]
    if not any(next(sheet.rows(), None) for sheet in sheets):
        raise FileRefused("empty")
    return Book(name or path.name, form, sheets)
