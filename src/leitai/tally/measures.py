"""Measures: tables of records in, one figure per person, unit or period out.

A record table has any of ``person, unit, kind, day, at, record, amount, quantity, cost, discount,
sign, …``; amounts are units, ``sign`` is −1 on a record that takes an earlier one back. Ratios are
ppm, cut, and null where there is nothing to divide by, so nobody is ranked on them.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

import narwhals as nw

from leitai.tally.amounts import PPM, integer, ratio_ppm, ratio_ppm_expr
from leitai.tally.periods import Kind, start_expr
from leitai.tally.tables import Table, closed, opened

Best = Literal["highest", "lowest"]


def per_period(records: Table, kind: Kind) -> Table:
    """The records with ``period``: the first day of the period of this kind each is in."""
    return closed(opened(records).with_columns(period=start_expr(kind, nw.col("day"))), like=records)


def of_kinds(records: Table, kinds: Sequence[str]) -> Table:
    """Only the records of these kinds."""
    return closed(opened(records).filter(nw.col("kind").is_in(list(kinds))), like=records)


def total(records: Table, column: str = "amount", *, by: Sequence[str] = ("person",)) -> Table:
    """``value``: the sum of a column, per whatever ``by`` names (nothing: one row for all)."""
    return closed(_grouped(opened(records), by, nw.col(column).sum()), like=records)


def count(records: Table, *, by: Sequence[str] = ("person",)) -> Table:
    """``value``: how many records, those with a ``sign`` of −1 counting against it."""
    frame = opened(records)
    signed = "sign" in frame.collect_schema().names()
    return closed(_grouped(frame, by, nw.col("sign").sum() if signed else nw.len()), like=records)


def distinct(records: Table, column: str, *, by: Sequence[str] = ("person",)) -> Table:
    """``value``: how many different ones of a column, as customers; an empty one is none."""
    known = opened(records).filter(~nw.col(column).is_null())
    return closed(_grouped(known, by, nw.col(column).n_unique()), like=records)


def _grouped(frame: nw.LazyFrame[Table], by: Sequence[str], value: nw.Expr) -> nw.LazyFrame[Table]:
    aggregated = frame.group_by(*by).agg(value=value) if by else frame.select(value=value)
    return aggregated.with_columns(nw.col("value").cast(nw.Int64))


def ratio(numerator: Table, denominator: Table, *, by: Sequence[str] = ("person",)) -> Table:
    """``value`` in ppm: the first table's value ÷ the second's; null where that is zero or absent.

    Whoever is in either table has a row; absent above the line is zero.
    """
    both = _beside(opened(numerator), opened(denominator), by).with_columns(nw.col("left").fill_null(0))
    found = both.with_columns(value=ratio_ppm_expr(nw.col("left"), nw.col("right")))
    return closed(found.select(*by, "value"), like=numerator)


def attainment(measured: Table, targets: Table, *, by: Sequence[str] = ("person",), best: Best = "highest") -> Table:
    """Per person: ``value``, ``target``, ``attainment`` in ppm, and whether it is ``reached``.

    ``measured`` has ``value``, ``targets`` has ``target``, both in units. Attainment is cut, so
    99.9999…% stays below 100%. A target of zero, or none, has no attainment (null) and is not
    reached, unless less is better: then a value at or under the target reaches it.
    """
    both = _beside(opened(measured), opened(targets).rename({"target": "value"}), by)
    frame = both.with_columns(nw.col("left").fill_null(0)).rename({"left": "value", "right": "target"})
    value, target = nw.col("value"), nw.col("target")
    positive = nw.when(target > 0).then(target).otherwise(integer(None))
    reached = (value >= target) & (target > 0) if best == "highest" else value <= target
    frame = frame.with_columns(_positive=positive, reached=reached.fill_null(False))
    frame = frame.with_columns(attainment=ratio_ppm_expr(value, nw.col("_positive")))
    return closed(frame.select(*by, "value", "target", "attainment", "reached"), like=measured)


def growth(now: Table, base: Table, *, by: Sequence[str] = ("person",)) -> Table:
    """``value`` in ppm: now against the base, less the base, ÷ it; null where the base is not positive."""
    both = _beside(opened(now), opened(base), by).with_columns(nw.col("left").fill_null(0))
    below = nw.when(nw.col("right") > 0).then(nw.col("right")).otherwise(integer(None))
    found = both.with_columns(_more=nw.col("left") - nw.col("right"), _base=below)
    found = found.with_columns(value=ratio_ppm_expr(nw.col("_more"), nw.col("_base")))
    return closed(found.select(*by, "value"), like=now)


def margin(records: Table, *, by: Sequence[str] = ("person",)) -> Table:
    """``value`` in ppm: what is left of the amount after its cost; null where nothing was sold."""
    frame = opened(records).with_columns(_left=nw.col("amount") - nw.col("cost"))
    summed = frame.group_by(*by).agg(_left=nw.col("_left").sum(), _sold=nw.col("amount").sum())
    found = summed.with_columns(value=ratio_ppm_expr(nw.col("_left"), nw.col("_sold")))
    return closed(found.select(*by, "value"), like=records)


def _beside(left: nw.LazyFrame[Table], right: nw.LazyFrame[Table], by: Sequence[str]) -> nw.LazyFrame[Table]:
    """Two tables of one value per key side by side, as ``left`` and ``right``; null where absent."""
    value = nw.col("value").cast(nw.Int64)
    stacked = nw.concat(
        [
            left.select(*by, left=value, right=integer(None)),
            right.select(*by, left=integer(None), right=value),
        ]
    )
    return stacked.group_by(*by).agg(nw.col("left").max(), nw.col("right").max())


# One figure at a time.


def attained(value: int, target: int | None) -> int | None:
    """Attainment in ppm, cut; None for no target or one that is not positive."""
    return ratio_ppm(value, target) if target is not None and target > 0 else None


def grown(now: int, base: int) -> int | None:
    """Growth on a base in ppm, cut; None for a base that is not positive."""
    return ratio_ppm(now - base, base) if base > 0 else None


def shown_percent(ppm: int, decimals: int = 2) -> Decimal:
    """The percent to print: cut downwards, so what is shown is never more than what is.

    999,960 ppm → Decimal('99.99'), and never 100.00 for what has not reached it.
    """
    step = PPM // 10 ** (decimals + 2)
    return Decimal(ppm // step).scaleb(-decimals)
