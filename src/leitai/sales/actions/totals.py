"""Totals move by what is added and taken away, in the transaction of the records."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db import connection, transaction

from leitai.organization.queries import UnitFinder
from leitai.sales.models import Credit, FirstOrder, Kind, PersonDay, Record, UnitMonth
from leitai.sales.queries.checking import first_orders_by_hand, person_days_by_hand, unit_months_by_hand
from leitai.sales.rows import chunks, insert, upsert
from leitai.tally.amounts import SCALE

SUMS = ["amount", "quantity", "discount", "cost", "count"]
UNIT_MONTH_KEYS = "month, kind, COALESCE(unit_id, 0), COALESCE(product_id, 0), COALESCE(channel_id, 0)"


class Totals:
    """What one act adds to the totals, gathered first and written once."""

    def __init__(self):
        self._person_days = defaultdict(lambda: [0] * len(SUMS))
        self._unit_months = defaultdict(lambda: [0] * len(SUMS))

    def add(self, record: Record, credits: list[Credit], sign: int = 1) -> None:
        """A record that counts from now on, or, with sign −1, no longer."""
        counted = [*[0] * (len(SUMS) - 1), sign]
        self._add(record, record.person_id, record.unit_id, counted)
        for part in credits or [record]:
            self._add(record, part.person_id, part.unit_id, sums_of(part, sign))

    def take_away(self, record: Record, credits: list[Credit]) -> None:
        self.add(record, credits, -1)

    def move_unit(self, record: Record, part, unit_id: int | None) -> None:
        """A record or credit belongs to another unit."""
        sums = sums_of(part, 1) if not (record.split and part is record) else [0] * len(SUMS)
        if part is record:
            sums[-1] = 1
        self._add_unit(record, part.unit_id, [-each for each in sums])
        self._add_unit(record, unit_id, sums)

    def _add(self, record: Record, person_id: int, unit_id: int | None, sums: list[int]) -> None:
        _into(self._person_days[record.kind, record.day, person_id], sums)
        self._add_unit(record, unit_id, sums)

    def _add_unit(self, record: Record, unit_id: int | None, sums: list[int]) -> None:
        key = (unit_id, record.product_id, record.channel_id, record.kind, record.day.replace(day=1))
        _into(self._unit_months[key], sums)

    def save(self) -> None:
        """Write what was gathered. In key order, or two writers could wait for each other."""
        days = sorted((key, sums) for key, sums in self._person_days.items() if any(sums))
        months = sorted(((key, sums) for key, sums in self._unit_months.items() if any(sums)), key=_by_month)
        stored = _day_as_stored()
        upsert(PersonDay, "kind, day, person_id", SUMS, [
            [*sums, person_id, kind, stored(day)] for (kind, day, person_id), sums in days
        ])  # fmt: skip
        upsert(UnitMonth, UNIT_MONTH_KEYS, SUMS, [
            [*sums, unit, product, channel, kind, stored(month)]
            for (unit, product, channel, kind, month), sums in months
        ])  # fmt: skip
        self.__init__()

    def save_first_orders(self, *, added: Iterable[Record], reversed: Iterable[Record]) -> None:
        """Keep each customer's first live order."""
        lost = {record.pk: record.customer_id for record in reversed if _makes_new(record)}
        _forget(lost)
        earliest: dict[int, Record] = {}
        for record in added:
            if _makes_new(record):
                first = earliest.setdefault(record.customer_id, record)
                if _turn(record) < _turn(first):
                    earliest[record.customer_id] = record
        _keep_earlier(earliest)


def sums_of(part: Record | Credit, sign: int) -> list[int]:
    """The amounts of a record or credit in units; its cost counts only where known."""
    cost = part.cost
    return [
        int(part.amount * SCALE) * sign,
        int(part.quantity * SCALE) * sign,
        int(part.discount * SCALE) * sign,
        0 if cost is None else int(cost * SCALE) * sign,
        0,
    ]


def _into(total: list[int], sums: list[int]) -> None:
    for place, value in enumerate(sums):
        if value:
            total[place] += value


def _by_month(row):
    (unit, product, channel, kind, month), _sums = row
    return month, kind, unit or 0, product or 0, channel or 0


def _day_as_stored():
    return date.isoformat if connection.vendor == "sqlite" else lambda day: day


def _makes_new(record: Record) -> bool:
    return record.kind == Kind.ORDER and record.customer_id is not None


def _turn(record) -> tuple:
    return record.day, getattr(record, "record_id", record.pk)


def _forget(lost: dict[int, int]) -> None:
    """First orders that no longer count give way to the next live one."""
    customers = set()
    for some in chunks(lost):
        gone = FirstOrder.objects.filter(record_id__in=some)
        customers |= set(gone.values_list("customer_id", flat=True))
        gone.delete()
    for some in chunks(customers):
        insert(first_orders_by_hand(customer_ids=some))


def _keep_earlier(earliest: dict[int, Record]) -> None:
    kept = {}
    for some in chunks(earliest):
        kept |= FirstOrder.objects.in_bulk(some)
    beaten = {pk: each for pk, each in earliest.items() if pk not in kept or _turn(each) < _turn(kept[pk])}
    for some in chunks(pk for pk in beaten if pk in kept):
        FirstOrder.objects.filter(pk__in=some).delete()
    insert([FirstOrder(customer_id=pk, record_id=each.pk, day=each.day) for pk, each in sorted(beaten.items())])


@transaction.atomic
def rederive_units(*, person_ids: Iterable[int], since: date) -> int:
    """Memberships changed from `since` on: live records and credits follow. How many moved."""
    people = set(person_ids)
    unit_of = UnitFinder(people)
    totals = Totals()
    moved = 0
    records = Record.objects.filter(live=True, person_id__in=people, day__gte=since)
    credits = Credit.objects.filter(record__live=True, person_id__in=people, record__day__gte=since)
    for model, parts in ((Record, records), (Credit, credits.select_related("record"))):
        to: dict[int | None, list[int]] = defaultdict(list)
        for part in parts.iterator(chunk_size=2000):
            record = part if model is Record else part.record
            unit_id = unit_of(part.person_id, record.day)
            if unit_id != part.unit_id:
                totals.move_unit(record, part, unit_id)
                to[unit_id].append(part.pk)
        moved += _move(model, to)
    totals.save()
    return moved


def _move(model, to: dict[int | None, list[int]]) -> int:
    for unit_id, ids in to.items():
        for some in chunks(ids):
            model.objects.filter(pk__in=some).update(unit_id=unit_id)
    return sum(map(len, to.values()))


@transaction.atomic
def recompute_totals() -> None:
    """Throw the totals away and add them up again from the records."""
    for model, rows in (
        (PersonDay, person_days_by_hand()),
        (UnitMonth, unit_months_by_hand()),
        (FirstOrder, first_orders_by_hand()),
    ):
        model.objects.all().delete()
        insert(rows)
