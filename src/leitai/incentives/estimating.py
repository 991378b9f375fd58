"""What the next deal would earn: where a person stands this period on the schemes they are on."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import polars as pl

from leitai.incentives import targets
from leitai.incentives.models import SchemeVersion
from leitai.incentives.queries.schemes import version_on
from leitai.incentives.rules import Component
from leitai.incentives.runs.crediting import in_pay_period
from leitai.incentives.runs.ledger import paid_periods
from leitai.incentives.runs.roster import Roster, schemes_of
from leitai.metrics.queries import contributions
from leitai.organization.models import Person
from leitai.tally.amounts import from_units, to_cents, to_units
from leitai.tally.periods import Period, containing


@dataclass(frozen=True)
class Standing:
    """A component a deal would count for, and how far the period's running total has come (units)."""

    version: SchemeVersion
    component: Component
    period: Period
    base: int
    target: int | None

    @property
    def floors(self) -> list[int]:
        """The tiers' floors in units, also where the table is written in parts of the target."""
        rule = self.component.for_tally().rule
        return [0] if self.component.is_flat else rule.floors(self.target)

    @property
    def tier(self) -> int:
        rule = self.component.for_tally().rule
        return 0 if self.component.is_flat else rule.tier_at(self.base, self.target)

    @property
    def rate(self) -> int:
        return self.component.tiers[self.tier][2]

    @property
    def gap(self) -> int | None:
        """Units to the next tier; None in the last one."""
        above = self.floors[self.tier + 1 :]
        return above[0] - self.base if above else None

    @property
    def next_rate(self) -> int | None:
        above = self.component.tiers[self.tier + 1 :]
        return above[0][2] if above else None

    def earns(self, units: int) -> int:
        """What a deal of this size would add, in units."""
        component = self.component.for_tally()
        return component.earned(self.base + units, self.target) - component.earned(self.base, self.target)

    def to_json(self) -> dict:
        """For the estimator in the page, which calculates in whole units; as text, for they outgrow a double."""
        return {
            "method": self.component.method,
            "base": str(self.base),
            "floors": [str(floor) for floor in self.floors],
            "rates": [str(tier[2]) for tier in self.component.tiers],
            "cap": None if self.component.cap is None else str(self.component.cap),
        }


def standings(person: Person, *, on: date) -> list[Standing]:
    """Where the person stands on every component that a new order counts for, paid in money of an amount."""
    found = []
    for scheme in schemes_of(person.pk, on=on):
        period = containing(scheme.pays, on)
        version = version_on(scheme, period.start)
        for component in version.rules.components if version else ():
            if standing := _standing(person, version, component, period):
                found.append(standing)
    return found


def _standing(person: Person, version: SchemeVersion, component: Component, period: Period) -> Standing | None:
    kinds = component.definition.kinds
    if component.is_count or "order" not in kinds:
        return None
    target = None
    if component.needs_target:
        target = targets.targets_for(component.metric, period, [person.pk]).get(person.pk)
        if not target or target <= 0:
            return None
    rows = contributions(component.definition, [period], person_ids=[person.pk])
    rows = in_pay_period(rows, [period], paid_periods(version.scheme)).filter(pl.col("start") == period.start)
    base = Roster(version.scheme).on_scheme(rows)["base"].sum()
    return Standing(version, component, period, base, target)


def earned_by(stands: list[Standing], amount: Decimal) -> Decimal:
    """What a deal of this amount would bring over all components, to the cent."""
    return from_units(to_cents(sum(each.earns(to_units(amount)) for each in stands)))


@dataclass(frozen=True)
class Curve:
    """What deals of any size up to `reach` would earn, drawn 300 × 112; `gap_x` is where the next tier begins."""

    path: str
    dot: tuple[float, float]
    ticks: list[tuple[float, Decimal]]
    top: Decimal
    gap_x: float | None
    reach: Decimal


WIDTH, HEIGHT, STEPS = 300, 112, 24


def curve(stands: list[Standing], amount: Decimal, reach: Decimal) -> Curve:
    """The straight pieces between the tiers' edges, and enough points between for tables that jump."""
    end = to_units(reach)
    edges = {floor - each.base for each in stands for floor in each.floors if 0 < floor - each.base < end}
    places = sorted({end * step // STEPS for step in range(STEPS + 1)} | edges)
    earned = [(units, sum(each.earns(units) for each in stands)) for units in places]
    most = max(max(units for _, units in earned), 1)

    def place(units: int, earns: int) -> tuple[float, float]:
        return round(WIDTH * units / end, 1), round(HEIGHT - HEIGHT * max(earns, 0) / most, 1)

    here = to_units(amount)
    gap = stands[0].gap
    return Curve(
        path="M" + " L".join(f"{x} {y}" for x, y in (place(*each) for each in earned)),
        dot=place(here, sum(each.earns(here) for each in stands)),
        ticks=[(round(WIDTH * third / 3, 1), from_units(end * third // 3)) for third in range(4)],
        top=from_units(to_cents(most)),
        gap_x=place(gap, 0)[0] if gap is not None and 0 < gap < end else None,
        reach=reach,
    )
