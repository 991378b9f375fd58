"""The plain path: live records, and the credits of those that are shared."""

from collections.abc import Iterable

from django.db.models import BigIntegerField, Count, F, Min, Q, Sum

from leitai.metrics.definitions import Filters
from leitai.metrics.reading.conditions import live_records
from leitai.metrics.reading.question import Question, place_of
from leitai.sales.models import Credit, FirstOrder, Record

KEYS = {
    "person": "person_id",
    "unit": "unit_id",
    "none": None,
    "product": "product_id",
    "line": "product__line",
    "channel": "channel_id",
    "customer": "customer_id",
    "region": "customer__region",
}
SHARED_KEYS = {"person": "person_id", "unit": "unit_id"}


def read(kinds, columns, filters: Filters, credit: str, question: Question, pieces, unit_ids) -> Iterable[dict]:
    """Rows of key, place, kind and the columns from records and, where shares matter, from credits.

    Counts go to whose the record is. Amounts of a shared record go to its credits; where neither people nor units
    are told apart the record's own amount is the sum of them, and is read instead.
    """
    told_apart = question.by in SHARED_KEYS or question.narrowed or unit_ids is not None
    by_share = credit == "share" and told_apart and set(columns) != {"count"}
    rows = Record.objects.filter(live_records(kinds, filters, pieces, known_at=question.known_at))
    alone = Q(split=False) if by_share else None
    yield from _added(_mine(rows, question, unit_ids), KEYS[question.by], question, pieces, columns, alone)
    if by_share:
        yield from _credits(kinds, columns, filters, question, pieces, unit_ids)


def _credits(kinds, columns, filters, question, pieces, unit_ids):
    condition = live_records(kinds, filters, pieces, prefix="record__", known_at=question.known_at)
    rows = Credit.objects.filter(condition)
    shared = [name for name in columns if name != "count"]
    key = SHARED_KEYS.get(question.by) or (KEYS[question.by] and f"record__{KEYS[question.by]}")
    return _added(_mine(rows, question, unit_ids), key, question, pieces, shared, None, prefix="record__")


def _mine(rows, question: Question, unit_ids):
    if question.person_ids is not None:
        rows = rows.filter(person_id__in=question.person_ids)
    return rows if unit_ids is None else rows.filter(unit_id__in=unit_ids)


def _added(rows, key, question: Question, pieces, columns, only: Q | None, prefix: str = "") -> Iterable[dict]:
    place = place_of(f"{prefix}day", pieces, daily=question.daily)
    named = {"place": place, "sort": F(f"{prefix}kind"), **({"key": F(key)} if key else {})}
    sums = {}
    for name in columns:
        sums.update(_sum(name, only))
    return rows.order_by().annotate(**named).values(*named).annotate(**sums)


def _sum(name: str, only: Q | None) -> dict:
    if name == "count":
        return {"sum_count": Count("pk")}
    if name == "costed":
        known = Q(cost__isnull=False) & (only or Q())
        return {"sum_costed": _plain("amount", known) - _plain("discount", known)}
    return {f"sum_{name}": _plain(name, only)}


def _plain(name: str, only: Q | None):
    return Sum(name, filter=only, output_field=BigIntegerField(), default=0)


def read_first_orders(kinds, filters: Filters, question: Question, pieces, unit_ids) -> Iterable[dict]:
    """Customers whose first order lies in the pieces, counted for whose that order is."""
    condition = live_records(kinds, filters, pieces, known_at=question.known_at)
    rows = Record.objects.filter(condition, pk__in=FirstOrder.objects.values("record_id"))
    return _added(_mine(rows, question, unit_ids), KEYS[question.by], question, pieces, ("count",), None)


def customer_pairs(kinds, filters: Filters, question: Question, pieces, unit_ids) -> Iterable[tuple]:
    """Distinct (key, place, customer): who ordered from whom. Daily: on the first day they did."""
    condition = live_records(kinds, filters, pieces, known_at=question.known_at)
    rows = Record.objects.filter(condition, customer__isnull=False)
    rows = _mine(rows, question, unit_ids).order_by()
    key = KEYS[question.by]
    named = {"key": F(key)} if key else {}
    if question.daily:
        found = rows.annotate(**named).values(*named, "customer_id").annotate(place=Min("day"))
    else:
        named["place"] = place_of("day", pieces)
        found = rows.annotate(**named).values(*named, "customer_id").distinct()
    for row in found:
        yield row.get("key"), row["place"], row["customer_id"]
