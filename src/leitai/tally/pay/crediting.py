"""Who is credited with a record: its person, those it is split between, and those who lead them."""

from collections.abc import Sequence

import narwhals as nw

from leitai.tally.amounts import PPM, at_rate_expr, integer
from leitai.tally.tables import Table, closed, opened

EXACT = ("amount", "quantity", "cost", "discount")


class CreditError(ValueError):
    """``code``: ``shares_not_whole`` (records: [(record, its shares in ppm)], at most ten)."""

    def __init__(self, code: str, **facts: object) -> None:
        self.code = code
        self.facts = facts
        super().__init__(f"{code}: {facts}" if facts else code)


def credit(records: Table, splits: Table, *, columns: Sequence[str] = EXACT) -> Table:
    """One row per record and credited person; a record without splits is its person's alone.

    ``records`` has ``record, person`` and amounts; ``splits`` has ``record, person, share``
    (ppm) and may have ``overlay`` (bool) and ``place``. Shares of a record total 1,000,000 ppm or it is
    refused (CreditError); overlay credit comes on top and may be any share. Each amount is split
    as allocation.split_by_shares does, in the order of ``place`` where splits have it, else of
    ``person``, so parts sum to the record.
    """
    frame, shares = opened(records), opened(splits)
    names = frame.collect_schema().names()
    given = shares.collect_schema().names()
    shares = shares.with_columns(nw.col("share").cast(nw.Int64))
    if "overlay" not in given:
        shares = shares.with_columns(overlay=nw.lit(False))
    _refuse_broken(shares)
    turn = "place" if "place" in given else "person"
    reached = nw.col("share").cum_sum().over("record", "overlay", order_by=turn)
    # Each overlay is a split of its own, from nothing to its share.
    start = nw.when(nw.col("overlay")).then(integer(0)).otherwise(nw.col("_to") - nw.col("share"))
    end = nw.when(nw.col("overlay")).then(nw.col("share")).otherwise(nw.col("_to"))
    bounded = shares.with_columns(_to=reached).with_columns(_from=start).with_columns(_to=end)
    split = frame.drop("person").join(bounded, on="record", how="inner")
    present = [column for column in columns if column in names]
    parts = [(_part(column, "_to") - _part(column, "_from")).cast(nw.Int64).alias(column) for column in present]
    alone = frame.join(shares.filter(~nw.col("overlay")), on="record", how="anti")
    whole = alone.with_columns(share=integer(PPM), overlay=nw.lit(False))
    order = [*names, "share", "overlay"]
    return closed(nw.concat([whole.select(order), split.with_columns(parts).select(order)]), like=records)


def override(credits: Table, leads: Table) -> Table:
    """Credit for those who lead: each person's credits once more for their lead on that day.

    ``leads`` has ``lead, person, start, end`` (half-open; an empty end is open). The credited
    become ``source``, the lead ``person``.
    """
    frame, led = opened(credits), opened(leads)
    names = frame.collect_schema().names()
    joined = frame.join(led, on="person", how="inner")
    leading = (nw.col("day") >= nw.col("start")) & (nw.col("end").is_null() | (nw.col("day") < nw.col("end")))
    renamed = joined.filter(leading).rename({"person": "source", "lead": "person"})
    return closed(renamed.select(*names, "source"), like=credits)


def _part(column: str, share: str) -> nw.Expr:
    """The running part of a column at a running share of at most a few wholes."""
    return at_rate_expr(nw.col(column), nw.col(share))


def _refuse_broken(shares: nw.LazyFrame[Table]) -> None:
    totals = shares.filter(~nw.col("overlay")).group_by("record").agg(nw.col("share").sum())
    broken = totals.filter(nw.col("share") != PPM).sort("record").head(10).collect()
    if len(broken):
        raise CreditError("shares_not_whole", records=list(broken.iter_rows()))
