"""Which row names the columns: the one with most texts, most of all texts one has met, above the data.

Two rows can name them together (一季度 over 1月 2月 3月, 1月 over 金额 数量): the upper name is carried over the
cells it spans.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

from leitai.imports.reading.cells import Cell, FileRefused, Notice, is_blank, shown
from leitai.imports.reading.periods import read_period

_NUMBER = re.compile(r"^[-+(¥￥$]?\s*[\d,.]+\s*[%)万亿元]?$")
_DAY = re.compile(r"^\d{2,4}[-/.年]\d{1,2}[-/.月]\d{1,4}日?")


@dataclass
class Headings:
    """Names and the grid columns they stand over; ``below`` is the first row after them, counted from 0."""

    names: list[str]
    columns: list[int]
    below: int
    width: int
    titles: list[str] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    def filled(self, merged) -> bool:
        return any(last > row >= self.below for (row, _), (last, _) in merged)


def find_headings(head: list[list[Cell]], merged, *, known, at: int | None = None) -> Headings:
    """Raises FileRefused: ``no_headings`` where no row of the first sixty is made of texts."""
    rows = [_spread(row, index, merged) for index, row in enumerate(head)]
    best = at - 1 if at else _best(head, known)
    if best is None or not 0 <= best < len(head):
        raise FileRefused("no_headings")
    top = _top_of_pair(head, rows, best, known)
    names = _joined(rows[top], rows[top + 1]) if top is not None else [shown(cell) for cell in head[best]]
    first, below = (top, top + 2) if top is not None else (best, best + 1)
    found = _named(names, head[below:], below)
    found.titles = [shown(cell) for row in head[:first] for cell in row if not is_blank(cell)]
    if found.titles:
        found.notices.append(Notice("titles", {"lines": first}))
    if top is not None:
        found.notices.append(Notice("two_rows"))
    return found


def names_something(cell: Cell) -> bool:
    """Whether the cell can be a heading: a text that is neither amount nor day, or a month."""
    if is_blank(cell) or isinstance(cell, bool):
        return False
    if read_period(cell):
        return True
    return isinstance(cell, str) and len(cell) <= 60 and not _NUMBER.match(cell) and not _DAY.match(cell)


def is_figure(text: str) -> bool:
    return bool(_NUMBER.match(text.strip()))


def _best(head: list[list[Cell]], known) -> int | None:
    scores = {index: _score(row, known) for index, row in enumerate(head[:40])}
    best = max(scores, key=lambda index: (scores[index], -index), default=None)
    return best if best is not None and scores[best] > 0 else None


def _score(row: list[Cell], known) -> int:
    filled = [cell for cell in row if not is_blank(cell)]
    texts = [cell for cell in filled if names_something(cell)]
    if 2 * len(texts) < len(filled):
        return 0
    met = sum(isinstance(cell, str) and known(cell) for cell in set(texts))
    return 4 * met + len(set(texts)) - 3 * (len(filled) - len(texts))


def _spread(row: list[Cell], index: int, merged) -> list[Cell]:
    """The row with merged cells repeated over the columns they span."""
    spread = list(row)
    for (top, left), (bottom, right) in merged:
        if top <= index <= bottom and left < len(spread) and index == top:
            spread[left : right + 1] = [spread[left]] * (right + 1 - left)
    return spread


def _top_of_pair(head, rows, best: int, known) -> int | None:
    for top in (best - 1, best):
        if top >= 0 and top + 1 < len(head) and _is_pair(head[top], head[top + 1], rows[top], known):
            return top
    return None


def _is_pair(upper: list[Cell], lower: list[Cell], spread: list[Cell], known) -> bool:
    width = max(len(upper), len(lower))
    above, below = _filled_up(upper, width), _filled_up(lower, width)
    texts = [cell for cell in below if not is_blank(cell)]
    if len(texts) < 2 or not all(names_something(cell) for cell in texts):
        return False
    if _months_over_measures(above, below):
        return True
    both = list(zip(above, below, strict=True))
    covered = [is_blank(over) and not is_blank(under) for over, under in both]
    alone = [not is_blank(over) and is_blank(under) for over, under in both]
    groups = [not is_blank(over) and not is_blank(under) for over, under in both]
    told = any(read_period(cell) or (isinstance(cell, str) and known(cell)) for cell in texts)
    repeated = len([cell for cell in spread if not is_blank(cell)]) > len(
        [cell for cell in upper if not is_blank(cell)]
    )
    return any(covered) and any(groups) and any(alone) and not all(alone) and (told or repeated)


def _months_over_measures(above: list[Cell], below: list[Cell]) -> bool:
    """1月 and 2月, each over a measure (金额) that is itself no month. One month alone is perhaps a title."""
    over = [(read_period(upper), lower) for upper, lower in zip(above, below, strict=True) if read_period(upper)]
    return len({(period.year, period.kind, period.number) for period, _ in over}) > 1 and all(
        not is_blank(lower) and not read_period(lower) for _, lower in over
    )


def _joined(upper: list[Cell], lower: list[Cell]) -> list[str]:
    names, over = [], ""
    width = max(len(upper), len(lower))
    above, below = _filled_up(upper, width), _filled_up(lower, width)
    over_measures = _months_over_measures(above, below)
    last = max((place for place, cell in enumerate(above) if read_period(cell)), default=0)
    counts = Counter(shown(cell) for cell in below)
    for place, (one, other) in enumerate(zip(above, below, strict=True)):
        under = shown(other)
        # Right of the last month a name that stands once (备注) is no measure of it.
        ends = over_measures and place > last and counts[under] == 1
        carried = over if under and not ends else ""
        over = (_written(one) if over_measures else shown(one)) or carried
        parts = (under,) if read_period(over) and read_period(other) else (over, under)
        names.append(" ".join(dict.fromkeys(part for part in parts if part)))
    return names


def _filled_up(row: list[Cell], width: int) -> list[Cell]:
    return [*row, *[""] * (width - len(row))]


def _written(cell: Cell) -> str:
    """A month so that it is read again with a measure behind it: 2026-01 金额 is not, 2026年1月 金额 is."""
    period = read_period(cell)
    if period is None or period.label:
        return shown(cell)
    name = f"{period.number}月" if period.kind == "month" else f"Q{period.number}"
    return f"{period.year}年{name}" if period.year else name


def _named(names: list[str], rows: list[list[Cell]], below: int) -> Headings:
    """Every column that has a name, or values under none (named by its letter); a second 金额 becomes 金额 (2)."""
    width = max((place + 1 for place, name in enumerate(names) if name), default=0)
    kept, columns, seen = [], [], {}
    for place in range(width):
        name = " ".join(names[place].split())
        if not name and not any(place < len(row) and not is_blank(row[place]) for row in rows):
            continue
        name = name or f"({letter(place)})"
        seen[name] = seen.get(name, 0) + 1
        kept.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
        columns.append(place)
    return Headings(kept, columns, below, width)


def letter(column: int) -> str:
    """A column's letters as a spreadsheet writes them: 0 → A, 27 → AB."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
