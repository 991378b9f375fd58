"""The rules of a scheme version: frozen values, kept as JSON, turned into what `tally` calculates with.

Levels of a rate table are units of 1/10,000 (or ppm of the person's target), rates are ppm. On a count (a customer, a
piece) a rate is money for each: 50 yuan is 50,000,000 ppm.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from leitai.metrics.definitions import Definition, from_json, to_json
from leitai.tally.pay import Component as TallyComponent
from leitai.tally.pay import Flat, Tier, Tiers

METHODS = ("flat", "marginal", "whole")
LEVELS = ("amount", "target")
PAYABLE_FIELDS = ("amount", "net", "discount", "costed", "margin", "quantity", "count", "new_customers")


class RuleError(ValueError):
    """A rule that cannot be. `code` says why, `place` where: (component number, tier number or None).

    ``no_component`` · ``no_name`` · ``name_twice`` · ``not_payable`` (metric) · ``no_such_word`` ·
    the codes of `check_tiers`.
    """

    def __init__(self, code: str, place: tuple[int, int | None] = (0, None), **facts):
        self.code, self.place, self.facts = code, place, facts
        super().__init__(f"{code} at {place}: {facts}")


def payable(definition: Definition) -> bool:
    """Whether a metric can be paid on: a plain sum of what single records bring."""
    return definition.is_plain_sum and all(term.field in PAYABLE_FIELDS for term in definition.terms)


@dataclass(frozen=True)
class Fault:
    """What is wrong with one tier of a rate table, by its number from 0."""

    tier: int
    code: str
    facts: tuple[tuple[str, int], ...] = ()


def check_tiers(tiers: Sequence[tuple[int, int | None, int]]) -> list[Fault]:
    """Every fault of (floor, ceiling, rate) rows in their order, each at the tier where it is mended.

    ``no_tiers`` · ``first_not_zero`` (floor) · ``empty`` (floor, ceiling) · ``hole`` (from, to) ·
    ``overlap`` (from, to) · ``ends_early``: no next tier can follow one without end · ``last_ends`` (ceiling) ·
    ``rate_negative`` · ``rate_too_high``.
    """
    if not tiers:
        return [Fault(0, "no_tiers")]
    faults = [fault for number, tier in enumerate(tiers) for fault in _of_one(number, tier)]
    if tiers[0][0] != 0:
        faults.append(Fault(0, "first_not_zero", (("floor", tiers[0][0]),)))
    for number, (lower, upper) in enumerate(pairwise(tiers), start=1):
        faults += _of_joint(number, lower[1], upper[0])
    if tiers[-1][1] is not None:
        faults.append(Fault(len(tiers) - 1, "last_ends", (("ceiling", tiers[-1][1]),)))
    return sorted(faults, key=lambda fault: fault.tier)


def _of_one(number: int, tier: tuple[int, int | None, int]) -> list[Fault]:
    floor, ceiling, rate = tier
    faults = []
    if ceiling is not None and ceiling <= floor:
        faults.append(Fault(number, "empty", (("floor", floor), ("ceiling", ceiling))))
    if rate < 0:
        faults.append(Fault(number, "rate_negative"))
    if rate > 1_000_000_000:
        faults.append(Fault(number, "rate_too_high"))
    return faults


def _of_joint(number: int, ceiling: int | None, floor: int) -> list[Fault]:
    if ceiling is None:
        return [Fault(number - 1, "ends_early")]
    if ceiling < floor:
        return [Fault(number, "hole", (("from", ceiling), ("to", floor)))]
    if ceiling > floor:
        return [Fault(number, "overlap", (("from", floor), ("to", ceiling)))]
    return []


@dataclass(frozen=True)
class Component:
    """One rule: which metric, which rate table. `definition` is what the metric meant when this was written."""

    key: str
    name: str
    metric: str
    definition: Definition
    unit: str
    method: str
    tiers: tuple[tuple[int, int | None, int], ...]
    levels: str = "amount"
    cap: int | None = None

    def check(self, number: int) -> None:
        """Raises RuleError."""
        if not self.name.strip():
            raise RuleError("no_name", (number, None))
        if self.method not in METHODS or self.levels not in LEVELS:
            raise RuleError("no_such_word", (number, None))
        if not payable(self.definition):
            raise RuleError("not_payable", (number, None), metric=self.metric)
        for fault in check_tiers(self.tiers):
            raise RuleError(fault.code, (number, fault.tier), **dict(fault.facts))

    @property
    def is_flat(self) -> bool:
        return self.method == "flat"

    @property
    def needs_target(self) -> bool:
        return not self.is_flat and self.levels == "target"

    @property
    def is_count(self) -> bool:
        """Whether a rate is money for each, and not a share of money."""
        return self.unit != "money"

    def for_tally(self) -> TallyComponent:
        if self.is_flat:
            rule = Flat(self.tiers[0][2])
        else:
            rule = Tiers(tuple(Tier(*tier) for tier in self.tiers), method=self.method, measured_in=self.levels)
        return TallyComponent(self.key, rule, measure="base", cap=self.cap)

    def to_json(self) -> dict:
        return {
            "key": self.key, "name": self.name, "metric": self.metric, "definition": to_json(self.definition),
            "unit": self.unit, "method": self.method, "levels": self.levels, "tiers": [list(t) for t in self.tiers],
            "cap": self.cap,
        }  # fmt: skip

    @classmethod
    def from_json(cls, data: dict) -> "Component":
        given = {**data, "definition": from_json(data["definition"]), "tiers": tuple(map(tuple, data["tiers"]))}
        return cls(**given)


@dataclass(frozen=True)
class Rules:
    """The components of a version, in the order they are shown. Raises RuleError where they mean nothing."""

    components: tuple[Component, ...]

    def __post_init__(self):
        if not self.components:
            raise RuleError("no_component")
        for number, component in enumerate(self.components):
            component.check(number)
            if component.key in {each.key for each in self.components[:number]}:
                raise RuleError("name_twice", (number, None))

    def component(self, key: str) -> Component:
        """Raises KeyError."""
        return next(each for each in self.components if each.key == key)

    def to_json(self) -> dict:
        return {"components": [component.to_json() for component in self.components]}

    @classmethod
    def from_json(cls, data: dict) -> "Rules":
        return cls(tuple(Component.from_json(each) for each in data["components"]))


def component(
    name: str, metric: Any, tiers: Sequence[tuple[int, int | None, int]], *, method: str = "marginal",
    levels: str = "amount", key: str = "c1", cap: int | None = None,
) -> Component:  # fmt: skip
    """A component on a metric of the library, as the metric means today."""
    return Component(
        key=key, name=name, metric=metric.code, definition=metric.definition, unit=metric.unit,
        method=method, levels=levels, tiers=tuple(tiers), cap=cap,
    )  # fmt: skip
