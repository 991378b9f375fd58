"""Draws, and payment in parts: what is paid when, beside what is earned."""

from collections.abc import Sequence
from dataclasses import dataclass

from leitai.tally.allocation import allocate
from leitai.tally.amounts import CENT


@dataclass(frozen=True)
class DrawMonth:
    """What a month paid, and what the person owes the company after it; units."""

    earned: int
    paid: int
    debt: int


def draw(earned: Sequence[int], guarantee: int, *, recoverable: bool = True, debt: int = 0) -> list[DrawMonth]:
    """Month by month: at least the guarantee is paid, and a good month pays back what was drawn.

    Only what is earned above the guarantee pays back. A draw that is not recoverable leaves no
    debt. ``debt`` is what was owed before.
    """
    months = []
    for amount in earned:
        repaid = min(debt, max(0, amount - guarantee))
        drawn = max(0, guarantee - amount)
        debt += (drawn if recoverable else 0) - repaid
        months.append(DrawMonth(amount, amount + drawn - repaid, debt))
    return months


def instalments(amount: int, parts: Sequence[int], *, step: int = CENT) -> list[int]:
    """An amount paid in parts by weight, each a whole cent, the last taking what is left."""
    return allocate(amount, parts, step=step, remainder="last")
