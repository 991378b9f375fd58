"""From frozen inputs to statements: the one door to `tally` for pay. No database, no clock."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from leitai.incentives.rules import Component, Rules
from leitai.incentives.runs.freezing import Frozen
from leitai.tally.pay import lines as tally_lines
from leitai.tally.pay import settle

KINDS = ("record", "earlier", "award", "rounding", "carry")


@dataclass(frozen=True)
class LineDraft:
    """A line before it is stored; units of 1/10,000."""

    kind: str
    amount: int
    basis: int | None = None
    component: str = ""
    record: int | None = None
    award: int | None = None
    day: date | None = None
    base: int | None = None
    before: int | None = None
    after: int | None = None

    def document(self) -> dict:
        return {name: str(value) if isinstance(value, date) else value for name, value in vars(self).items()}


@dataclass(frozen=True)
class SubtotalDraft:
    basis: int
    component: str
    opening: int
    base: int
    target: int | None
    earned: int


@dataclass
class StatementDraft:
    """One person's statement, the person by id. `total` is what is paid, whole cents, never below zero."""

    person: int
    lines: list[LineDraft] = field(default_factory=list)
    subtotals: list[SubtotalDraft] = field(default_factory=list)
    total: int = 0

    def document(self) -> dict:
        """Everything the statement says, as plain data: what its digest is over."""
        return {
            "person": self.person,
            "total": self.total,
            "subtotals": [vars(each) for each in self.subtotals],
            "lines": [line.document() for line in self.lines],
        }


def statements(frozen: Frozen) -> list[StatementDraft]:
    """Every statement of the run, by the person's id. The same inputs give the same statements."""
    made: dict[int, StatementDraft] = {}
    debts = dict(frozen.header["debts"])
    roundings: dict[tuple, int] = defaultdict(int)
    last_of: dict[tuple, tuple[int, str]] = {}
    for number, basis in enumerate(frozen.header["bases"]):
        for component in Rules.from_json(basis["rules"]).components:
            for person, subtotal, drafts in _component(frozen, number, basis, component):
                statement = made.setdefault(person, StatementDraft(person))
                statement.subtotals.append(subtotal)
                statement.lines += drafts
                roundings[person, basis["scheme"], component.key] += subtotal.earned
                last_of[person, basis["scheme"], component.key] = (number, component.key)
    for person, award, day, amount in frozen.header["awards"]:
        line = LineDraft("award", amount, award=award, day=date.fromisoformat(day))
        made.setdefault(person, StatementDraft(person)).lines.append(line)
    for key, earned in roundings.items():
        _round(made[key[0]], earned, *last_of[key])
    for person, statement in made.items():
        _settle(statement, debts.get(person, 0))
    return [made[person] for person in sorted(made) if made[person].lines]


def _component(frozen: Frozen, number: int, basis: dict, component: Component) -> Iterator[tuple]:
    """Per person of one component and basis: the id, the subtotal, its lines in order."""
    own = frozen.entries.filter((pl.col("basis") == number) & (pl.col("component") == component.key))
    if own.is_empty():
        return
    openings = _header_table(frozen, "openings", number, component, "opening")
    targets = _header_table(frozen, "targets", number, component, "target")
    credits = own.drop("basis", "component")
    found = tally_lines(
        credits, component.for_tally(), targets=targets if component.needs_target else None, openings=openings
    )
    target_of = dict(targets.iter_rows())
    kind = "record" if basis["fresh"] else "earlier"
    for person, rows in _by_person(found):
        drafts = [
            LineDraft(
                kind, row["line"], basis=number, component=component.key, record=row["record"], day=row["day"],
                base=row["base"], before=row["before"], after=row["after"],
            )
            for row in rows
        ]  # fmt: skip
        yield person, _subtotal(number, component, drafts, target_of.get(person)), drafts


def _header_table(frozen: Frozen, name: str, number: int, component: Component, column: str) -> pl.DataFrame:
    rows = [(p, units) for b, c, p, units in frozen.header[name] if (b, c) == (number, component.key)]
    return pl.DataFrame(rows, schema={"person": pl.Int64, column: pl.Int64}, orient="row")


def _by_person(found: pl.DataFrame) -> Iterator[tuple[int, list[dict]]]:
    groups: dict[int, list[dict]] = defaultdict(list)
    for row in found.sort("person", "day", "record").iter_rows(named=True):
        groups[row["person"]].append(row)
    yield from groups.items()


def _subtotal(number: int, component: Component, drafts: list[LineDraft], target: int | None) -> SubtotalDraft:
    return SubtotalDraft(
        number, component.key, opening=drafts[0].before, base=sum(line.base for line in drafts),
        target=target, earned=sum(line.amount for line in drafts),
    )  # fmt: skip


def _round(statement: StatementDraft, earned: int, number: int, component: str) -> None:
    """To the cent once per person, component and payment."""
    table = pl.DataFrame({"person": [statement.person], "component": [component], "line": [earned]})
    if rounding := settle(table)["rounding"].item():
        statement.lines.append(LineDraft("rounding", rounding, basis=number, component=component))


def _settle(statement: StatementDraft, debt: int) -> None:
    """Put the lines in order; pay nothing below zero but carry it over, and take back what was carried before."""
    statement.lines.sort(key=lambda line: KINDS.index(line.kind))
    earned = sum(line.amount for line in statement.lines)
    statement.total = max(0, earned - debt)
    if carried := statement.total - earned:
        statement.lines.append(LineDraft("carry", carried))
