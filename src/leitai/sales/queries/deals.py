"""Where a reported deal stands, and who may see it."""

from datetime import date

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast

from leitai.organization.models import Membership
from leitai.organization.rights import Rights
from leitai.sales.models import Deal, Record, Source, SplitProposal
from leitai.sales.queries.records import record_filter


def pending_deals() -> QuerySet[Deal]:
    """Reported, neither counted nor taken back: they wait for a lead."""
    counted = Record.objects.filter(source__code=Source.HAND, external_id=Cast(OuterRef("pk"), CharField()))
    return Deal.objects.filter(~Exists(counted), withdrawal__isnull=True)


def record_of(deal: Deal) -> Record | None:
    """The record of the deal that counts; None while it waits, or once it was taken back."""
    return _records(deal).filter(live=True).first()


def last_record_of(deal: Deal) -> Record | None:
    """The newest revision, whether it counts or not."""
    return _records(deal).order_by("-revision").first()


def _records(deal: Deal) -> QuerySet[Record]:
    return Record.objects.filter(source__code=Source.HAND, external_id=deal.external_id)


def deal_of(record: Record) -> Deal | None:
    """The deal a record was reported as; None for one from elsewhere."""
    return Deal.objects.filter(pk=record.external_id).first() if record.source.code == Source.HAND else None


def deals_visible_to(rights: Rights, *, on: date | None = None) -> QuerySet[Deal]:
    """Everyone's; or one's own, those one reported, and those of people in units one reaches on the deal's day."""
    if rights.sees_all():
        return Deal.objects.all()
    there = Membership.objects.filter(
        Q(end__isnull=True) | Q(end__gt=OuterRef("day")),
        person_id=OuterRef("person_id"),
        start__lte=OuterRef("day"),
        unit_id__in=rights.unit_ids(),
    )
    own = Q(person_id=rights.person_id) if rights.person_id else Q(pk__in=[])
    return Deal.objects.filter(own | Q(reported_by_id=rights.user_id) | Exists(there))


def splits_visible_to(rights: Rights, *, on: date | None = None) -> QuerySet[SplitProposal]:
    """Proposals about records one may see. Those asked see them in their approvals."""
    records = Record.objects.filter(record_filter(rights))
    return SplitProposal.objects.filter(Q(record__in=records) | Q(proposed_by_id=rights.user_id))
