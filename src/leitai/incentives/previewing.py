"""What a draft would change: one real person's last period by both rules, and the difference for any amount."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import polars as pl

from leitai.incentives import targets
from leitai.incentives.models import Scheme
from leitai.incentives.rules import Component, Rules
from leitai.incentives.runs.calculating import StatementDraft, statements
from leitai.incentives.runs.crediting import in_pay_period
from leitai.incentives.runs.freezing import ENTRIES, Frozen
from leitai.incentives.runs.ledger import paid_periods
from leitai.incentives.runs.roster import Roster
from leitai.metrics.queries import contributions
from leitai.organization.models import Person
from leitai.sales.models import Record
from leitai.tally.amounts import from_units
from leitai.tally.periods import Period, containing

MOST_PEOPLE = 60


@dataclass(frozen=True)
class Row:
    """A record's pay by the rules in force and by the draft; None where a rule pays nothing for it."""

    title: str
    old: Decimal | None
    new: Decimal | None


@dataclass(frozen=True)
class Comparison:
    person: Person
    period: Period
    rows: list[Row]
    old: Decimal
    new: Decimal

    @property
    def change(self) -> Decimal:
        return self.new - self.old


def last_period(scheme: Scheme, today: date) -> Period:
    return containing(scheme.pays, today).previous()


def people_paid(scheme: Scheme, rules: Rules, period: Period) -> list[Person]:
    """Who would have been paid for the period by these rules, the most first; as many as one would choose from."""
    rows = in_pay_period(contributions(rules.components[0].definition, [period]), [period], ())
    rows = Roster(scheme).on_scheme(rows)
    sums = rows.group_by("person").agg(pl.col("base").sum()).sort("base", "person", descending=[True, False])
    ids = sums["person"].to_list()[:MOST_PEOPLE]
    people = Person.objects.in_bulk(ids)
    return [people[pk] for pk in ids]


def compare(scheme: Scheme, person: Person, period: Period, old: Rules | None, new: Rules) -> Comparison:
    """The person's period by both rules."""
    before, after = (_paid(scheme, person, period, rules) for rules in (old, new))
    records = {line.record for made in (before, after) for line in made.lines if line.record}
    named = Record.objects.filter(pk__in=records).select_related("customer").order_by("day", "id")
    sums = [_by_record(made) for made in (before, after)]
    rows = [Row(_title(record), sums[0].get(record.pk), sums[1].get(record.pk)) for record in named]
    return Comparison(person, period, rows, from_units(before.total), from_units(after.total))


def _title(record: Record) -> str:
    return record.customer.name if record.customer else record.external_id


def _by_record(made: StatementDraft) -> dict[int, Decimal]:
    sums: dict[int, int] = {}
    for line in made.lines:
        if line.record:
            sums[line.record] = sums.get(line.record, 0) + line.amount
    return {record: from_units(units) for record, units in sums.items()}


def _paid(scheme: Scheme, person: Person, period: Period, rules: Rules | None) -> StatementDraft:
    """The person's statement by these rules alone, as a run would freeze and calculate it."""
    if rules is None:
        return StatementDraft(person.pk)
    roster, paid, frames, aims = Roster(scheme), paid_periods(scheme), [], []
    for component in rules.components:
        rows = contributions(component.definition, [period], person_ids=[person.pk])
        rows = in_pay_period(rows, [period], paid).filter(pl.col("start") == period.start)
        rows = roster.on_scheme(rows)
        if component.needs_target:
            target = targets.targets_for(component.metric, period, [person.pk]).get(person.pk, 0)
            if target <= 0:
                continue
            aims.append([0, component.key, person.pk, target])
        facts = {"basis": pl.lit(0, pl.Int32), "component": pl.lit(component.key)}
        frames.append(rows.with_columns(**facts).select(ENTRIES.names))
    if not frames:
        return StatementDraft(person.pk)
    header = {
        "bases": [{"scheme": scheme.pk, "rules": rules.to_json(), "fresh": True}],
        "openings": [], "targets": aims, "awards": [], "debts": [],
    }  # fmt: skip
    made = statements(Frozen(header, pl.concat(frames)))
    return made[0] if made else StatementDraft(person.pk)


@dataclass(frozen=True)
class Difference:
    """New less old, drawn over the amount of a period: a line of straight pieces."""

    path: str
    zero_y: float
    labels: list[tuple[float, Decimal]]
    most: tuple[float, float, Decimal]
    least: tuple[float, float, Decimal] | None


WIDTH, TOP, FOOT, BETWEEN = 360, 24, 130, 34


def difference(old: Component | None, new: Component) -> Difference | None:
    """None where it is no line of straight pieces over amounts, or nothing differs."""
    both = [each for each in (old, new) if each]
    if old is None or any(each.method == "whole" or each.needs_target or each.is_count for each in both):
        return None
    floors = sorted({tier[0] for each in both for tier in each.tiers})
    end = max(floors[-1] * 5 // 3, 100_000_000)
    points = [(x, new.for_tally().earned(x) - old.for_tally().earned(x)) for x in [*floors, end]]
    high, low = max(0, max(y for _, y in points)), min(0, min(y for _, y in points))
    if high == low:
        return None

    def place(point):
        x, y = point
        return round(WIDTH * x / end, 1), round(TOP + (FOOT - TOP) * (high - y) / (high - low), 1)

    best, worst = max(points, key=lambda each: each[1]), min(points, key=lambda each: each[1])
    return Difference(
        path="M" + " L".join(f"{x} {y}" for x, y in map(place, points)),
        zero_y=place((0, 0))[1],
        labels=_apart([(place((x, 0))[0], from_units(x)) for x in [*floors, end]]),
        most=(*place(best), from_units(best[1])) if best[1] > 0 else (*place(worst), from_units(worst[1])),
        least=(*place(worst), from_units(worst[1])) if worst[1] < 0 < best[1] else None,
    )


def _apart(labels: list[tuple[float, Decimal]]) -> list[tuple[float, Decimal]]:
    """Without those that would run into the one before."""
    kept: list[tuple[float, Decimal]] = []
    for label in labels:
        if not kept or label[0] - kept[-1][0] >= BETWEEN:
            kept.append(label)
    return kept
