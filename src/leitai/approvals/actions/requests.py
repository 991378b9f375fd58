"""Ask, ask again after a return, or stop asking."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model

from leitai.accounts.models import User
from leitai.approvals import flows, policies, refusals
from leitai.approvals import subjects as approval_subjects
from leitai.approvals.actions.progress import digest_now, locked, no_longer_asked, open_next_step
from leitai.approvals.models import Request, Round, RoundStep, Withdrawal
from leitai.approvals.progress import last_round
from leitai.approvals.steps import Change, Step
from leitai.audit import actions as audit
from leitai.notifications import phrases
from leitai.notifications.recipients import user_of
from leitai.organization.models import Person, Unit
from leitai.ui import subjects


@transaction.atomic
def request_approval(
    *,
    subject: Model,
    requested_by: User | Person,
    title,
    at: datetime,
    params: dict | None = None,
    kind: str = "",
    steps: Sequence[Step] | None = None,
    amount: Decimal | None = None,
    unit: Unit | None = None,
    detail: Any = None,
    figure: Any = None,
    summary: Iterable[Change] = (),
    note: str = "",
) -> Request:
    """Ask for a yes; the approvers of the first step are told.

    `title` is a msgid with `params`; `detail` (one line), `figure` (the one number) and the cells of `summary` are
    anything a phrase can hold. Without `steps` the flow of the subject's kind decides, `amount` choosing the steps
    with a threshold. `unit` is where roles are looked up; None: the requester's own.
    Raises Refused ("already_open") while the same is being asked, ValueError for a person who cannot sign in,
    KeyError for a subject or a kind nobody registered: what it does must be known before it is asked.
    """
    asker = user_of(requested_by)
    if asker is None:
        raise ValueError("whoever asks must be able to sign in")
    label = subjects.label_of(subject)
    subjects.subject_type(label)
    approval_subjects.registered()[approval_subjects.flow_label(label, kind)]
    try:
        with transaction.atomic():
            request = Request.objects.create(
                subject_type=label, subject_id=subject.pk, kind=kind, requested_by=asker, requested_at=at
            )
    except IntegrityError:
        raise refusals.already_open() from None
    if steps is None:
        steps = flows.steps_for(approval_subjects.flow_label(label, kind), amount=amount)
    _submit(request, 1, steps=_as_rows(steps, unit), at=at, note=note, **_said(title, params, detail, figure, summary))
    audit.record(request, "requested", by=asker, at=at)
    return request


@transaction.atomic
def resubmit(
    *,
    request: Request,
    by: User,
    at: datetime,
    title=None,
    params: dict | None = None,
    detail: Any = None,
    figure: Any = None,
    summary: Iterable[Change] | None = None,
    steps: Sequence[Step] | None = None,
    note: str = "",
) -> Round:
    """A new round of a returned request, from its first step; what is not given stays as it was."""
    request = locked(request)
    policies.ensure_may_resubmit(by, request)
    before = last_round(request)
    said = {name: getattr(before, name) for name in ("title", "detail", "figure", "summary")}
    given = _said(title or "", params, detail, figure, summary or ())
    wanted = {"title": title, "detail": detail, "figure": figure, "summary": summary}
    said.update({name: given[name] for name, value in wanted.items() if value is not None})
    rows = _as_rows(steps, None) if steps is not None else [_copied(step) for step in before.steps.all()]
    made = _submit(request, before.number + 1, steps=rows, at=at, note=note, **said)
    audit.record(request, "resubmitted", by=by, at=at, after={"round": made.number})
    return made


@transaction.atomic
def withdraw(*, request: Request, by: User, at: datetime, reason: str = "") -> Withdrawal:
    """The requester stops asking; decisions made stay in the history."""
    request = locked(request)
    policies.ensure_may_withdraw(by, request)
    withdrawal = Withdrawal.objects.create(request=request, by=by, reason=reason, at=at)
    Request.objects.filter(pk=request.pk).update(open=False)
    no_longer_asked(request, at=at)
    audit.record(request, "withdrawn", by=by, at=at)
    subject = subjects.find(request.subject_type, request.subject_id)
    if subject is not None:
        approval_subjects.of(request).handlers["withdrawn"](subject=subject, request=request, by=by, at=at)
    return withdrawal


def _submit(request: Request, number: int, *, steps: list[RoundStep], at: datetime, note: str, **said) -> Round:
    made = Round.objects.create(request=request, number=number, at=at, note=note, digest=digest_now(request), **said)
    for position, step in enumerate(steps, start=1):
        step.round, step.position = made, position
    RoundStep.objects.bulk_create(steps)
    open_next_step(request, made, at=at)
    return made


def _said(title, params, detail, figure, summary) -> dict:
    rows = [
        {
            "label": phrases.pack(change.label),
            "before": phrases.pack_value(change.before),
            "after": phrases.pack_value(change.after),
        }
        for change in summary
    ]
    return {
        "title": phrases.pack(title, params),
        "detail": phrases.pack_value(detail),
        "figure": phrases.pack_value(figure),
        "summary": rows,
    }


def _as_rows(steps: Sequence[Step], unit: Unit | None) -> list[RoundStep]:
    if not steps:
        raise ValueError("an approval has at least one step")
    return [
        RoundStep(
            mode=step.mode,
            role=step.role,
            unit=step.unit or unit,
            people=[user.pk for who in step.people if (user := user_of(who))],
            due_in_workdays=step.due_in_workdays,
        )
        for step in steps
    ]


def _copied(step: RoundStep) -> RoundStep:
    return RoundStep(
        mode=step.mode, role=step.role, unit_id=step.unit_id, people=step.people, due_in_workdays=step.due_in_workdays
    )
