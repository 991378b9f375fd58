"""A record shared by agreement: proposed, said yes to by those concerned, and only then a revision."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from leitai.approvals.actions import request_approval, resubmit, withdraw
from leitai.approvals.models import Request
from leitai.approvals.progress import Status, last_round, status
from leitai.approvals.queries import latest_request
from leitai.approvals.steps import Change, Step
from leitai.audit import actions as audit
from leitai.notifications.actions import notify
from leitai.notifications.phrases import Money, Rate, pack
from leitai.organization.models import Person, Unit
from leitai.sales.actions.posting import revise_record
from leitai.sales.actions.writing import hold
from leitai.sales.content import content_of
from leitai.sales.errors import ChangedMeanwhile, ContentRefused, RecordLocked, SalesError, SplitOpen
from leitai.sales.models import Record, SplitProposal
from leitai.sales.people import ensure_there
from leitai.sales.queries.comparing import refused
from leitai.sales.queries.locks import locks_of
from leitai.tally.amounts import PPM

Shares = Iterable[tuple[int, int]]


@transaction.atomic
def propose_split(
    *, record: Record, shares: Shares, by, at: datetime, note: str = "", ask_lead: bool = False
) -> SplitProposal:
    """Ask that `record` be shared. Its owner keeps it whole until everybody concerned says yes; with `ask_lead`,
    or where one of them cannot sign in, until one lead does. An open proposal returned for mending is mended.

    Raises ContentRefused (shares not 100%), ValidationError (somebody had left), ChangedMeanwhile, RecordLocked,
    SplitOpen.
    """
    hold(record.source)
    current = _splittable(record)
    content = replace(content_of(current), shares=tuple(shares))
    _ensure_sound(content)
    returned = _open_proposal(current)
    if returned:
        return _mend(returned, current, content, by=by, at=at, note=note)
    proposal = SplitProposal.objects.create(
        source=current.source, external_id=current.external_id, record=current,
        shares=[list(each) for each in content.shares], note=note, proposed_by=by, at=at,
    )  # fmt: skip
    steps, unit = _steps(current, content, by=by, ask_lead=ask_lead)
    request_approval(
        subject=proposal, requested_by=by, steps=steps, unit=unit, at=at, note=note,
        amount=current.amount, **_told(current, content),
    )  # fmt: skip
    return proposal


def split_agreed(*, subject: SplitProposal, request, by, at: datetime) -> None:
    """The last yes: the shares become a revision of the record as it is now.

    Raises ChangedMeanwhile where amount, day or owner are no longer what was agreed on, RecordLocked.
    """
    hold(subject.source)
    current = _splittable(subject.record, same_terms=True)
    shares = tuple(tuple(each) for each in subject.shares)
    content = replace(content_of(current), shares=shares)
    _ensure_sound(content)
    revise_record(record=current, content=content, reason=subject.note, by=by, at=at)
    _close(subject)


def split_refused(*, subject: SplitProposal, request, by, at: datetime) -> None:
    """Somebody said no, or it was withdrawn: the owner keeps the record."""
    _close(subject)


def carry_on(*, added: Iterable[Record], reversed: Iterable[Record], by, at: datetime) -> None:
    """Records changed while a split of them was asked for: a yes counts for what was asked only, so where amount,
    day or owner are other ones now the request ends, and the same split is asked for anew.
    """
    now = {_number(record): record for record in added}
    changed = {_number(record) for record in reversed} | now.keys()
    proposals = SplitProposal.objects.filter(open=True, source__in={source_id for source_id, _external_id in changed})
    for proposal in proposals.select_related("record", "proposed_by"):
        current = now.get(_number(proposal))
        if _number(proposal) not in changed or (current and _terms(current) == _terms(proposal.record)):
            continue
        request = latest_request(proposal)
        waited = status(request) == Status.WAITING
        why = gettext("The record was corrected.") if current else gettext("The record was withdrawn.")
        withdraw(request=request, by=request.requested_by, at=at, reason=why)
        if not (current and waited and _asked_anew(proposal, current, request, at=at)):
            _tell_of_the_end(request, by=by, at=at)


def _number(numbered: Record | SplitProposal) -> tuple[int, str]:
    return numbered.source_id, numbered.external_id


def _asked_anew(proposal: SplitProposal, current: Record, request: Request, *, at: datetime) -> bool:
    """Whether the same split could be asked for again: a record paid on cannot be shared, nor with somebody gone."""
    by_lead = any(step.role == "lead" for step in last_round(request).steps.all())
    shares = [tuple(each) for each in proposal.shares]
    try:
        with transaction.atomic():
            propose_split(
                record=current, shares=shares, by=proposal.proposed_by, at=at, note=proposal.note, ask_lead=by_lead
            )
    except (SalesError, ValidationError):
        return False
    return True


def _tell_of_the_end(request: Request, *, by, at: datetime) -> None:
    notify(
        recipients=[request.requested_by], kind="approvals.returned", subject=request, at=at, besides=by,
        title=gettext_noop("The record changed, so its split is no longer asked for. Ask again if it still holds."),
    )  # fmt: skip


def _close(proposal: SplitProposal) -> None:
    SplitProposal.objects.filter(pk=proposal.pk).update(open=False)


def _splittable(record: Record, *, same_terms: bool = False) -> Record:
    """The revision that counts now, if it may be split."""
    current = Record.objects.filter(source=record.source_id, external_id=record.external_id, live=True).first()
    if current is None or (not same_terms and current.pk != record.pk):
        raise ChangedMeanwhile(record, current)
    if same_terms and _terms(current) != _terms(record):
        raise ChangedMeanwhile(record, current)
    if lock := locks_of(current).first():
        raise RecordLocked(current, lock.run_label)
    return current


def _terms(record: Record) -> tuple:
    return record.amount, record.day, record.person_id, record.kind


def _ensure_sound(content) -> None:
    if problems := refused([content]):
        raise ContentRefused(problems)
    ensure_there([person_id for person_id, _share in content.shares], day=content.day, field="shares")


def _open_proposal(record: Record) -> SplitProposal | None:
    """The open proposal of this record if it may be mended. Raises SplitOpen where it waits for an answer."""
    proposal = SplitProposal.objects.filter(source=record.source, external_id=record.external_id, open=True).first()
    if proposal is None:
        return None
    if status(latest_request(proposal)) != Status.RETURNED:
        raise SplitOpen(proposal)
    return proposal


def _mend(proposal: SplitProposal, current: Record, content, *, by, at: datetime, note: str) -> SplitProposal:
    before = proposal.shares
    proposal.record, proposal.note = current, note
    proposal.shares = [list(each) for each in content.shares]
    proposal.save(update_fields=["record", "note", "shares"])
    audit.record(proposal, "mended", by=by, at=at, before={"shares": before}, after={"shares": proposal.shares})
    steps, _unit = _steps(current, content, by=proposal.proposed_by, ask_lead=False)
    resubmit(request=latest_request(proposal), by=by, at=at, steps=steps, note=note, **_told(current, content))
    return proposal


def _steps(record: Record, content, *, by, ask_lead: bool) -> tuple[list[Step], Unit | None]:
    """Everybody whose part changes, but the proposer; or one lead."""
    before = dict(content_of(record).shares) or {record.person_id: PPM}
    after = dict(content.shares)
    concerned = [pk for pk in sorted(before.keys() | after.keys()) if before.get(pk) != after.get(pk)]
    own = getattr(getattr(by, "person", None), "pk", None)
    people = list(Person.objects.filter(pk__in=concerned).exclude(pk=own).select_related("user"))
    able = people and all(person.user_id and person.user.is_active for person in people)
    if ask_lead or not able:
        return [Step(role="lead", mode="any")], record.unit
    return [Step(people=people, mode="all")], record.unit


def _told(record: Record, content) -> dict:
    """What the approvers read: who has how much of it now, and would have."""
    before = dict(content_of(record).shares) or {record.person_id: PPM}
    after = dict(content.shares)
    people = Person.objects.in_bulk(before.keys() | after.keys())
    rows = [
        Change(people[pk], Rate(before[pk]) if pk in before else None, Rate(after[pk]) if pk in after else None)
        for pk in sorted(people)
    ]
    what = record.customer.name if record.customer else record.external_id
    return {
        "title": gettext_noop("Share the deal with %(customer)s"),
        "params": {"customer": what},
        "detail": pack(_("%(day)s, %(person)s"), day=record.day, person=record.person),
        "figure": Money(record.amount),
        "summary": rows,
    }
