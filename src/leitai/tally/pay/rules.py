"""Rules: what a running total earns, exactly.

A rule answers twice. For one total it gives steps, the products a person can follow; for a
column it gives a pair of columns, whole + rest ÷ 10⁶ in units, so that fractions of a unit are
carried and rounded only once. Both are the same rational number.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any, Protocol

import narwhals as nw

from leitai.tally.amounts import PPM, floor_and_rest, integer, ratio_ppm, ratio_ppm_expr

Frame = nw.LazyFrame[Any]
Step = tuple[int, int, int, int, int | None]
"""From, to, amount, rate in ppm, number of the tier: one product of an explanation."""


class Rule(Protocol):
    """What all rules can do. ``target`` is the person's target in units, where the rule needs it."""

    @property
    def needs_target(self) -> bool: ...

    def exact(self, total: int, target: int | None = None) -> Fraction:
        """Units earned by this total, not rounded."""

    def steps(self, before: int, after: int, target: int | None = None) -> list[Step]:
        """The products that lead from one total to another: (start, end, amount, rate, tier)."""

    def earn(self, frame: Frame, total: str, into: str) -> Frame:
        """exact() of the column ``total``: adds ``{into}_whole`` and ``{into}_rest``.

        Earned is whole + rest ÷ 10⁶, the rest never negative. A rule that needs a target finds
        it in the column ``_target``. Work goes in stages of columns: nested expressions would
        double with every step.
        """


@dataclass(frozen=True)
class Flat:
    """One rate on everything: ``Flat(50_000)`` is 5%.

    On a count it is an amount a piece: 50 元 each is 50 × 10⁶ ppm.
    """

    rate: int

    @property
    def needs_target(self) -> bool:
        return False

    def exact(self, total: int, target: int | None = None) -> Fraction:
        return Fraction(total * self.rate, PPM)

    def steps(self, before: int, after: int, target: int | None = None) -> list[Step]:
        return [(before, after, after - before, self.rate, None)]

    def earn(self, frame: Frame, total: str, into: str) -> Frame:
        return product(frame, nw.col(total), integer(self.rate), into)


@dataclass(frozen=True)
class Curve:
    """A bonus paid by attainment along straight lines: points (attainment, share of bonus) in ppm.

    Nothing below the first point, the last point's share from there on (the cap). Attainment
    and share are cut to whole ppm, never rounded up.
    """

    points: tuple[tuple[int, int], ...]
    bonus: int

    def __post_init__(self) -> None:
        attainments = [attainment for attainment, _ in self.points]
        if len(attainments) < 2 or attainments != sorted(set(attainments)):
            raise ValueError("a curve needs two points or more, of rising attainment")

    @property
    def needs_target(self) -> bool:
        return True

    def share(self, attainment: int) -> int:
        """The share of the bonus, in ppm."""
        (first, _), (last, most) = self.points[0], self.points[-1]
        if attainment < first:
            return 0
        if attainment >= last:
            return most
        at = bisect_right([a for a, _ in self.points], attainment)
        (a, p), (b, q) = self.points[at - 1], self.points[at]
        return p + (attainment - a) * (q - p) // (b - a)

    def exact(self, total: int, target: int | None = None) -> Fraction:
        return Fraction(self.bonus * self.share(ratio_ppm(total, target or 0) or 0), PPM)

    def steps(self, before: int, after: int, target: int | None = None) -> list[Step]:
        was, now = (self.share(ratio_ppm(total, target or 0) or 0) for total in (before, after))
        taken_back = [(before, 0, -self.bonus, was, None)] if was else []
        return [(0, after, self.bonus, now, None), *taken_back]

    def earn(self, frame: Frame, total: str, into: str) -> Frame:
        at = nw.col("_attainment")
        share = integer(0)
        for (a, p), (b, q) in pairwise(self.points):
            climbed, _ = floor_and_rest((at - a) * (q - p), b - a)
            share = nw.when(at >= a).then(climbed + p).otherwise(share)
        last, most = self.points[-1]
        share = nw.when(at >= last).then(integer(most)).otherwise(share)
        frame = frame.with_columns(_attainment=ratio_ppm_expr(nw.col(total), nw.col("_target")))
        frame = frame.with_columns(_share=share)
        frame = product(frame, integer(self.bonus), nw.col("_share"), into)
        return frame.drop("_attainment", "_share")


def product(frame: Frame, amount: nw.Expr, rate: nw.Expr, into: str) -> Frame:
    """amount × rate as ``{into}_whole`` and ``{into}_rest``; the amount may be negative."""
    whole, rest = floor_and_rest(nw.col("_amount"), PPM)
    staged = frame.with_columns(_amount=amount, _rate=rate).with_columns(_whole=whole, _rest=rest)
    paid = {f"{into}_{part}": nw.col(f"_{part}") * nw.col("_rate") for part in ("whole", "rest")}
    return staged.with_columns(**paid).drop("_amount", "_rate", "_whole", "_rest")


@dataclass(frozen=True)
class Matrix:
    """A coefficient looked up by two ratios, as 目标完成率 × 回款率; floors descend, in ppm.

    Each floor opens a band that ends at the next higher one; below the lowest floor of either
    the coefficient is ``below``.
    """

    row_floors: tuple[int, ...]
    column_floors: tuple[int, ...]
    coefficients: tuple[tuple[int, ...], ...]
    below: int = 0

    def __post_init__(self) -> None:
        for floors in (self.row_floors, self.column_floors):
            if not floors or list(floors) != sorted(set(floors), reverse=True):
                raise ValueError("floors of a matrix descend")
        shape = {len(row) for row in self.coefficients}
        if len(self.coefficients) != len(self.row_floors) or shape != {len(self.column_floors)}:
            raise ValueError("a matrix has a coefficient for each row and column")

    @classmethod
    def by_sum(cls, row_floors: Sequence[int], column_floors: Sequence[int], steps: Sequence[int]) -> "Matrix":
        """A matrix whose coefficient depends on the sum of the two bands' numbers alone.

        The best two bands take the first step; where the steps end, the last one holds.
        """
        return cls(
            tuple(row_floors),
            tuple(column_floors),
            tuple(
                tuple(steps[min(row + column, len(steps) - 1)] for column in range(len(column_floors)))
                for row in range(len(row_floors))
            ),
        )

    def at(self, row_ratio: int, column_ratio: int) -> int:
        """The coefficient for two ratios, all in ppm."""
        row = next((i for i, floor in enumerate(self.row_floors) if row_ratio >= floor), None)
        column = next((i for i, floor in enumerate(self.column_floors) if column_ratio >= floor), None)
        return self.below if row is None or column is None else self.coefficients[row][column]

    def at_expr(self, row_ratio: nw.Expr, column_ratio: nw.Expr) -> nw.Expr:
        """at() row by row."""
        found = integer(self.below)
        for i, row in reversed(list(enumerate(self.row_floors))):
            for j, column in reversed(list(enumerate(self.column_floors))):
                inside = (row_ratio >= row) & (column_ratio >= column)
                found = nw.when(inside).then(integer(self.coefficients[i][j])).otherwise(found)
        return found
