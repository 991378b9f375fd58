"""Lines to judged rows: cells are read, references found, fates given. The same walk serves preview and import."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice

from leitai.imports.fields import CellRefused, Column, Field
from leitai.imports.headings import column_of
from leitai.imports.kinds import CHANGED, FATES, LEFT_OUT, NEW, REFUSED, SAME, Kind, Offer, Row
from leitai.imports.plans import Plan
from leitai.imports.reading import Cell, Line, Table, shown

CHUNK = 2_000
_CACHE = 5_000
NO_COLUMN = Column()


@dataclass
class Sums:
    """What came of the rows so far: how many of each fate, and their amounts as the file states them."""

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FATES, 0))
    amounts: dict[str, Decimal] = field(default_factory=lambda: dict.fromkeys(FATES, Decimal(0)))
    unread: int = 0
    in_file: Decimal = Decimal(0)
    edited: Decimal = Decimal(0)

    def add(self, row: Row, in_file: Decimal | None) -> None:
        self.counts[row.fate] += 1
        self.unread += row.fate != LEFT_OUT and row.stated is None and in_file is None
        self.amounts[row.fate] += row.stated or 0
        self.in_file += in_file or 0
        self.edited += (row.stated or 0) - (in_file or 0)

    @property
    def importable(self) -> Decimal:
        return self.amounts[NEW] + self.amounts[CHANGED] + self.amounts[SAME]

    def as_json(self) -> dict:
        return {
            **self.counts,
            "in_file": str(self.in_file),
            "importable": str(self.importable),
            "refused_amount": str(self.amounts[REFUSED]),
            "left_out_amount": str(self.amounts[LEFT_OUT]),
            "edited": str(self.edited),
            "unread": self.unread,
        }


class RowReader:
    """Reads lines under a plan into rows. Texts that come again are read once."""

    def __init__(self, kind: Kind, plan: Plan, headings: list[str], *, pick: set[str] | None = None):
        self.kind, self.plan, self.headings = kind, plan, headings
        self.places = {
            key: headings.index(heading) for key, heading in plan.columns_of().items() if heading in headings
        }
        self.columns = {key: self._column(headings[place]) for key, place in self.places.items()}
        self.fields = [each for each in kind.fields if each.key in self.places or plan.fixed.get(each.key)]
        if pick is not None:
            self.fields = [each for each in self.fields if each.key in pick]
        self._pick = pick
        # Said once here, for the walk over all cells is the slow part of an import.
        self._ways = [
            (
                each,
                each.key,
                self.places.get(each.key),
                plan.fixed.get(each.key, ""),
                plan.substitutions.get(each.key, {}),
            )
            for each in self.fields
        ]
        self._sum_field = kind.field(kind.sum_field) if kind.sum_field else None
        self._required = [each for each in kind.fields if each.required]
        self._cache: dict[str, dict[Cell, tuple]] = {each.key: {} for each in kind.fields}
        self._skips = set(plan.skips)
        # A line that was changed or skipped by hand is no twin of another any more.
        self._touched = {int(key.partition(":")[0]) for key in (*plan.edits, *plan.skips)}

    def _column(self, heading: str) -> Column:
        told = column_of(heading)
        return Column(heading, self.plan.units.get(heading, told.unit), told.currency)

    def read(self, line: Line) -> Row:
        row = Row(line.key, line.number, {}, {})
        edits = self.plan.edits.get(line.key)
        if line.surplus:
            row.texts = self._as_far_as_known(line)
            row.refuse("", "surplus_two_ways" if self.plan.repair else "surplus", count=line.surplus)
            return row
        cells, texts, values = line.cells, row.texts, row.values
        for each, key, place, fixed, others in self._ways:
            cell = cells[place] if place is not None else ""
            if edits and key in edits:
                cell = edits[key]
            else:
                cell = fixed if cell == "" else cell
                if others:
                    cell = others.get(shown(cell), cell)
            texts[key] = cell if isinstance(cell, str) else shown(cell)
            if cell == "":
                continue
            value, refused = self._value(each, cell)
            if refused is not None:
                row.refuse(key, refused.code, *_offers(refused), **refused.facts)
            elif value is not None:
                values[key] = value
        row.twin_of = 0 if {line.number, line.twin_of} & self._touched else line.twin_of
        why = "skipped" if line.key in self._skips else self.kind.why_left_out(row.values)
        if row.twin_of and not self.plan.keep_twins:
            why = why or "twin"
        if why:
            row.problems, row.fate, row.texts["why"] = [], LEFT_OUT, why
        elif self._pick is None:
            self._require(row)
        return row

    def _as_far_as_known(self, line: Line) -> dict[str, str]:
        """A line with too many cells: what lies left of the text that swallowed commas, and the rest in its place."""
        column = (self.plan.repair or {}).get("column")
        last = self.headings.index(column) if column in self.headings else len(self.headings)
        texts = {
            key: shown(line.cells[place]).strip()
            for _, key, place, _, _ in self._ways
            if place is not None and place < last
        }
        for _, key, place, _, _ in self._ways:
            if place == last:
                texts[key] = ", ".join(shown(cell).strip() for cell in line.cells[last:])
        return texts

    def _value(self, field: Field, cell: Cell) -> tuple:
        """What the cell reads as, and why it does not."""
        known = self._cache[field.key]
        found = known.get(cell)
        if found is None:
            found = _read(field, cell, self.columns.get(field.key, NO_COLUMN))
            if len(known) < _CACHE:
                known[cell] = found
        return found

    def _require(self, row: Row) -> None:
        for each in self._required:
            if each.key not in row.values and all(problem.field != each.key for problem in row.problems):
                row.refuse(each.key, "missing")

    def in_file(self, line: Line) -> Decimal | None:
        """The amount as the file itself states it, before anything a person answered."""
        key = self.kind.sum_field
        place = self.places.get(key) if key else None
        if place is None or line.surplus:
            return None
        if line.cells[place] == "":
            return None
        field = self._sum_field
        value, refused = self._value(field, line.cells[place])
        return self._value(field, refused.offer)[0] if refused and refused.offer else value


def _read(field: Field, cell: Cell, column: Column) -> tuple:
    try:
        return field.read(cell, column), None
    except CellRefused as refused:
        return None, refused


def _offers(refused: CellRefused) -> tuple[Offer, ...]:
    return (Offer(refused.offer),) if refused.offer else ()


def rows_of(table: Table, reader: RowReader) -> Iterator[tuple[Row, Decimal | None]]:
    """Rows as read, not yet judged, each with its amount in the file."""
    has_sum = reader.kind.sum_field in reader.places
    for line in table.lines():
        yield reader.read(line), reader.in_file(line) if has_sum else None


def judged(
    table: Table, reader: RowReader, session, *, chunk: int = CHUNK
) -> Iterator[list[tuple[Row, Decimal | None]]]:
    """Chunks of rows with their fates, in the file's order. Raises FileRefused where the file breaks off."""
    if reader.kind.surveys:
        brief = RowReader(reader.kind, reader.plan, reader.headings, pick=set(reader.kind.surveys))
        session.survey(row for row in map(brief.read, table.lines()) if row.is_open)
    for some in chunked(rows_of(table, reader), chunk):
        for row, in_file in some:
            row.stated = in_file if row.stated is None else row.stated
            _state(row, reader)
        session.judge([row for row, _ in some if row.is_open])
        yield some


def _state(row: Row, reader: RowReader) -> None:
    """The amount that counts for the sum: what the row says now, edits included."""
    key = reader.kind.sum_field
    if key and isinstance(row.values.get(key), Decimal):
        row.stated = row.values[key]


def chunked(items: Iterable, size: int) -> Iterator[list]:
    walk = iter(items)
    while some := list(islice(walk, size)):
        yield some


__all__ = ["CHUNK", "SAME", "RowReader", "Sums", "judged", "rows_of"]
