"""Which records somebody may see, and the filters every list of them offers."""

from datetime import date

from django.db.models import Q, QuerySet

from leitai.organization.rights import Rights
from leitai.sales.models import Credit, Deal, Record


class RecordQuerySet(QuerySet):
    """Filters that read like the sentence. None of them widens what may be seen."""

    def in_period(self, start: date | None, end: date | None) -> "RecordQuerySet":
        """Days in [start, end); None: open at that end."""
        found = self if start is None else self.filter(day__gte=start)
        return found if end is None else found.filter(day__lt=end)

    def of_person(self, person_id: int) -> "RecordQuerySet":
        """Whose the record is, or who has a share of it."""
        shared = Credit.objects.filter(person_id=person_id).values("record_id")
        return self.filter(Q(person_id=person_id, split=False) | Q(pk__in=shared))

    def of_units(self, unit_ids) -> "RecordQuerySet":
        """Records that count for any of these units, in whole or in part."""
        shared = Credit.objects.filter(unit_id__in=unit_ids).values("record_id")
        return self.filter(Q(unit_id__in=unit_ids, split=False) | Q(pk__in=shared))

    def containing(self, text: str) -> "RecordQuerySet":
        """A number, a customer's name or a note that holds the text."""
        return self.filter(
            Q(external_id__icontains=text)
            | Q(order_no__icontains=text)
            | Q(contract_no__icontains=text)
            | Q(invoice_no__icontains=text)
            | Q(customer__name__icontains=text)
            | Q(note__icontains=text)
        )


def live_records() -> RecordQuerySet:
    """Every record that counts, for jobs; a viewer asks `records_visible_to`."""
    return RecordQuerySet(Record).filter(live=True)


def record_filter(rights: Rights) -> Q:
    """What a viewer may see, as a condition on Record: everything; or what counts for a unit one reaches, in whole
    or in part, on its day; or one's own, or what one shares."""
    if rights.sees_all():
        return Q()
    parts = Credit.objects.filter(Q(person_id=rights.person_id) | Q(unit_id__in=rights.unit_ids()))
    return Q(person_id=rights.person_id) | Q(unit_id__in=rights.unit_ids()) | Q(pk__in=parts.values("record_id"))


def records_visible_to(rights: Rights, *, live: bool = True) -> RecordQuerySet:
    """The records a viewer may see; `live=False` adds those that no longer count."""
    found = RecordQuerySet(Record).filter(record_filter(rights))
    return found.filter(live=True) if live else found


def history_of(record: Record) -> QuerySet[Record]:
    """All revisions of what this record tells, newest first."""
    revisions = Record.objects.filter(source_id=record.source_id, external_id=record.external_id)
    return revisions.select_related("reversal", "reversal__by", "created_by", "batch").order_by("-revision")


def customers_dealt_with(rights: Rights) -> QuerySet:
    """Ids of customers in the records a viewer may see, and in the deals one reported that still wait."""
    records = records_visible_to(rights, live=False).filter(customer__isnull=False).order_by().values("customer_id")
    deals = Deal.objects.filter(Q(person_id=rights.person_id) | Q(reported_by_id=rights.user_id)).values("customer_id")
    return records.union(deals)
