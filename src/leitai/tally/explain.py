"""An amount explains itself: the products that make it, as data.

``14,000 × 3% + 400,000 × 4% + 6,000 × 5.2%`` are three segments. Segments are differences of
the running total at its levels, so together with what the cap cut off and what rounding
carried they are the line, to the last digit.
"""

from dataclasses import dataclass
from fractions import Fraction

from leitai.tally.amounts import PPM, divide
from leitai.tally.pay.components import Component


@dataclass(frozen=True)
class Segment:
    """One product: amount × rate, for what lies between start and end of the running total.

    ``result`` is units to 1/10,000; one that takes back has a negative amount. ``tier`` counts
    from 0, and is None where the rule has no tiers. For a bonus by attainment ``amount`` is the
    bonus and ``rate`` the share of it.
    """

    start: int
    end: int
    amount: int
    rate: int
    result: int
    tier: int | None


@dataclass(frozen=True)
class Explanation:
    """A line or total: the segments' results + cut + carried = amount.

    ``cut`` is what the cap takes off, negative; positive where a return frees what it had cut.
    ``carried`` is the rounding brought over from other lines: none where the base is the period,
    at most 1/10,000 on other bases.
    """

    segments: tuple[Segment, ...]
    cut: int
    carried: int
    amount: int

    @property
    def blended(self) -> int | None:
        """The average rate in ppm, cut; None where nothing was measured."""
        measured = sum(segment.amount for segment in self.segments)
        return self.amount * PPM // measured if measured else None


def explain_total(component: Component, total: int, *, target: int | None = None) -> Explanation:
    """What a person's whole period earned, from zero."""
    return explain_line(component, 0, total, target=target)


def explain_line(
    component: Component, before: int, after: int, *, target: int | None = None, line: int | None = None
) -> Explanation:
    """What took the running total from before to after; all of it in units.

    For a base of period the line follows from the two totals. For other bases give ``line``
    too: it depends on the rounding of the lines before it and on the cap.
    """
    segments = _segments(component, before, after, target)
    result = sum(segment.result for segment in segments)
    if component.base != "period":
        amount = result if line is None else line
        cut = amount - result if component.cap is not None and abs(amount - result) > 1 else 0
        return Explanation(segments, cut, amount - result - cut, amount)
    amount = component.earned(after, target) - component.earned(before, target)
    return Explanation(segments, amount - result, 0, amount)


def _segments(component: Component, before: int, after: int, target: int | None) -> tuple[Segment, ...]:
    """Products in order, each result the difference of the sum so far, rounded as the total is."""
    reached = component.rule.exact(before, target)
    at = component.rounded(before, target)
    segments = []
    for start, end, amount, rate, tier in component.rule.steps(before, after, target):
        reached += Fraction(amount * rate, PPM)
        now = divide(reached.numerator, reached.denominator)
        segments.append(Segment(start, end, amount, rate, now - at, tier))
        at = now
    return tuple(segments)
