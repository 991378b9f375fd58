"""Plan, commit, release, spend and recover budget."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from leitai.audit.actions import record
from leitai.incentives import policies
from leitai.incentives.errors import BudgetError
from leitai.incentives.models import BudgetEntry, BudgetLine
from leitai.incentives.queries.budget import Subject, balance_of, balance_with_subject, key_of
from leitai.organization.models import Unit

Kind = BudgetEntry.Kind


@transaction.atomic
def plan_budget(
    *, name: str, unit: Unit | None, start: date, end: date, planned: Decimal, by, at: datetime
) -> BudgetLine:
    """A new line for [start, end); `unit` None is the whole company."""
    line = BudgetLine.objects.create(
        name=name, unit=unit, start=start, end=end, planned=planned, created_by=by, created_at=at
    )
    record(line, "planned", by=by, at=at, after={"planned": planned, "start": start, "end": end})
    return line


@transaction.atomic
def revise_budget(*, line: BudgetLine, planned: Decimal, reason: str, by, at: datetime) -> BudgetLine:
    """Change what is planned, not below what is already used. Raises BudgetError `below_used`."""
    line = _locked(line)
    used = balance_of(line).used
    if planned < used:
        raise BudgetError("below_used", name=line.name, used=used)
    before = line.planned
    line.planned = planned
    line.save(update_fields=["planned"])
    record(line, "revised", by=by, at=at, before={"planned": before}, after={"planned": planned, "reason": reason})
    return line


@transaction.atomic
def commit_budget(
    *, line: BudgetLine, subject: Subject, amount: Decimal, by, at: datetime, reason: str, over: bool = False
) -> BudgetEntry:
    """Hold money for a subject. Raises BudgetError `short` where the line has less left.

    `over=True` holds it all the same: finance only, with a reason; the entry is marked.
    """
    line = _locked(line)
    exceeds = _ensure_free(line, amount, by=by, at=at, reason=reason, over=over)
    return _enter(line, Kind.COMMITMENT, subject, amount, by=by, at=at, reason=reason, over=exceeds)


@transaction.atomic
def release_budget(
    *, line: BudgetLine, subject: Subject, by, at: datetime, reason: str, amount: Decimal | None = None
) -> BudgetEntry | None:
    """Let go of what is held for a subject, all of it unless an amount is given; None where nothing is held.

    Raises BudgetError `not_committed` for more than is held.
    """
    line = _locked(line)
    held = balance_with_subject(line, subject).committed
    if amount is None:
        if not held:
            return None
        amount = held
    _ensure_positive(amount)
    if amount > held:
        raise BudgetError("not_committed", name=line.name, open=held, amount=amount)
    return _enter(line, Kind.RELEASE, subject, amount, by=by, at=at, reason=reason)


@transaction.atomic
def spend_budget(
    *, line: BudgetLine, subject: Subject, amount: Decimal, by, at: datetime, reason: str, over: bool = False
) -> BudgetEntry:
    """Spend on a subject: first what is held for it, the rest from what is free. Raises as commit_budget."""
    line = _locked(line)
    _ensure_positive(amount)
    held = min(amount, balance_with_subject(line, subject).committed)
    exceeds = False
    if amount > held:
        exceeds = _ensure_free(line, amount - held, by=by, at=at, reason=reason, over=over)
    if held:
        _enter(line, Kind.RELEASE, subject, held, by=by, at=at, reason=reason)
    return _enter(line, Kind.SPENDING, subject, amount, by=by, at=at, reason=reason, over=exceeds)


@transaction.atomic
def recover_budget(
    *, line: BudgetLine, subject: Subject, amount: Decimal, by, at: datetime, reason: str
) -> BudgetEntry:
    """Money spent on a subject comes back to the line. Raises BudgetError `not_spent` for more than was spent."""
    line = _locked(line)
    _ensure_positive(amount)
    spent = balance_with_subject(line, subject).spent
    if amount > spent:
        raise BudgetError("not_spent", name=line.name, spent=spent, amount=amount)
    return _enter(line, Kind.RECOVERY, subject, amount, by=by, at=at, reason=reason)


def _locked(line: BudgetLine) -> BudgetLine:
    # Two who commit at once must not both see the same money free.
    return BudgetLine.objects.select_for_update().get(pk=line.pk)


def _ensure_positive(amount: Decimal) -> None:
    if amount <= 0:
        raise BudgetError("not_positive")


def _ensure_free(line: BudgetLine, amount: Decimal, *, by, at: datetime, reason: str, over: bool) -> bool:
    """Whether the amount goes over the line; raises unless that is asked for by finance with a reason."""
    _ensure_positive(amount)
    free = balance_of(line).free
    if amount <= free:
        return False
    if not over:
        raise BudgetError("short", name=line.name, free=free, amount=amount)
    if not policies.may_go_over_budget(by, line, on=timezone.localdate(at)):
        raise BudgetError("over_needs_finance")
    if not reason.strip():
        raise BudgetError("over_needs_reason")
    return True


def _enter(line, kind, subject, amount, *, by, at, reason, over=False) -> BudgetEntry:
    label, pk = key_of(subject)
    entry = BudgetEntry.objects.create(
        line=line, kind=kind, amount=amount, subject_type=label, subject_id=pk,
        reason=reason, over=over, by=by, at=at,
    )  # fmt: skip
    facts = {"amount": amount, "subject": f"{entry.subject_type}:{entry.subject_id}", "reason": reason, "over": over}
    record(line, kind, by=by, at=at, after=facts)
    return entry
