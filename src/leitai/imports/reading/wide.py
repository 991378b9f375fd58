"""Wide tables, one column per month or quarter, turned long: one line per filled cell."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from leitai.imports.reading.cells import Notice, shown
from leitai.imports.reading.periods import PeriodHeading, read_period
from leitai.imports.reading.tables import Line, Table

PERIOD, LAST_DAY, VALUE = "‹period›", "‹last day›", "‹value›"
_NOTHING = {"", "-", "--", "—", "/", "\\"}


@dataclass(frozen=True)
class WideColumns:
    """The period columns of one measure: their places, and what each names."""

    columns: dict[int, PeriodHeading]
    label: str = ""


def wide_columns(headings: list[str]) -> list[WideColumns]:
    """The measures that stand in period columns, most columns first; fewer than two columns are no measure."""
    groups: dict[tuple[str, str], dict[int, PeriodHeading]] = defaultdict(dict)
    for place, heading in enumerate(headings):
        if period := read_period(_without_count(heading)):
            groups[period.label, period.kind][place] = period
    # Quarters beside their months are subtotals.
    found = [WideColumns(columns, label) for (label, _), columns in groups.items() if len(columns) > 1]
    return sorted(found, key=lambda each: -len(each.columns))


def _without_count(heading: str) -> str:
    return heading.rsplit(" (", 1)[0] if heading.endswith(")") and heading[-2:-1].isdigit() else heading


def melt(table: Table, wide: WideColumns, *, year: int) -> Table:
    """One line per filled period cell: the other columns, then the period's first and last day, and the value.

    Other measures of the same periods (数量 beside 金额) become columns under their names. A year named in its heading
    wins over ``year``. Every line remembers the heading it came from as its part.
    """
    beside = _beside(table.headings, wide)
    periods = {place for each in wide_columns(table.headings) for place in each.columns}
    kept = [place for place in range(len(table.headings)) if place not in periods]
    headings = [*(table.headings[place] for place in kept), *beside, PERIOD, LAST_DAY, VALUE]

    def lines() -> Iterator[Line]:
        for line in table.source():
            for place, period in wide.columns.items():
                value = line.cells[place]
                if isinstance(value, str) and shown(value) in _NOTHING:
                    continue
                span = [period.start(year), period.end(year) - timedelta(days=1), value]
                others = (line.cells[each[place]] if place in each else "" for each in beside.values())
                cells = [*(line.cells[each] for each in kept), *others, *span]
                yield replace(line, cells=cells, part=table.headings[place])

    notice = Notice("wide", {"columns": len(wide.columns)})
    return Table(headings, lines, [*table.notices, notice], table.titles, table.totals)


def _beside(headings: list[str], wide: WideColumns) -> dict[str, dict[int, int]]:
    """{measure: {place of a period's value: place of its measure}} of the other named measures."""
    found = {}
    for each in wide_columns(headings):
        if each.label and each.label != wide.label and each.label not in headings:
            places = {(period.kind, period.number, period.year): place for place, period in each.columns.items()}
            found[each.label] = {
                place: places[key]
                for place, period in wide.columns.items()
                if (key := (period.kind, period.number, period.year)) in places
            }
    return {label: pairs for label, pairs in found.items() if pairs}
