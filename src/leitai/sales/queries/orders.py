"""Returns and payments find their order when asked, so that it may arrive later, be revised or be undone."""

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from leitai.sales.models import Kind, Record

REFERRING = (Kind.RETURN, Kind.PAYMENT)


def orders_of(record: Record) -> QuerySet[Record]:
    """The live orders a return or payment is for: by its own reference, else by order number, that of the
    same source before that of another. Several where an order came in as lines."""
    orders = Record.objects.filter(live=True, kind=Kind.ORDER)
    if record.refers_to_external_id:
        named = orders.filter(source_id=record.source_id, external_id=record.refers_to_external_id)
        if named.exists():
            return named
    if not record.order_no:
        return orders.none()
    numbered = orders.filter(order_no=record.order_no)
    own = numbered.filter(source_id=record.source_id)
    return (own if own.exists() else numbered).order_by("id")


def referring_to(order: Record) -> QuerySet[Record]:
    """The live returns and payments whose order this is, oldest first."""
    mentioned = Q(source_id=order.source_id, refers_to_external_id=order.external_id)
    if order.order_no:
        mentioned |= Q(order_no=order.order_no)
    found = with_order(Record.objects.filter(mentioned, live=True, kind__in=REFERRING))
    line_of_it = Q(named_id=None, order_number=order.order_no, order_source_id=order.source_id)
    return found.filter(Q(order_id=order.pk) | line_of_it & ~Q(order_number="")).order_by("day", "id")


def with_order(records: QuerySet[Record]) -> QuerySet[Record]:
    """Each with the live order it is for: `order_id` (the first, where it came in as lines; None: loose),
    `order_number` and `order_source_id`; `named_id` where the reference names it, and not the number."""
    finders = (_named(), _numbered(same_source=True), _numbered(same_source=False))

    def first(column: str) -> Coalesce:
        return Coalesce(*(_first(orders, column) for orders in finders))

    return records.annotate(
        named_id=_first(_named(), "id"),
        order_id=first("id"),
        order_number=first("order_no"),
        order_source_id=first("source_id"),
    )


def loose_returns() -> QuerySet[Record]:
    """Live returns whose order is not there (yet, or no longer). They count all the same."""
    returns = Record.objects.filter(live=True, kind=Kind.RETURN)
    return returns.exclude(Exists(_named())).exclude(Exists(_numbered(same_source=False)))


def _named() -> QuerySet[Record]:
    return Record.objects.filter(
        live=True,
        kind=Kind.ORDER,
        source_id=OuterRef("source_id"),
        external_id=OuterRef("refers_to_external_id"),
    )


def _numbered(*, same_source: bool) -> QuerySet[Record]:
    orders = Record.objects.filter(live=True, kind=Kind.ORDER, order_no=OuterRef("order_no")).exclude(order_no="")
    return orders.filter(source_id=OuterRef("source_id")) if same_source else orders


def _first(orders: QuerySet[Record], column: str) -> Subquery:
    return Subquery(orders.order_by("id").values(column)[:1])
