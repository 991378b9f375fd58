"""Two files as one: the lines of the first, each with the columns of its row in the second, found by a key."""

from collections.abc import Iterator
from dataclasses import replace

from leitai.imports.reading.cells import FileRefused, Notice, shown
from leitai.imports.reading.tables import Line, Table


def shared_keys(table: Table, other: Table) -> list[str]:
    """Headings that both have and that are unique in the second file: what rows can be found by."""
    names = [name for name in table.headings if name in other.headings]
    return [name for name in names if _is_unique(other, other.headings.index(name))]


def _is_unique(table: Table, column: int) -> bool:
    seen: set[str] = set()
    for line in table.source():
        value = shown(line.cells[column])
        if not value or value in seen:
            return False
        seen.add(value)
    return True


def look_up(table: Table, other: Table, key: str) -> Table:
    """``table`` with the other columns of ``other``; a line whose key is not there has them blank.

    Raises FileRefused: ``no_such_column`` (name), ``key_twice`` (key, value, line).
    """
    if key not in table.headings or key not in other.headings:
        raise FileRefused("no_such_column", name=key)
    mine, theirs = table.headings.index(key), other.headings.index(key)
    added = [place for place, name in enumerate(other.headings) if name not in table.headings]
    rows = _by_key(other, theirs, key)
    width = len(table.headings)

    def lines() -> Iterator[Line]:
        for line in table.source():
            row = rows.get(shown(line.cells[mine]))
            extra = [row[place] for place in added] if row else [""] * len(added)
            yield replace(line, cells=[*line.cells[:width], *extra, *line.cells[width:]])

    headings = [*table.headings, *(other.headings[place] for place in added)]
    notice = Notice("looked_up", {"key": key, "rows": len(rows)})
    return Table(headings, lines, [*table.notices, notice], table.titles, table.totals)


def _by_key(table: Table, column: int, key: str) -> dict[str, list]:
    rows: dict[str, list] = {}
    for line in table.lines():
        value = shown(line.cells[column])
        if value in rows:
            raise FileRefused("key_twice", key=key, value=value, line=line.number)
        rows[value] = line.cells
    return rows
