"""Totals written the slow, obvious way, from records and credits alone: what the quick ones are held against."""

from collections import defaultdict
from collections.abc import Iterator

from leitai.sales.content import content_of
from leitai.sales.models import Credit, FirstOrder, Kind, PersonDay, Record, UnitMonth

FIGURES = ("amount", "quantity", "discount", "cost", "count")


def person_days_by_hand() -> list[PersonDay]:
    """Every person, kind and day that has records."""
    totals = defaultdict(lambda: dict.fromkeys(FIGURES, 0))
    for record, parts in _records_with_parts():
        totals[record.person_id, record.kind, record.day]["count"] += 1
        for part in parts:
            _add(totals[part.person_id, record.kind, record.day], part)
    return [PersonDay(person_id=person, kind=kind, day=day, **sums) for (person, kind, day), sums in totals.items()]


def unit_months_by_hand() -> list[UnitMonth]:
    """Every unit, product, channel, kind and month that has records."""
    totals = defaultdict(lambda: dict.fromkeys(FIGURES, 0))
    for record, parts in _records_with_parts():
        what = (record.product_id, record.channel_id, record.kind, record.day.replace(day=1))
        totals[record.unit_id, *what]["count"] += 1
        for part in parts:
            _add(totals[part.unit_id, *what], part)
    return [
        UnitMonth(unit_id=unit, product_id=product, channel_id=channel, kind=kind, month=month, **sums)
        for (unit, product, channel, kind, month), sums in totals.items()
    ]


def first_orders_by_hand(customer_ids=None) -> list[FirstOrder]:
    """Each customer's earliest live order; among those of one day the one that came in first."""
    orders = Record.objects.filter(live=True, kind=Kind.ORDER, customer__isnull=False)
    if customer_ids is not None:
        orders = orders.filter(customer_id__in=customer_ids)
    first: dict[int, FirstOrder] = {}
    for customer_id, day, pk in orders.order_by("day", "id").values_list("customer_id", "day", "id").iterator():
        first.setdefault(customer_id, FirstOrder(customer_id=customer_id, record_id=pk, day=day))
    return list(first.values())


def check_totals() -> list[str]:
    """What differs between the totals and the records, one sentence each; empty: nothing."""
    return [
        *_differences(PersonDay, person_days_by_hand(), ("person_id", "kind", "day"), FIGURES),
        *_differences(
            UnitMonth, unit_months_by_hand(), ("unit_id", "product_id", "channel_id", "kind", "month"), FIGURES
        ),
        *_differences(FirstOrder, first_orders_by_hand(), ("customer_id",), ("record_id", "day")),
    ]


def check_records() -> list[str]:
    """What is wrong with records themselves: a digest that no longer fits, live beside a reversal, parts
    that do not add up to their whole, a revision that is missing, two live ones."""
    wrong = []
    credits = _credits()
    reversed_ids = set(Record.objects.filter(reversal__isnull=False).values_list("id", flat=True))
    for record in Record.objects.iterator():
        parts = credits.get(record.pk, [])
        if content_of(record, parts).digest() != record.digest:
            wrong.append(f"record {record.pk} ({record}): content differs from its digest")
        if record.live == (record.pk in reversed_ids):
            wrong.append(f"record {record.pk} ({record}): live is {record.live} against its reversal")
        if record.split != bool(parts):
            wrong.append(f"record {record.pk} ({record}): split is {record.split} with {len(parts)} credits")
        if parts and not _adds_up(record, parts):
            wrong.append(f"record {record.pk} ({record}): credits do not add up to it")
    return wrong


def _records_with_parts() -> Iterator[tuple[Record, list]]:
    credits = _credits()
    for record in Record.objects.filter(live=True).iterator():
        yield record, credits.get(record.pk) or [record]


def _credits() -> dict[int, list[Credit]]:
    found: dict[int, list[Credit]] = {}
    for credit in Credit.objects.order_by("person_id").iterator():
        found.setdefault(credit.record_id, []).append(credit)
    return found


def _add(sums: dict, part) -> None:
    sums["amount"] += part.amount
    sums["quantity"] += part.quantity
    sums["discount"] += part.discount
    if part.cost is not None:
        sums["cost"] += part.cost


def _adds_up(record: Record, parts: list[Credit]) -> bool:
    if sum(part.share for part in parts) != 1:
        return False
    names = ["amount", "quantity", "discount"] + (["cost"] if record.cost is not None else [])
    return all(sum(getattr(part, name) for part in parts) == getattr(record, name) for name in names)


def _differences(model, rows: list, keys: tuple[str, ...], figures: tuple[str, ...]) -> list[str]:
    def table(rows) -> dict[tuple, tuple]:
        return {
            tuple(getattr(row, key) for key in keys): tuple(getattr(row, name) for name in figures)
            for row in rows
            if model is FirstOrder or any(getattr(row, name) for name in figures)
        }

    kept, right = table(model.objects.iterator()), table(rows)
    return [
        f"{model.__name__} {dict(zip(keys, key, strict=True))}: kept {kept.get(key)}, from records {right.get(key)}"
        for key in sorted(kept.keys() | right.keys(), key=str)
        if kept.get(key) != right.get(key)
    ]
