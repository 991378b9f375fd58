"""A component is one rule of a scheme: what is measured, on which base, at which rates, up to what."""

from dataclasses import dataclass
from typing import Literal

from leitai.tally.amounts import divide
from leitai.tally.pay.rules import Rule
from leitai.tally.periods import Kind

Base = Literal["period", "order", "record"]


class PayError(ValueError):
    """``code``: ``no_target`` (people, count: those without a positive target) · ``target_twice``
    and ``opening_twice`` (people, count). At most ten people are named."""

    def __init__(self, code: str, **facts: object) -> None:
        self.code = code
        self.facts = facts
        super().__init__(f"{code}: {facts}" if facts else code)


@dataclass(frozen=True)
class Component:
    """One rule applied to one measure of a person's credits.

    ``measure`` is the column that is paid on. ``base`` says what climbs the rate table: the
    running total of the ``period``, that of the ``order``, or each ``record`` by itself.
    ``accumulates`` is the period after which the total starts again; None: never within the
    table. ``cap`` is the most it pays in a period, in units.
    """

    name: str
    rule: Rule
    measure: str = "amount"
    base: Base = "period"
    accumulates: Kind | None = None
    cap: int | None = None

    def earned(self, total: int, target: int | None = None) -> int:
        """Units a running total has earned, to 1/10,000 half away from zero, up to the cap."""
        return self.capped(self.rounded(total, target))

    def rounded(self, total: int, target: int | None = None) -> int:
        """earned() before the cap."""
        exact = self.rule.exact(total, target)
        return divide(exact.numerator, exact.denominator)

    def capped(self, earned: int) -> int:
        return earned if self.cap is None else min(earned, self.cap)
