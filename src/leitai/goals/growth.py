"""A goal of growth: +20% on last quarter. The base is read when asked, and frozen by the agreement."""

from leitai.goals.models import Goal
from leitai.metrics.queries import measure
from leitai.tally.amounts import PPM, at_rate
from leitai.tally.periods import Period


def base_period(goal: Goal) -> Period:
    return {"previous": goal.period.previous, "year_before": goal.period.year_before}[goal.growth]()


def growth_base(goal: Goal) -> int | None:
    """What the base period comes to, as records stand now."""
    by, owner = goal.owner_key
    return measure(goal.metric, base_period(goal), by=by, **{f"{by}_ids": [owner]})[owner]


def grown_target(goal: Goal, rate: int) -> tuple[int | None, int | None]:
    """(target, base): the base with `rate` ppm added; both None-safe."""
    base = growth_base(goal)
    return (None if base is None else at_rate(base, PPM + rate)), base
