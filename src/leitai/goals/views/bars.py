"""The past periods of a goal's owner as standing bars, with the goal's number across."""

from dataclasses import dataclass

from leitai.goals.smart import History
from leitai.metrics.addresses import briefly

HEIGHT, TOP = 120, 20


@dataclass(frozen=True)
class Column:
    """One period: positions in a drawing HEIGHT high and 100 (per cent) wide."""

    name: str
    value: int
    x: float
    width: float
    top: int
    is_now: bool

    @property
    def height(self) -> int:
        return HEIGHT - self.top

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 2)


@dataclass(frozen=True)
class Columns:
    columns: tuple[Column, ...]
    line: int | None


def bars(past: History, goal, stands) -> Columns:
    """The past, and the goal's own period so far as the last column."""
    values = [*past.values, stands.measured or 0]
    names = [*map(briefly, past.periods), briefly(goal.period)]
    scale = max([1, *values, stands.target or 0])
    share = 100 / len(values)
    columns = tuple(
        Column(
            name,
            value,
            round(place * share + share * 0.2, 2),
            round(share * 0.6, 2),
            _top(value, scale),
            place == len(values) - 1,
        )
        for place, (name, value) in enumerate(zip(names, values, strict=True))
    )
    return Columns(columns, _top(stands.target, scale) if stands.target else None)


def _top(value: int, scale: int) -> int:
    return HEIGHT - max(0, value) * (HEIGHT - TOP) // scale
