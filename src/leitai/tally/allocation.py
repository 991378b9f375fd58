"""Splitting a whole into parts that add up to it exactly, in the thing's own step.

Targets, credit and prize pools are split here. Amounts are integers of any one unit; the step
is a cent, a yuan, 万元 or a piece in that unit. What the step leaves over goes by a stated rule:
``largest`` gives it to the parts cut most (ties in the stated order), ``last`` and ``first``
to that end. Pinned parts stay as they are; bounded parts stay within their bounds and the rest
keep the proportion of their weights.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from leitai.tally.amounts import PPM, divide, mul_div

Remainder = Literal["largest", "last", "first"]
ZeroWeights = Literal["refuse", "even"]


class AllocationError(ValueError):
    """A split that cannot be made. ``code`` says why, ``facts`` what to print:

    ``no_parts`` · ``negative_weight`` (part) · ``zero_weights`` (remaining) ·
    ``total_not_multiple_of_step`` (total, step) · ``pins_not_multiple_of_step`` (pinned, step) ·
    ``pins_exceed_total`` (pinned, total) · ``pins_short_of_total`` (pinned, total) when every
    part is pinned · ``pin_out_of_bounds`` (part) · ``bounds_crossed`` (part, low, high) ·
    ``bounds_infeasible`` (least, most, remaining) · ``shares_not_whole`` (shares).
    """

    def __init__(self, code: str, **facts: object) -> None:
        self.code = code
        self.facts = facts
        super().__init__(f"{code}: {facts}" if facts else code)


@dataclass(frozen=True)
class Part:
    """What one part asks of a split: its weight, its bounds, or a pin that fixes it."""

    weight: int = 1
    low: int | None = None
    high: int | None = None
    pin: int | None = None


def allocate(
    total: int,
    weights: Sequence[int],
    *,
    step: int = 1,
    remainder: Remainder = "largest",
    order: Sequence[int] | None = None,
    pins: Mapping[int, int] | None = None,
    low: Mapping[int, int] | None = None,
    high: Mapping[int, int] | None = None,
    zero_weights: ZeroWeights = "refuse",
) -> list[int]:
    """Parts of total in proportion to the weights, each a multiple of step, that sum to total.

    Pins and bounds are by position. ``order`` says who comes first among equal remainders;
    unless given, the parts' own order. A negative total splits as its positive mirror. With
    ``zero_weights="even"`` parts that all weigh nothing share alike. Raises AllocationError.
    """
    if total < 0:
        mirrored = allocate(
            -total, weights, step=step, remainder=remainder, order=order, pins=_mirror(pins),
            low=_mirror(high), high=_mirror(low), zero_weights=zero_weights,
        )  # fmt: skip
        return [-part for part in mirrored]
    parts = [
        Part(weight, (low or {}).get(i), (high or {}).get(i), (pins or {}).get(i)) for i, weight in enumerate(weights)
    ]
    return split(total, parts, step=step, remainder=remainder, order=order, zero_weights=zero_weights)


def split(
    total: int,
    parts: Sequence[Part],
    *,
    step: int = 1,
    remainder: Remainder = "largest",
    order: Sequence[int] | None = None,
    zero_weights: ZeroWeights = "refuse",
) -> list[int]:
    """As allocate(), for parts that carry their weight, pin and bounds themselves."""
    _check(total, parts, step)
    pinned = sum(part.pin for part in parts if part.pin is not None)
    free = [i for i, part in enumerate(parts) if part.pin is None]
    remaining = total - pinned
    _check_pins(total, pinned, remaining, free, step)
    steps = _share_steps(remaining // step, [parts[i] for i in free], step, zero_weights)
    turns = {part: turn for turn, part in enumerate(order)} if order else {}
    ranks = [turns.get(i, len(turns) + i) for i in free]
    given = _round_up_to(remaining // step, steps, remainder, ranks)
    result = [part.pin or 0 for part in parts]
    for i, count in zip(free, given, strict=True):
        result[i] = count * step
    return result


def rebalance(
    parts: Sequence[int],
    *,
    total: int,
    changed: Mapping[int, int] | None = None,
    pins: Sequence[int] = (),
    step: int = 1,
    low: Mapping[int, int] | None = None,
    high: Mapping[int, int] | None = None,
    remainder: Remainder = "largest",
) -> list[int]:
    """The parts brought back to total: changed and pinned ones stay, the others keep proportion.

    Where the others are all zero they share alike. Raises AllocationError.
    """
    fixed = {i: parts[i] for i in pins} | dict(changed or {})
    weights = [abs(part) for part in parts]
    return allocate(
        total, weights, step=step, remainder=remainder, pins=fixed, low=low, high=high,
        zero_weights="even",
    )  # fmt: skip


def split_by_shares(amount: int, shares_ppm: Sequence[int], *, step: int = 1) -> list[int]:
    """Credit for an amount by shares of it: each part the difference of running totals to step.

    No part is further than a step from its exact share, the parts sum to the amount, a return's
    parts are the sale's with the sign turned, and a table of a million splits is computed the
    same way. Raises AllocationError ``shares_not_whole`` unless the shares total 1,000,000 ppm,
    ``negative_weight``, ``total_not_multiple_of_step``.
    """
    if sum(shares_ppm) != PPM:
        raise AllocationError("shares_not_whole", shares=sum(shares_ppm))
    for i, share in enumerate(shares_ppm):
        if share < 0:
            raise AllocationError("negative_weight", part=i)
    return _running(amount, shares_ppm, PPM, step)


def prorate(amount: int, numerator: int, denominator: int, *, step: int = 1) -> int:
    """The part of an amount for part of a period (2 of 3 months), to the nearest step."""
    return divide(amount * numerator, denominator * step) * step


def ramp(amount: int, shares_ppm: Sequence[int], *, step: int = 1) -> list[int]:
    """A newcomer's target: the amount in equal parts, each taken at its share of full quota.

    Ten months at 30% and two at 100% are parts of 10 × 30% + 2 × 100% of a twelfth; the sum is
    that, to the step.
    """
    return _running(amount, shares_ppm, PPM * len(shares_ppm), step, whole=False)


def _running(amount: int, shares: Sequence[int], whole_share: int, step: int, *, whole: bool = True) -> list[int]:
    if whole and amount % step:
        raise AllocationError("total_not_multiple_of_step", total=amount, step=step)
    parts, share, before = [], 0, 0
    for more in shares:
        share += more
        reached = mul_div(amount, share, whole_share * step) * step
        parts.append(reached - before)
        before = reached
    return parts


def _mirror(values: Mapping[int, int] | None) -> dict[int, int]:
    return {i: -value for i, value in (values or {}).items()}


def _check(total: int, parts: Sequence[Part], step: int) -> None:
    if not parts:
        raise AllocationError("no_parts")
    if total % step:
        raise AllocationError("total_not_multiple_of_step", total=total, step=step)
    for i, part in enumerate(parts):
        if part.weight < 0:
            raise AllocationError("negative_weight", part=i)
        low, high = part.low, part.high
        if low is not None and high is not None and low > high:
            raise AllocationError("bounds_crossed", part=i, low=low, high=high)
        if part.pin is not None and not _within(part.pin, low, high):
            raise AllocationError("pin_out_of_bounds", part=i)


def _within(value: int, low: int | None, high: int | None) -> bool:
    return (low is None or value >= low) and (high is None or value <= high)


def _check_pins(total: int, pinned: int, remaining: int, free: list[int], step: int) -> None:
    if remaining < 0:
        raise AllocationError("pins_exceed_total", pinned=pinned, total=total)
    if not free and remaining:
        raise AllocationError("pins_short_of_total", pinned=pinned, total=total)
    if remaining % step:
        raise AllocationError("pins_not_multiple_of_step", pinned=pinned, step=step)


# A part's claim in whole steps, what it was cut by (over a divisor all free claims share), how
# many steps more it could take, and whether a bound or a zero weight has settled it.


@dataclass(frozen=True)
class _Claim:
    steps: int
    rest: int
    room: int | None
    settled: bool


def _share_steps(total: int, parts: list[Part], step: int, zero: ZeroWeights) -> list[_Claim]:
    """Proportional claims within bounds: those a bound stops are settled there, the rest share on.

    Each round freezes the parts that break the bound with the larger sum of violations, which
    ends at the one multiplier of the weights that adds up (the method of CSS flexible boxes).
    """
    lows = [0 if part.low is None else max(0, -(-part.low // step)) for part in parts]
    highs = [None if part.high is None else part.high // step for part in parts]
    _check_feasible(total, lows, highs, step)
    weights = [part.weight for part in parts]
    frozen: dict[int, int] = {}
    while True:
        free = [i for i in range(len(parts)) if i not in frozen]
        remaining = total - sum(frozen.values())
        if not free:
            return [_claim(i, frozen, 0, {}, 1, highs) for i in range(len(parts))]
        shares = _weights_of(free, weights, remaining, lows, highs, step, zero)
        whole = sum(shares.values()) or 1
        below = {i: lows[i] * whole - remaining * shares[i] for i in free}
        above = {i: remaining * shares[i] - high * whole for i in free if (high := highs[i]) is not None}
        low_sum = sum(max(0, short) for short in below.values())
        high_sum = sum(max(0, over) for over in above.values())
        if low_sum == high_sum == 0:
            return [_claim(i, frozen, remaining, shares, whole, highs) for i in range(len(parts))]
        if low_sum >= high_sum:
            frozen |= {i: lows[i] for i, short in below.items() if short > 0}
        if high_sum >= low_sum:
            frozen |= {i: high for i, over in above.items() if over > 0 and (high := highs[i]) is not None}


def _claim(
    i: int, frozen: dict[int, int], remaining: int, shares: dict[int, int], whole: int, highs: list[int | None]
) -> _Claim:
    if i in frozen:
        return _Claim(frozen[i], 0, _room(frozen[i], highs[i]), True)
    steps, rest = divmod(remaining * shares[i], whole)
    return _Claim(steps, rest, _room(steps, highs[i]), shares[i] == 0)


def _room(steps: int, high: int | None) -> int | None:
    return None if high is None else high - steps


def _weights_of(
    free: list[int], weights: list[int], remaining: int, lows: list[int], highs: list[int | None],
    step: int, zero: ZeroWeights,
) -> dict[int, int]:  # fmt: skip
    shares = {i: weights[i] for i in free}
    if any(shares.values()) or remaining == 0:
        return shares
    if zero == "refuse":
        raise AllocationError("zero_weights", remaining=remaining * step)
    return dict.fromkeys(free, 1)


def _check_feasible(total: int, lows: list[int], highs: list[int | None], step: int) -> None:
    least = sum(lows)
    most = None if None in highs else sum(high for high in highs if high is not None)
    crossed = any(high is not None and low > high for low, high in zip(lows, highs, strict=True))
    if crossed or least > total or (most is not None and most < total):
        facts = {"least": least * step, "most": None if most is None else most * step}
        raise AllocationError("bounds_infeasible", **facts, remaining=total * step)


def _round_up_to(total: int, claims: list[_Claim], remainder: Remainder, ranks: list[int]) -> list[int]:
    """Whole steps for each claim; the left-over steps go by the rule to parts that have room."""
    steps = [claim.steps for claim in claims]
    room = [claim.room for claim in claims]
    places = sorted(range(len(claims)), key=lambda i: _turn(claims[i], remainder, ranks[i]))
    left = total - sum(steps)
    for i in places:
        limit = 1 if remainder == "largest" else left
        more = min(left, limit, left if (space := room[i]) is None else space)
        steps[i] += more
        left -= more
    return steps


def _turn(claim: _Claim, remainder: Remainder, rank: int) -> tuple[int, ...]:
    if remainder == "largest":
        return (-claim.rest, rank)  # what is settled has no rest
    return (claim.settled, -rank if remainder == "last" else rank)
