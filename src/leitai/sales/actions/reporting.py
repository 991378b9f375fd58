"""A deal reported by hand (记一单): in once however often it is sent, corrected, confirmed, taken back."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from json import dumps
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from leitai.approvals.actions import request_approval, resubmit
from leitai.approvals.actions import withdraw as withdraw_request
from leitai.approvals.progress import Status, status
from leitai.approvals.queries import latest_request
from leitai.audit import actions as audit
from leitai.customers.actions import find_or_add_customer
from leitai.customers.models import Customer
from leitai.files import actions as files
from leitai.notifications.phrases import Money, pack
from leitai.organization.models import Person, Unit
from leitai.organization.queries import unit_on
from leitai.sales.actions.posting import post_records, revise_record
from leitai.sales.actions.reversing import reverse_records
from leitai.sales.actions.splitting import propose_split
from leitai.sales.actions.writing import hold
from leitai.sales.content import Content, content_of
from leitai.sales.errors import AlreadyReported, ContentRefused, ContractKnown, RecordLocked
from leitai.sales.models import Channel, Deal, DealWithdrawal, Kind, Product, Record, Source, Submission
from leitai.sales.people import ensure_there
from leitai.sales.queries.comparing import refused
from leitai.sales.queries.deals import pending_deals, record_of
from leitai.sales.queries.locks import locks_of

MOST_PHOTOS = 9


@dataclass(frozen=True)
class Report:
    """What was written down. Give a customer, or the name of one that may be new."""

    person: Person
    amount: Decimal
    day: date
    customer: Customer | None = None
    customer_name: str = ""
    product: Product | None = None
    channel: Channel | None = None
    contract_no: str = ""
    note: str = ""
    shares: tuple[tuple[int, int], ...] = ()
    photos: Sequence[UploadedFile] = field(default=(), compare=False)

    def digest(self) -> str:
        """Over what was written; photos apart, which a phone may shrink anew."""
        said = {
            "person": self.person.pk, "amount": int(self.amount * 10_000), "day": self.day,
            "customer": self.customer.pk if self.customer else self.customer_name,
            "product": self.product and self.product.pk, "channel": self.channel and self.channel.pk,
            "contract_no": self.contract_no, "note": self.note, "shares": sorted(self.shares),
        }  # fmt: skip
        return sha256(dumps(said, sort_keys=True, cls=DjangoJSONEncoder).encode()).hexdigest()


@transaction.atomic
def report_deal(
    *,
    key: UUID,
    report: Report,
    by,
    at: datetime,
    needs_confirmation: bool = False,
    contract_meant: bool = False,
    written_at: datetime | None = None,
) -> Deal:
    """Report a deal. It counts at once, or once a lead confirmed it; a split waits for those named in it.

    The same `key` again answers with the deal that came in, and does nothing. Raises AlreadyReported where it then
    said something else, ContractKnown unless `contract_meant`, ValidationError beside the field.
    """
    source = hand()
    hold(source)
    sent = Submission.objects.filter(key=key).select_related("deal").first()
    if sent:
        return _seen_before(sent, report)
    _ensure_sound(report, at=at)
    if not contract_meant:
        _ensure_contract_new(report)
    deal = _write_down(report, by=by, at=at, written_at=written_at)
    Submission.objects.create(key=key, deal=deal, digest=report.digest(), by=by, at=at)
    for upload in report.photos:
        files.attach(file=files.keep(upload=upload, by=by, at=at), subject=deal, by=by, at=at)
    audit.record(deal, "reported", by=by, at=at, after={"written_at": written_at})
    if needs_confirmation:
        _ask_for_confirmation(deal, by=by, at=at)
    else:
        count_deal(deal=deal, by=by, at=at)
    return deal


@transaction.atomic
def count_deal(*, deal: Deal, by, at: datetime) -> Record:
    """The deal becomes a record, and the split it wishes for is proposed to those named."""
    (record,) = post_records(source=hand(), contents=[content_of_deal(deal)], by=by, at=at).records
    if deal.shares:
        shares = [tuple(each) for each in deal.shares]
        propose_split(record=record, shares=shares, by=deal.reported_by, at=at, note=deal.note[:300])
    return record


@transaction.atomic
def correct_deal(*, key: UUID, deal: Deal, report: Report, base: Record | None, reason: str, by, at: datetime) -> Deal:
    """Say it better. A record gets its next revision; what still waits for the lead is put before them anew.

    `base` is the record the person looked at (None: it did not count yet). The same `key` again does nothing.
    Raises ChangedMeanwhile, AlreadyReported, ValidationError. Shares stay as agreed: propose another split.
    """
    hold(hand())
    sent = Submission.objects.filter(key=key).select_related("deal").first()
    if sent:
        return _seen_before(sent, report)
    _ensure_sound(report, at=at)
    current = record_of(deal)
    if current is None and (base is not None or not pending_deals().filter(pk=deal.pk).exists()):
        raise ValidationError(_("This deal has been taken back, so there is nothing to correct."))
    before = _said(deal)
    _take_over(deal, report, at=at)
    if current is not None:
        content = replace(content_of_deal(deal), shares=content_of(current).shares)
        revise_record(record=base or current, content=content, reason=reason, by=by, at=at)
    else:
        _ask_anew(deal, by=by, at=at)
    Submission.objects.create(key=key, deal=deal, digest=report.digest(), by=by, at=at)
    audit.record(deal, "corrected", by=by, at=at, before=before, after={**_said(deal), "reason": reason})
    return deal


@transaction.atomic
def withdraw_deal(*, deal: Deal, by, at: datetime, reason: str = "") -> None:
    """Take a deal back, whether it counts yet or waits; doing so twice is once. Raises RecordLocked."""
    hold(hand())
    if DealWithdrawal.objects.filter(deal=deal).exists():
        return
    record = record_of(deal)
    if record is not None:
        # Whichever revision was paid on: a correction since does not set the deal free.
        if lock := locks_of(record).first():
            raise RecordLocked(record, lock.run_label)
        reverse_records(records=[record], by=by, at=at, reason=reason)
    DealWithdrawal.objects.create(deal=deal, by=by, at=at, reason=reason)
    request = latest_request(deal)
    if request and request.open:
        withdraw_request(request=request, by=request.requested_by, at=at, reason=reason)
    audit.record(deal, "withdrawn", by=by, at=at, after={"reason": reason})


def deal_confirmed(*, subject: Deal, request, by, at: datetime) -> None:
    """The lead said yes."""
    count_deal(deal=subject, by=by, at=at)


def deal_rejected(*, subject: Deal, request, by, at: datetime) -> None:
    """The lead said no: the deal never counted, and stays readable."""
    if not DealWithdrawal.objects.filter(deal=subject).exists():
        DealWithdrawal.objects.create(deal=subject, by=by, at=at)


def hand() -> Source:
    """The source of everything reported by hand."""
    return Source.objects.get_or_create(code=Source.HAND, defaults={"name": "Reported by hand"})[0]


def content_of_deal(deal: Deal) -> Content:
    return Content(
        external_id=deal.external_id, kind=Kind.ORDER, day=deal.day, person_id=deal.person_id,
        customer_id=deal.customer_id, product_id=deal.product_id, channel_id=deal.channel_id,
        amount=deal.amount, contract_no=deal.contract_no, note=deal.note, at=_instant(deal),
    )  # fmt: skip


def _instant(deal: Deal) -> datetime | None:
    """When it happened, where that is known: a deal of an earlier day has only its day."""
    when = deal.written_at or deal.reported_at

    return when if timezone.localdate(when) == deal.day else None


def _seen_before(sent: Submission, report: Report) -> Deal:
    if sent.digest != report.digest():
        raise AlreadyReported(sent.deal)
    return sent.deal


def _ensure_sound(report: Report, *, at: datetime) -> None:

    if report.amount <= 0:
        raise ValidationError({"amount": [_("The amount must be above 0. A return is entered at its own order.")]})
    if report.day > timezone.localdate(at):
        raise ValidationError({"day": [_("This day is still to come.")]})
    if len(report.photos) > MOST_PHOTOS:
        raise ValidationError({"photos": [_("At most %(count)d photos.") % {"count": MOST_PHOTOS}]})
    ensure_there([report.person.pk], day=report.day, field="person")
    content = Content(
        external_id="1", kind=Kind.ORDER, day=report.day, person_id=report.person.pk, amount=report.amount,
        contract_no=report.contract_no, note=report.note, shares=report.shares,
    )  # fmt: skip
    if problems := refused([content]):
        raise ContentRefused(problems).as_validation_error()
    ensure_there([person_id for person_id, _share in report.shares], day=report.day, field="shares")


def _ensure_contract_new(report: Report) -> None:
    """Nobody else has this contract, nor has the same person the same amount on it."""
    if not report.contract_no:
        return
    mine_again = Q(person=report.person, amount=report.amount, day=report.day)
    others = Q(contract_no__iexact=report.contract_no) & (~Q(person=report.person) | mine_again)
    record = Record.objects.filter(others, live=True, kind=Kind.ORDER).order_by("id").first()
    deal = None if record else pending_deals().filter(others).order_by("id").first()
    if record or deal:
        own = (record or deal).person_id == report.person.pk
        raise ContractKnown(contract_no=report.contract_no, record=record, deal=deal, own=own)


def _write_down(report: Report, *, by, at: datetime, written_at: datetime | None) -> Deal:
    # A phone's clock may be wrong; it is never believed to be ahead of ours.
    written_at = min(written_at, at) if written_at else None
    deal = Deal(reported_by=by, reported_at=at, written_at=written_at, person=report.person)
    deal.shares = [list(each) for each in report.shares]
    _take_over(deal, report, at=at)
    return deal


def _take_over(deal: Deal, report: Report, *, at: datetime) -> None:
    deal.customer = report.customer or find_or_add_customer(name=report.customer_name, at=at)
    deal.product, deal.channel, deal.amount, deal.day = report.product, report.channel, report.amount, report.day
    deal.contract_no, deal.note = report.contract_no, report.note
    deal.save()


def _said(deal: Deal) -> dict:
    names = ("person_id", "customer_id", "product_id", "channel_id", "amount", "day", "contract_no", "note")
    return {name: getattr(deal, name) for name in names}


def _ask_for_confirmation(deal: Deal, *, by, at: datetime) -> None:
    home = unit_on(deal.person_id, deal.day)
    unit = Unit.objects.filter(pk=home).first()
    request_approval(subject=deal, requested_by=by, amount=deal.amount, unit=unit, at=at, **_told(deal))


def _ask_anew(deal: Deal, *, by, at: datetime) -> None:
    request = latest_request(deal)
    if status(request) == Status.RETURNED:
        resubmit(request=request, by=request.requested_by, at=at, **_told(deal))
        return
    # Somebody may be reading the old figures: they get a new request, not other figures under the same one.
    withdraw_request(request=request, by=request.requested_by, at=at, reason="")
    _ask_for_confirmation(deal, by=request.requested_by, at=at)


def _told(deal: Deal) -> dict:
    return {
        "title": gettext_noop("%(person)s reports a deal with %(customer)s"),
        "params": {"person": deal.person, "customer": deal.customer.name},
        "detail": pack(_("signed %(day)s"), day=deal.day),
        "figure": Money(deal.amount),
    }
