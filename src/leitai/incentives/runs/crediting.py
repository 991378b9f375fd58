"""In which period what a record brings is paid: its own, or for a return that of its order.

What it brings to whom says the metric: metrics.queries.contributions.
"""

from collections.abc import Collection, Iterable, Sequence

import polars as pl

from leitai.organization.queries import UnitFinder
from leitai.sales.models import Credit, Kind, Record
from leitai.sales.queries.orders import with_order
from leitai.tally.periods import Period


def in_pay_period(rows: pl.DataFrame, periods: Sequence[Period], paid: Collection[Period]) -> pl.DataFrame:
    """With `start` of the period each row is paid in: its own, or for a return that of its order if that is paid.

    `held_day` and `held_unit` say by when and where it is judged whether the person is on the scheme: a return in the
    period of its order by the order's, or whoever moved on since would keep what the order paid.
    """
    returns = rows.filter(pl.col("kind") == Kind.RETURN)
    orders = orders_of_returns(returns["record"].unique().to_list()) if len(returns) else {}
    units = _OrderUnits(orders.values(), returns["person"].unique().to_list()) if orders else None
    placed = []
    for record, person, day, unit in rows.select("record", "person", "day", "unit").iter_rows():
        own = next(each for each in periods if day in each)
        order = orders.get(record)
        earlier = next((each for each in paid if order.day in each), None) if order else None
        period = earlier if earlier and earlier.start < own.start else own
        by_order = order is not None and order.day in period
        placed.append((period.start, order.day if by_order else day, units(order, person) if by_order else unit))
    schema = {"start": pl.Date, "held_day": pl.Date, "held_unit": pl.Int64}
    return pl.concat([rows, pl.DataFrame(placed, schema=schema, orient="row")], how="horizontal")


def orders_of_returns(records: Iterable[int]) -> dict[int, Record]:
    """The order each of these returns is for, by the return's id; those without an order are missing."""
    found = with_order(Record.objects.filter(pk__in=list(records), kind=Kind.RETURN)).values_list("pk", "order_id")
    orders = {pk: order for pk, order in found if order}
    known = Record.objects.only("id", "day", "person_id", "unit_id").in_bulk(set(orders.values()))
    return {pk: known[order] for pk, order in orders.items()}


class _OrderUnits:
    """Where a person belonged for an order: as credited on it, else as a member on its day."""

    def __init__(self, orders: Iterable[Record], person_ids: Iterable[int]):
        orders = {order.pk: order for order in orders}
        self.credited = {(pk, order.person_id): order.unit_id for pk, order in orders.items()}
        shares = Credit.objects.filter(record__in=orders).values_list("record_id", "person_id", "unit_id")
        self.credited |= {(record, person): unit for record, person, unit in shares}
        self.on_day = UnitFinder(person_ids)

    def __call__(self, order: Record, person_id: int) -> int | None:
        key = (order.pk, person_id)
        return self.credited[key] if key in self.credited else self.on_day(person_id, order.day)
