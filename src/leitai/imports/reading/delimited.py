"""Text with separators: which separator, which encoding, and rows as a spreadsheet would show them."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path

from leitai.imports.reading.cells import Cell, FileRefused, Notice, clean
from leitai.imports.reading.encodings import decode

SEPARATORS = ",;\t|"
NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_DECLARED = re.compile(r"^sep=(.)\r?\n", re.IGNORECASE)
_LONGEST_CELL = 100_000


class DelimitedText:
    """A decoded text that can be walked through again and again."""

    def __init__(self, path: Path):
        self.text, self.encoding = decode(path.read_bytes())
        if not self.text.strip():
            raise FileRefused("empty")
        declared = _DECLARED.match(self.text)
        self._start = declared.end() if declared else 0
        self.separator = declared[1] if declared else _separator(self.text)
        self._skipped = 1 if declared else 0
        self._odd_quotes = self.text.count('"') % 2 == 1

    def rows(self) -> Iterator[list[Cell]]:
        """Raises FileRefused: ``unclosed_quote`` with the line where the quote opens."""
        yield from ([] for _ in range(self._skipped))
        line = self._skipped
        try:
            for line, row in enumerate(_reader(self.text, self.separator, self._start), self._skipped + 1):
                if _runs_to_the_end(row) and self._odd_quotes:
                    raise FileRefused("unclosed_quote", line=line)
                yield [_without_tail(cell) for cell in row]
        except csv.Error as error:
            raise FileRefused("unclosed_quote", line=line + 1) from error

    def notices(self) -> list[Notice]:
        found = []
        if self.encoding != "UTF-8":
            found.append(Notice("encoding", {"name": self.encoding}))
        if self.separator != ",":
            found.append(Notice("separator", {"mark": NAMES.get(self.separator, self.separator)}))
        return found


def _without_tail(cell: str) -> str:
    """Clean but for a blank in front: in a row with too many cells it tells where a text went on after a comma."""
    plain = clean(cell)
    return f" {plain}" if plain and cell.startswith(" ") else plain


def _reader(text: str, separator: str, start: int = 0):
    source = io.StringIO(text, newline="")
    source.seek(start)
    csv.field_size_limit(_LONGEST_CELL)
    return csv.reader(source, delimiter=separator)


def _runs_to_the_end(row: list[str]) -> bool:
    """csv takes the end of the file for a closing quote; a last cell full of lines tells that it was not one."""
    return bool(row) and row[-1].count("\n") > 1


def _separator(text: str) -> str:
    """The one that cuts most of the first rows into the same number of cells, more than one."""

    def steadiness(separator: str) -> tuple[int, int]:
        widths = Counter(len(row) for row in _first_rows(text, separator) if any(row))
        wide = {width: count for width, count in widths.items() if width > 1}
        width, count = max(wide.items(), key=lambda each: (each[1], each[0]), default=(1, 0))
        return count, width

    return max(SEPARATORS, key=lambda each: (*steadiness(each), -SEPARATORS.index(each)))


def _first_rows(text: str, separator: str) -> list[list[str]]:
    rows: list[list[str]] = []
    with suppress(csv.Error):
        rows.extend(islice(_reader(text[:200_000], separator), 60))
    return rows
