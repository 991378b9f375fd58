"""From file and plan to the table whose lines are imported; and the first plan for a file nobody has answered for."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from leitai.imports import kinds, storage
from leitai.imports.fields import simple
from leitai.imports.headings import bare, column_of, fingerprint, is_known, match
from leitai.imports.kinds import Kind
from leitai.imports.plans import Plan
from leitai.imports.reading import Book, FileRefused, Line, Sheet, Table, find_table, open_book
from leitai.imports.reading.lookups import look_up, shared_keys
from leitai.imports.reading.periods import year_said
from leitai.imports.reading.surplus import Repair, Surplus, find_surplus, repaired
from leitai.imports.reading.wide import LAST_DAY, PERIOD, VALUE, WideColumns, melt, wide_columns

SAMPLE = 200
VIRTUAL = {PERIOD, LAST_DAY, VALUE}


@dataclass
class Prepared:
    """A file under a plan: the table as it stands in the file, and the one that is imported."""

    book: Book
    sheet: Sheet
    raw: Table
    table: Table
    wide: list[WideColumns]
    surplus: Surplus

    def samples(self) -> dict[str, list]:
        lines = self.sound_lines(SAMPLE)
        return {heading: [line.cells[place] for line in lines] for place, heading in enumerate(self.table.headings)}

    def sound_lines(self, count: int) -> list[Line]:
        """The first lines that fit their headings; where none does, as the likeliest repair would put them."""
        sound = [line for line in self.table.first(count) if not line.surplus]
        if sound or self.surplus.column is None:
            return sound
        tried = repaired(self.table, Repair(self.surplus.column))
        return [line for line in tried.first(count) if not line.surplus]


def prepare(path: Path, name: str, plan: Plan) -> Prepared:
    """Open the file as the plan says. Raises FileRefused."""
    book = open_book(path, name)
    sheet = book.sheet(plan.sheet)
    raw = table = find_table(sheet, known=known_heading, at=plan.heading_row)
    if plan.lookup:
        table = looked_up(table, plan)
    surplus = find_surplus(table, free_texts=free_texts(table.headings))
    if plan.repair and plan.repair.get("column") in table.headings:
        place = table.headings.index(plan.repair["column"])
        table = repaired(table, Repair(place, bool(plan.repair.get("thousands"))))
    wide = wide_columns(table.headings)
    if plan.wide and (chosen := next((each for each in wide if each.label == plan.wide.get("label", "")), None)):
        table = melt(table, chosen, year=int(plan.wide["year"]))
    return Prepared(book, sheet, raw, table, wide, surplus)


def looked_up(table: Table, plan: Plan) -> Table:
    """With the second file's columns; the key they share is found where the plan names none."""
    other = find_table(open_book(storage.path_of(plan.lookup["stored"])).sheets[0], known=known_heading)
    if not plan.lookup.get("key"):
        plan.lookup["key"] = next(iter(shared_keys(table, other)), "")
    return look_up(table, other, plan.lookup["key"])


@lru_cache(maxsize=4096)
def known_heading(heading: str) -> bool:
    return is_known(heading, kinds.all_kinds())


def free_texts(headings: list[str]) -> frozenset[int]:
    """Columns that hold names and notes, by any kind's words."""
    said = {
        simple(name)
        for kind in kinds.all_kinds()
        for field in kind.fields
        if field.free_text
        for name in (field.key, *field.synonyms)
    }
    return frozenset(place for place, heading in enumerate(headings) if simple(heading) in said)


def propose(
    path: Path, name: str, kind: Kind, *, today: date, recall=None, plan: Plan | None = None
) -> tuple[Plan, Prepared]:
    """The plan one would choose without being asked: the sheet that matches best, columns by their words.

    `recall(kind, fingerprint)` answers the plan remembered for such headings, if any. What `plan` already
    settles stays. Raises FileRefused.
    """
    plan = plan or Plan()
    if plan.sheet is None:
        plan.sheet = _best_sheet(open_book(path, name), kind)
    prepared = prepare(path, name, plan)
    plan = propose_wide(plan, prepared, kind, today)
    if plan.wide:
        prepared = prepare(path, name, plan)
    return propose_mapping(plan, prepared, kind, recall), prepared


def _best_sheet(book: Book, kind: Kind) -> str | None:
    """The sheet with most rows under headings that match."""
    if len(book.sheets) == 1:
        return book.sheets[0].name or None

    def fit(sheet: Sheet) -> tuple[int, int]:
        try:
            table = find_table(sheet, known=known_heading)
        except FileRefused:
            return 0, 0
        matched = sum(found is not None for found in match(table.headings, kind.fields, {}).values())
        return matched * (not sheet.hidden), len(table.first(2000))

    return max(book.sheets, key=fit).name


def propose_wide(plan: Plan, prepared: Prepared, kind: Kind, today: date) -> Plan:
    if kind.value_field and prepared.wide and plan.wide is None:
        chosen = _measure(prepared.wide, kind)
        title = year_said(*prepared.raw.titles) or year_said(prepared.sheet.name, prepared.book.name)
        plan.wide = {"label": chosen.label, "year": title or today.year}
    return plan


def _measure(wide: list[WideColumns], kind: Kind) -> WideColumns:
    """The measure that goes by the name of the kind's value (金额 beside 数量); else the one with most columns."""
    field = kind.field(kind.value_field)
    names = [bare(name) for name in (str(field.label), field.key, *field.synonyms)]
    named = [each for each in wide if bare(each.label) in names]
    return min(named, key=lambda each: names.index(bare(each.label))) if named else wide[0]


def propose_mapping(plan: Plan, prepared: Prepared, kind: Kind, recall=None) -> Plan:
    headings = prepared.table.headings
    remembered = recall(kind.key, fingerprint(headings)) if recall and not plan.mapping else None
    if remembered:
        return _recalled(plan, remembered, headings)
    proposed = match([each for each in headings if each not in VIRTUAL], kind.fields, prepared.samples())
    if plan.wide:
        taken = {kind.period_field, kind.value_field}
        proposed = {heading: key if key not in taken else None for heading, key in proposed.items()}
        proposed |= {
            LAST_DAY if kind.period_edge == "last" else PERIOD: kind.period_field,
            VALUE: kind.value_field,
        }
        if kind.period_until:
            proposed[LAST_DAY] = kind.period_until
        plan.units.setdefault(VALUE, column_of(plan.wide.get("label", "")).unit)
    asked = {key for key in plan.mapping.values() if key}
    proposed = {heading: None if key in asked else key for heading, key in proposed.items()}
    plan.mapping = {heading: plan.mapping.get(heading, proposed.get(heading)) for heading in headings}
    for heading in headings:
        plan.units.setdefault(heading, column_of(heading).unit)
    for key, value in kind.told_by(headings, prepared.book.name).items():
        if key not in plan.columns_of():
            plan.fixed.setdefault(key, value)
    plan.create = plan.create or [what for what, _label, default in kind.creates if default]
    return plan


def _recalled(plan: Plan, remembered: Plan, headings: list[str]) -> Plan:
    by_name = {simple(heading): key for heading, key in remembered.mapping.items()}
    plan.mapping = {heading: by_name.get(simple(heading)) for heading in headings}
    plan.units = {heading: remembered.units.get(heading, column_of(heading).unit) for heading in headings}
    plan.fixed = {**remembered.fixed, **plan.fixed}
    plan.substitutions = {**remembered.substitutions, **plan.substitutions}
    plan.source = plan.source or remembered.source
    plan.create, plan.settings = remembered.create, {**remembered.settings, **plan.settings}
    return plan


__all__ = ["Prepared", "prepare", "propose", "propose_mapping", "shared_keys"]
