"""Filters as conditions on records, and on credits through their record."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from leitai.metrics.definitions import Filters
from leitai.metrics.reading.question import within
from leitai.sales.models import Kind, Record
from leitai.tally.amounts import from_units


def live_records(kinds, filters: Filters, pieces, *, prefix: str = "", known_at: datetime | None = None) -> Q:
    """Live records of these kinds that pass the filters, on the days of the pieces.

    With `prefix` "record__" the same said of credits. Whose it is and the unit are not looked at.
    """
    condition = counted(prefix, known_at) & Q(**{f"{prefix}kind__in": kinds})
    for name, column in (("products", "product_id"), ("lines", "product__line"), ("channels", "channel_id")):
        if wanted := getattr(filters, name):
            condition &= Q(**{f"{prefix}{column}__in": wanted})
    if filters.regions:
        condition &= Q(**{f"{prefix}customer__region__in": filters.regions})
    if filters.rater != "any":
        condition &= Q(**{f"{prefix}customer__isnull": filters.rater == "peer"})
    if filters.min_amount is not None:
        condition &= _at_least(filters.min_amount, prefix, known_at)
    if not filters.returned:
        condition &= ~(Q(**{f"{prefix}kind": Kind.ORDER}) & _has_return(prefix, known_at))
    return condition & _days(filters, pieces, prefix)


def counted(prefix: str, known_at: datetime | None) -> Q:
    """Live now; or, as known at an instant, posted by then and not yet reversed. First orders stay those of now."""
    live = Q(**{f"{prefix}live": True})
    if known_at is None:
        return live
    later = Q(**{f"{prefix}reversal__at__gt": known_at})
    return Q(**{f"{prefix}created_at__lte": known_at}) & (live | later)


def _days(filters: Filters, pieces, prefix: str) -> Q:
    if not filters.reads_period:
        return within(f"{prefix}day", pieces)
    first = f"{prefix}customer__first_order__day"
    condition = Q(pk__in=[])
    for piece in pieces:
        day = within(f"{prefix}day", [piece])
        # A customer is new by the whole span, not by the piece of it that is read here.
        if filters.customers == "new":
            condition |= day & within(first, [piece])
        else:
            condition |= day & Q(**{f"{first}__lt": piece[1].start})
    return condition


def _at_least(units: int, prefix: str, known_at: datetime | None) -> Q:
    """The record's size; a return passes when its order does, and by its own size where it has none."""
    least = from_units(units)
    own = Q(**{f"{prefix}amount__gte": least}) | Q(**{f"{prefix}amount__lte": -least})
    is_return = Q(**{f"{prefix}kind": "return"})
    orders = _orders_named(prefix, known_at)
    return (own & (~is_return | ~Exists(orders))) | (is_return & Exists(orders.filter(amount__gte=least)))


def _orders_named(prefix: str, known_at: datetime | None):
    """The live orders a return names, by its reference or by order number."""
    by_reference = Q(source_id=OuterRef(f"{prefix}source_id"), external_id=OuterRef(f"{prefix}refers_to_external_id"))
    by_number = Q(order_no=OuterRef(f"{prefix}order_no")) & ~Q(order_no="")
    return Record.objects.filter(by_reference | by_number, counted("", known_at), kind=Kind.ORDER)


def _has_return(prefix: str, known_at: datetime | None):
    """A live return names the order."""
    by_reference = Q(source_id=OuterRef(f"{prefix}source_id"), refers_to_external_id=OuterRef(f"{prefix}external_id"))
    by_number = Q(order_no=OuterRef(f"{prefix}order_no")) & ~Q(order_no="")
    return Exists(Record.objects.filter(by_reference | by_number, counted("", known_at), kind=Kind.RETURN))
