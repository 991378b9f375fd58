"""The staircase of a statement: steps of the rate table, and under them one block per deal. Area = commission.

Positions are whole SVG units of a drawing 800 wide; figures for the reader stay Decimals.
"""

from dataclasses import dataclass, replace
from decimal import Decimal

from leitai.incentives.formulas import title
from leitai.incentives.models import Line, Subtotal
from leitai.incentives.rules import Component
from leitai.tally.amounts import from_units, to_units

WIDTH, GROUND, TOP = 800, 136, 22
LABEL_NEEDS, LEVEL_NEEDS = 70, 56
SHADES = 3


@dataclass(frozen=True)
class Block:
    """A deal's part under one tier."""

    x: float
    y: float
    width: float
    height: float
    shade: int


@dataclass(frozen=True)
class Label:
    x: float
    line: Line
    name: str


@dataclass(frozen=True)
class Step:
    """A tier as drawn: from where to where, how high, and its rate (ppm)."""

    x: float
    end: float
    y: float
    rate: int
    floor: int
    shows_floor: bool = True

    @property
    def label_y(self) -> float:
        return self.y - 7

    @property
    def level(self) -> Decimal:
        return from_units(self.floor)


@dataclass(frozen=True)
class Staircase:
    steps: list[Step]
    blocks: list[Block]
    labels: list[Label]
    reached_x: float
    reached_y: float
    reached: Decimal
    shades: dict[int, int]

    @property
    def outline(self) -> str:
        """The path along the top of the steps."""
        points = [point for step in self.steps for point in ((step.x, step.y), (step.end, step.y))]
        return "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def draw(component: Component, subtotal: Subtotal, lines: list[Line]) -> Staircase | None:
    """None where no area would tell the truth: whole-amount tables, counts, and totals not above zero."""
    total = to_units(subtotal.opening + subtotal.base)
    if component.method == "whole" or component.is_count or total <= 0:
        return None
    target = None if subtotal.target is None else to_units(subtotal.target)
    rule = component.for_tally().rule
    floors = [0] if component.is_flat else rule.floors(target)
    rates = [tier[2] for tier in component.tiers]
    if not max(rates):
        return None
    shown = [(floor, rate) for floor, rate in zip(floors, rates, strict=True) if floor < total * 2 or floor == 0]
    end = max(total, shown[-1][0]) * 53 // 46
    scale = _Scale(end, max(rate for _, rate in shown))
    steps = _steps(shown, end, scale)
    blocks, labels, shades = _deals(lines, steps, total, scale)
    x = scale.x(total)
    y = max((step for step in steps if step.x <= x), key=lambda step: step.x).y
    # A level whose name would run into the total's is left out.
    steps = [replace(step, shows_floor=abs(step.x - x) > LEVEL_NEEDS) for step in steps]
    return Staircase(steps, blocks, labels, x, y, subtotal.opening + subtotal.base, shades)


@dataclass(frozen=True)
class _Scale:
    end: int
    highest: int

    def x(self, units: int) -> float:
        return round(WIDTH * units / self.end, 1)

    def y(self, rate: int) -> float:
        return round(GROUND - (GROUND - TOP) * rate / self.highest, 1)


def _steps(shown: list[tuple[int, int]], end: int, scale: _Scale) -> list[Step]:
    ends = [floor for floor, _ in shown[1:]] + [end]
    return [
        Step(scale.x(floor), scale.x(to), scale.y(rate), rate, floor)
        for (floor, rate), to in zip(shown, ends, strict=True)
    ]


def _deals(lines: list[Line], steps: list[Step], total: int, scale: _Scale):
    """Blocks in the order of the deals; a return shortens what was drawn, so nothing passes the total."""
    blocks, labels, shades = [], [], {}
    for line in lines:
        start, stop = to_units(line.before), min(to_units(line.after), total)
        if line.amount <= 0 or stop <= start:
            continue
        shade = len(shades) % SHADES
        shades[line.pk] = shade
        left, right = scale.x(max(0, start)), scale.x(stop)
        for step in steps:
            a, b = max(left, step.x), min(right, step.end)
            if b > a:
                blocks.append(Block(a, step.y, round(b - a, 1), round(GROUND - step.y, 1), shade))
        if right - left >= LABEL_NEEDS:
            labels.append(Label(round((left + right) / 2, 1), line, _fitting(line, right - left)))
    return blocks, labels, shades


def _fitting(line: Line, width: float) -> str:
    """The customer's name, as much of it as the block is wide at 12 px a character."""
    name = title(line)
    most = max(2, int(width // 12) - 1)
    return name if len(name) <= most else name[: most - 1] + "…"
