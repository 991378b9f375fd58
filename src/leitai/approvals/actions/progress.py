"""From one step to the next, and from the last step to the outcome."""

from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_noop

from leitai.approvals import refusals
from leitai.approvals import subjects as approval_subjects
from leitai.approvals.approvers import approvers_of
from leitai.approvals.delegates import delegates_of
from leitai.approvals.models import Decision, Opening, Outcome, Request, Round, RoundStep, Seat, Verdict
from leitai.approvals.progress import Status, last_round, status, with_progress
from leitai.notifications.actions import notify, retract
from leitai.organization.queries import work_calendar
from leitai.ui import subjects


def locked(request: Request) -> Request:
    """The request as it is now, held until the transaction ends: all that happens to it happens in a row.

    Raises Refused ("over") for one that was approved, rejected or withdrawn: nothing happens to it any more.
    """
    if not Request.objects.select_for_update().get(pk=request.pk).open:
        raise refusals.over()
    return with_progress(Request.objects.all()).get(pk=request.pk)


def open_next_step(request: Request, round: Round, *, at: datetime) -> RoundStep | None:
    """Seat the approvers of the first step not opened yet and tell them; None: there is none left."""
    step = RoundStep.objects.filter(Q(opening__isnull=True), round=round).order_by("position").first()
    if step is None:
        return None
    on = timezone.localdate(at)
    due = None if step.due_in_workdays is None else work_calendar(on.year, on.year + 1).after(on, step.due_in_workdays)
    Opening.objects.create(step=step, at=at, due_on=due)
    approvers = approvers_of(step, requested_by=request.requested_by, on=on)
    Seat.objects.bulk_create(Seat(step=step, approver=approver, at=at) for approver in approvers)
    tell_approvers(request, round, approvers, at=at, title=gettext_noop("%(who)s asks you to approve: %(what)s"))
    return step


def tell_approvers(request: Request, round: Round, approvers, *, at: datetime, title: str, kind="approvals.waiting"):
    """Approvers and whoever stands in for them today, never the requester."""
    standing_in = delegates_of([user.pk for user in approvers], on=timezone.localdate(at)).values()
    notify(
        recipients=[*approvers, *standing_in],
        kind=kind,
        subject=request,
        title=title,
        params={"who": request.requested_by, "what": round.title},
        at=at,
    )


def no_longer_asked(request: Request, *, at: datetime) -> None:
    """The step is over: whoever was asked and has not looked need not."""
    retract(subject=request, kinds=("approvals.waiting", "approvals.reminder"), at=at)


def digest_now(request: Request) -> str:
    """Of the subject as it is; empty for one that is gone or whose kind names none."""
    subject = subjects.find(request.subject_type, request.subject_id)
    return approval_subjects.of(request).digest(subject) if subject is not None else ""


def changed_since(request: Request) -> bool:
    """Whether the subject of a request that waits is no longer what was asked about, so that nobody can say yes."""
    return status(request) == Status.WAITING and digest_now(request) != last_round(request).digest


def conclude(request: Request, round: Round, decision: Decision, verdict: str, *, at: datetime) -> Outcome:
    """Write the outcome and let it act, both in the transaction of the decision."""
    outcome = Outcome.objects.create(round=round, decision=decision, verdict=verdict, at=at)
    if verdict != Verdict.RETURNED:
        Request.objects.filter(pk=request.pk).update(open=False)
    subject = subjects.find(request.subject_type, request.subject_id)
    if subject is not None:
        handler = approval_subjects.of(request).handlers[verdict]
        handler(subject=subject, request=request, by=decision.decided_by, at=at)
    _tell_requester(request, round, decision, verdict, at=at)
    return outcome


OUTCOMES = {
    Verdict.APPROVED: gettext_noop("Approved: %(what)s"),
    Verdict.REJECTED: gettext_noop("%(who)s rejected: %(what)s"),
    Verdict.RETURNED: gettext_noop("%(who)s returned: %(what)s"),
}


def _tell_requester(request: Request, round: Round, decision: Decision, verdict: str, *, at: datetime) -> None:
    notify(
        recipients=[request.requested_by],
        kind=f"approvals.{verdict}",
        subject=request,
        title=OUTCOMES[verdict],
        params={"who": decision.decided_by, "what": round.title},
        at=at,
        besides=decision.decided_by,
    )
