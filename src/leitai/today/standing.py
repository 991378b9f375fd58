"""Where someone stands: what was done, what was to be done, and what should be done by today."""

from dataclasses import dataclass

from leitai.tally.amounts import PPM, from_units
from leitai.tally.measures import attained


@dataclass(frozen=True)
class Standing:
    """One person or unit in a period. Values in units of 1/10,000; shares in ppm; None: not known or no target."""

    who: object
    measured: int
    target: int | None
    due_share: int

    @property
    def attainment(self) -> int | None:
        return attained(self.measured, self.target)

    @property
    def due(self) -> int | None:
        """What should be there by the evening of today."""
        return None if self.target is None else self.target * self.due_share // PPM

    @property
    def ahead(self) -> int | None:
        """Above (or, negative, below) what should be there."""
        return None if self.due is None else self.measured - self.due

    @property
    def is_behind(self) -> bool:
        return self.ahead is not None and self.ahead < 0

    @property
    def short_by(self) -> int:
        return max(0, -(self.ahead or 0))

    # For templates, which speak in currency units.
    measured_amount = property(lambda self: from_units(self.measured))
    target_amount = property(lambda self: None if self.target is None else from_units(self.target))
    ahead_amount = property(lambda self: None if self.ahead is None else from_units(self.ahead))
    short_amount = property(lambda self: from_units(self.short_by))
