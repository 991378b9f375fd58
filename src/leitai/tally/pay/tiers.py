"""Rate tables. A table with a hole or an overlap cannot be built.

*Marginal* (分段) pays each tier's rate on what lies in the tier; *whole* (全额) pays the reached
tier's rate on everything. Tiers are half-open, [floor, ceiling): exactly on a line is the upper
tier, unless the table says ``boundary="lower"``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Literal, get_args

import narwhals as nw

from leitai.tally.amounts import PPM, at_rate, at_rate_expr, floor_and_rest, integer, whole_and_rest
from leitai.tally.pay.rules import Frame, Step, product

Method = Literal["marginal", "whole"]
Boundary = Literal["upper", "lower"]
MeasuredIn = Literal["amount", "target"]
HIGHEST_RATE = 1_000 * PPM


class TierError(ValueError):
    """A rate table that cannot be. ``code`` says why, ``facts`` what to print:

    ``no_tiers`` · ``hole`` (after, before: nothing says what is paid between them) · ``overlap``
    (floor, ceiling) · ``empty_tier`` (floor, ceiling) · ``first_floor_not_zero`` (floor) ·
    ``last_tier_ends`` (ceiling) · ``rate_out_of_range`` (rate) · ``no_such_method`` (method).
    """

    def __init__(self, code: str, **facts: object) -> None:
        self.code = code
        self.facts = facts
        super().__init__(f"{code}: {facts}" if facts else code)


@dataclass(frozen=True)
class Tier:
    """The rate paid on what lies between two levels. Half-open: [floor, ceiling)."""

    floor: int
    ceiling: int | None
    rate: int


@dataclass(frozen=True)
class Tiers:
    """A rate table without holes, from zero to without end.

    Levels are units, or with ``measured_in="target"`` ppm of the person's target; a marginal
    table rounds such a level to 1/10,000, a whole-amount table compares exactly. Below zero the first tier goes on, so a return
    takes back what its sale gave.
    """

    tiers: tuple[Tier, ...]
    method: Method = "marginal"
    boundary: Boundary = "upper"
    measured_in: MeasuredIn = "amount"

    def __post_init__(self) -> None:
        # One that nobody knows must not be paid as if it were another.
        if self.method not in get_args(Method):
            raise TierError("no_such_method", method=self.method)
        _check(self.tiers)

    @classmethod
    def from_floors(
        cls,
        rates: Iterable[tuple[int, int]],
        *,
        method: Method = "marginal",
        boundary: Boundary = "upper",
        measured_in: MeasuredIn = "amount",
    ) -> "Tiers":
        """A table from (floor, rate) pairs; each ceiling is the next floor, so no hole can be."""
        pairs = sorted(rates)
        ceilings = [floor for floor, _ in pairs[1:]] + [None] * bool(pairs)
        tiers = tuple(Tier(floor, ceiling, rate) for (floor, rate), ceiling in zip(pairs, ceilings, strict=True))
        return cls(tiers, method, boundary, measured_in)

    @property
    def needs_target(self) -> bool:
        return self.measured_in == "target"

    def floors(self, target: int | None = None) -> list[int]:
        """The tiers' floors in units."""
        if self.measured_in == "amount":
            return [tier.floor for tier in self.tiers]
        return [self._level(tier, target or 0) for tier in self.tiers]

    def tier_at(self, total: int, target: int | None = None) -> int:
        """The number, from 0, of the tier a total is in."""
        on = [total > floor or (total == floor and self.boundary == "upper") for floor in self.floors(target)]
        return max((number for number, reached in enumerate(on) if reached), default=0)

    def exact(self, total: int, target: int | None = None) -> Fraction:
        """Units earned by this total, not rounded."""
        return sum(
            (Fraction(amount * rate, PPM) for _, _, amount, rate, _ in self.steps(0, total, target)), Fraction(0)
        )

    def steps(self, before: int, after: int, target: int | None = None) -> list[Step]:
        """The products that lead from one total to another: (start, end, amount, rate, tier)."""
        return (self._climb if self.method == "marginal" else self._replace)(before, after, target)

    def earn(self, frame: Frame, total: str, into: str) -> Frame:
        """exact() of a column, as the protocol Rule says."""
        if len(self.tiers) == 1:
            return product(frame, nw.col(total), integer(self.tiers[0].rate), into)
        floors = {f"_floor{number}": self._floor_expr(tier) for number, tier in enumerate(self.tiers)}
        earned = (self._marginal if self.method == "marginal" else self._whole)(
            frame.with_columns(**floors), total, into
        )
        return earned.drop(*floors)

    def _climb(self, before: int, after: int, target: int | None) -> list[Step]:
        """Through the tiers in the direction of travel, one step in each."""
        low, high, up = min(before, after), max(before, after), after >= before
        lines = [floor for floor in self.floors(target)[1:] if low < floor < high]
        stops = [low, *sorted(set(lines)), high]
        pieces = list(pairwise(stops))
        steps: list[Step] = []
        for start, end in pieces if up else reversed(pieces):
            number = self._tier_of_stretch(start, target)
            rate = self.tiers[number].rate
            steps.append((start, end, end - start, rate, number) if up else (end, start, start - end, rate, number))
        return steps

    def _tier_of_stretch(self, start: int, target: int | None) -> int:
        """The tier just above a level: a stretch has no width on the line, so boundary is no matter."""
        return max((n for n, floor in enumerate(self.floors(target)) if floor <= start), default=0)

    def _replace(self, before: int, after: int, target: int | None) -> list[Step]:
        """All of it at the new rate, less all of it at the old one; one product where they agree."""
        old, new = self.tier_at(before, target), self.tier_at(after, target)
        if self.tiers[old].rate == self.tiers[new].rate:
            return [(before, after, after - before, self.tiers[new].rate, new)]
        taken_back = [(before, 0, -before, self.tiers[old].rate, old)] if before else []
        return [(0, after, after, self.tiers[new].rate, new), *taken_back]

    def _level(self, tier: Tier, target: int) -> int:
        if self.method == "marginal":
            return at_rate(target, tier.floor)
        # The whole unit that answers "reached?" as the exact level would.
        level, part = divmod(target * tier.floor, PPM)
        return level + (part > 0 and self.boundary == "upper")

    def _floor_expr(self, tier: Tier) -> nw.Expr:
        """_level() for the column ``_target``."""
        target = nw.col("_target")
        if self.measured_in == "amount":
            return integer(tier.floor)
        if self.method == "marginal":
            return at_rate_expr(target, tier.floor)
        whole, rest = whole_and_rest(target, PPM)
        more, part = whole_and_rest(rest * tier.floor, PPM)
        level = whole * tier.floor + more
        if self.boundary == "lower":
            return level
        return level + nw.when(part > 0).then(integer(1)).otherwise(integer(0))

    def _marginal(self, frame: Frame, total: str, into: str) -> Frame:
        """The first rate on everything, and above each floor the difference to the rate below it."""
        frame = product(frame, nw.col(total), integer(self.tiers[0].rate), into)
        whole, rest = nw.col(f"{into}_whole"), nw.col(f"{into}_rest")
        for number, (below, tier) in enumerate(pairwise(self.tiers), start=1):
            above = nw.max_horizontal(nw.col(total) - nw.col(f"_floor{number}"), integer(0))
            wholes, rests = whole_and_rest(nw.col("_above"), PPM)
            more = tier.rate - below.rate
            frame = frame.with_columns(_above=above).with_columns(
                (whole + wholes * more).alias(f"{into}_whole"), (rest + rests * more).alias(f"{into}_rest")
            )
        carry, kept = floor_and_rest(rest, PPM)
        frame = frame.drop("_above")
        return frame.with_columns((whole + carry).alias(f"{into}_whole"), kept.alias(f"{into}_rest"))

    def _whole(self, frame: Frame, total: str, into: str) -> Frame:
        rate = integer(self.tiers[0].rate)
        for number, tier in enumerate(self.tiers[1:], start=1):
            floor = nw.col(f"_floor{number}")
            reached = nw.col(total) >= floor if self.boundary == "upper" else nw.col(total) > floor
            rate = nw.when(reached).then(integer(tier.rate)).otherwise(rate)
        return product(frame, nw.col(total), rate, into)


def _check(tiers: tuple[Tier, ...]) -> None:
    if not tiers:
        raise TierError("no_tiers")
    for tier in tiers:
        if not 0 <= tier.rate <= HIGHEST_RATE:
            raise TierError("rate_out_of_range", rate=tier.rate)
        if tier.ceiling is not None and tier.ceiling <= tier.floor:
            raise TierError("empty_tier", floor=tier.floor, ceiling=tier.ceiling)
    for tier, above in pairwise(tiers):
        _check_joint(tier, above)
    if tiers[0].floor != 0:
        raise TierError("first_floor_not_zero", floor=tiers[0].floor)
    if tiers[-1].ceiling is not None:
        raise TierError("last_tier_ends", ceiling=tiers[-1].ceiling)


def _check_joint(tier: Tier, above: Tier) -> None:
    if tier.ceiling is None or tier.ceiling > above.floor:
        raise TierError("overlap", floor=above.floor, ceiling=tier.ceiling)
    if tier.ceiling < above.floor:
        raise TierError("hole", after=tier.ceiling, before=above.floor)
