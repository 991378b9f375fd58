"""Twelve months side by side: what was done in each, against what was to be done."""

from dataclasses import dataclass
from datetime import date

from leitai.goals.queries import targets_over
from leitai.metrics.models import Metric
from leitai.metrics.queries import read
from leitai.organization.models import Person, Unit
from leitai.tally.periods import Period

HEIGHT, ROOM_ABOVE = 200, 24


@dataclass(frozen=True)
class Bar:
    """One month in a drawing HEIGHT pixels high; across, `left` and `breadth` are in 1/10,000 of its width."""

    period: Period
    measured: int
    target: int | None
    is_now: bool
    left: int
    breadth: int
    scale: int

    def _pixels(self, value: int) -> int:
        return max(0, value) * (HEIGHT - ROOM_ABOVE) // self.scale

    height = property(lambda self: self._pixels(self.measured))
    top = property(lambda self: HEIGHT - self.height)
    tick = property(lambda self: None if self.target is None else HEIGHT - self._pixels(self.target))
    missing = property(lambda self: max(0, self.top - self.tick) if self.tick is not None else 0)
    label_y = property(lambda self: min(self.top, self.tick if self.tick is not None else self.top) - 8)
    x = property(lambda self: _share(self.left))
    width = property(lambda self: _share(self.breadth))
    middle = property(lambda self: _share(self.left + self.breadth // 2))
    tick_x = property(lambda self: _share(self.left - 50))
    tick_width = property(lambda self: _share(self.breadth + 100))


def _share(of_width: int) -> str:
    """As an SVG attribute, the same in every language: 833 is "8.33%"."""
    return f"{of_width // 100}.{of_width % 100:02d}%"


def twelve_months(whom: Person | Unit, *, metric: Metric, today: date) -> list[Bar]:
    """The twelve months that end with this one, oldest first."""
    months = [Period.month(today.year, today.month)]
    for _ in range(11):
        months.insert(0, months[0].previous())
    by = "unit" if isinstance(whom, Unit) else "person"
    ids = {f"{by}_ids": [whom.pk]}
    values = [value or 0 for value in read(metric, months, by=by, as_of=today, **ids).of(whom.pk)]
    of_months = targets_over(metric, months, **ids)
    wanted = [of_months[month].get(whom.pk) for month in months]
    return drawn(months, values, wanted)


def drawn(months: list[Period], values: list[int], wanted: list[int | None]) -> list[Bar]:
    """The same months as bars: the highest value or target fills the drawing."""
    scale = max([1, *values, *(each for each in wanted if each is not None)])
    column = 10_000 // len(months)
    return [
        Bar(month, value, target, index == len(months) - 1, index * column + column // 5, column * 3 // 5, scale)
        for index, (month, value, target) in enumerate(zip(months, values, wanted, strict=True))
    ]
