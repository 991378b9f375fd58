"""Tables in, tables out: any frame Narwhals knows, eager or lazy, and the same kind back."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import narwhals as nw

Table = Any
"""A native frame: polars.DataFrame, polars.LazyFrame, a DuckDB relation, a Spark DataFrame."""

AMOUNT = nw.Int64()
DAY = nw.Date()
AT = nw.Datetime("us")


def opened(table: Table) -> nw.LazyFrame[Any]:
    """The table as a lazy Narwhals frame, on its own engine."""
    frame = nw.from_native(table)
    return frame if isinstance(frame, nw.LazyFrame) else frame.lazy()


def closed(frame: nw.LazyFrame[Any], *, like: Table) -> Table:
    """The frame as a native table: computed where ``like`` was eager, else still lazy."""
    if isinstance(nw.from_native(like), nw.DataFrame):
        return frame.collect().to_native()
    return frame.to_native()


def table(columns: Mapping[str, nw.dtypes.DType], rows: Iterable[Sequence[object]] = ()) -> Table:
    """A Polars table of these typed columns from rows of Python values, for the embedded engine."""
    by_column = list(zip(*rows, strict=True)) or [()] * len(columns)
    data = {name: list(values) for name, values in zip(columns, by_column, strict=True)}
    return nw.from_dict(data, schema=dict(columns), backend="polars").to_native()


def rows(table: Table) -> list[dict[str, Any]]:
    """The rows as Python dicts; for results of a page's size, not for records by the million."""
    return opened(table).collect().rows(named=True)
