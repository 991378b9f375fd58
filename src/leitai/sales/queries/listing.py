"""A list of records: what it adds up to, and a page of it by key, so that page 1,000 costs what page 1 costs."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Case, Count, F, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from leitai.money.columns import AmountField
from leitai.sales.models import Credit, Kind, Record
from leitai.sales.queries.records import RecordQuerySet
from leitai.tally.amounts import from_units, to_units

A_PAGE = 50
MONEY = (Kind.ORDER, Kind.RETURN, Kind.PAYMENT)


def with_part(records: RecordQuerySet, *, person_id: int | None = None, unit_ids=None) -> RecordQuerySet:
    """Each record with `part`: of its amount what counts for this person, or these units; else all of it."""
    if person_id is None and unit_ids is None:
        return records.annotate(part=F("amount"))
    credits = Credit.objects.filter(record_id=OuterRef("pk")).order_by()
    credits = credits.filter(person_id=person_id) if person_id else credits.filter(unit_id__in=unit_ids)
    total = Subquery(credits.values("record_id").annotate(sum=Sum("amount")).values("sum"))
    # Whose it is may hold no credit of a shared record: then nothing of it counts here.
    shared = Coalesce(total, Value(0), output_field=AmountField())
    return records.annotate(part=Case(When(split=False, then=F("amount")), default=shared, output_field=AmountField()))


@dataclass(frozen=True)
class Added:
    """How many records of a kind, and what they add up to."""

    kind: str
    count: int
    amount: Decimal


def added_up(records: RecordQuerySet) -> list[Added]:
    """By kind, in the order of the kinds; of records with their `part`. Only money adds up to an amount."""
    rows = records.order_by().values("kind").annotate(count=Count("id"), total=Sum("part"))
    found = [Added(row["kind"], row["count"], row["total"] if row["kind"] in MONEY else Decimal(0)) for row in rows]
    return sorted(found, key=lambda each: Kind.values.index(each.kind))


@dataclass(frozen=True)
class KeyPage:
    """Rows of one page. `after` and `before` are the keys of the next and the previous page; empty: there is none."""

    rows: list[Record]
    after: str = ""
    before: str = ""


def page_by_key(records: RecordQuerySet, *, sort: tuple[str, str], after: str = "", before: str = "") -> KeyPage:
    """A page in this order, from just after (or just before) a key. A key that cannot be read is the beginning."""
    start, backwards = _key(before or after, sort), bool(before)
    order = [_turned(name) for name in sort] if backwards else list(sort)
    if start is None:
        order, backwards = list(sort), False
    else:
        records = records.filter(_beyond(order, start))
    rows = list(records.order_by(*order)[: A_PAGE + 1])
    more, rows = len(rows) > A_PAGE, rows[:A_PAGE]
    if backwards:
        rows.reverse()
    ahead, behind = (start is not None, more) if backwards else (more, start is not None)
    return KeyPage(
        rows,
        after=key_of(rows[-1], sort) if rows and ahead else "",
        before=key_of(rows[0], sort) if rows and behind else "",
    )


def key_of(record: Record, sort: tuple[str, str]) -> str:
    """What stands for the record in an address: 2026-11-18_123."""
    value = getattr(record, sort[0].lstrip("-"))
    return f"{to_units(value) if isinstance(value, Decimal) else value.isoformat()}_{record.pk}"


def _key(text: str, sort: tuple[str, str]):
    value, _sep, pk = text.rpartition("_")
    try:
        parsed = date.fromisoformat(value) if sort[0].endswith("day") else from_units(int(value))
        return parsed, int(pk)
    except ValueError:
        return None


def _turned(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _beyond(order: list[str], start) -> Q:
    name, way = order[0].lstrip("-"), "lt" if order[0].startswith("-") else "gt"
    value, pk = start
    return Q(**{f"{name}__{way}": value}) | Q(**{name: value, f"id__{way}": pk})
