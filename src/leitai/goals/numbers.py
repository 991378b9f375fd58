"""A goal's numbers before they are stored: the levels, and the target or the growth."""

from dataclasses import dataclass

from leitai.goals.errors import GoalError

LARGEST_RATIO = 10_000_000


@dataclass(frozen=True)
class Numbers:
    """In the metric's scale; either `target`, or `rate` in ppm of a goal of growth."""

    target: int | None = None
    rate: int | None = None
    base: int | None = None
    stretch: int | None = None

    def check(self, metric, growth: str) -> None:
        """Raises GoalError beside the field that is wrong."""
        if growth:
            if metric.is_ratio:
                raise GoalError("growth_of_ratio", field="growth")
            if self.rate is None:
                raise GoalError("no_number", field="rate")
            return
        if self.target is None:
            raise GoalError("no_number", field="target")
        if self.target <= 0:
            raise GoalError("negative_target" if self.target < 0 else "zero_target", field="target")
        if metric.is_ratio and self.target > LARGEST_RATIO:
            raise GoalError("ratio_too_large", field="target")
        self._check_levels(metric.direction == "down")

    def _check_levels(self, down: bool) -> None:
        levels = [level for level in (self.base, self.target, self.stretch) if level is not None]
        rising = sorted(levels, reverse=down)
        if levels != rising or len(set(levels)) != len(levels):
            raise GoalError("levels_crossed", field="base" if self.base is not None else "stretch")

    @classmethod
    def of(cls, revision) -> "Numbers":
        return cls(revision.target, revision.rate, revision.base, revision.stretch)
