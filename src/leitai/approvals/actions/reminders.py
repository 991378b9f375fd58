"""Remind those who have not decided: by the requester, at most once an hour; by itself, once, when due."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop, ngettext_lazy

from leitai.accounts.models import User
from leitai.approvals import policies
from leitai.approvals.actions.progress import locked, tell_approvers
from leitai.approvals.models import Reminder, Request, RoundStep
from leitai.approvals.progress import current_step, last_round, undecided
from leitai.approvals.refusals import Refused
from leitai.audit import actions as audit

BETWEEN = timedelta(hours=1)


@transaction.atomic
def remind(*, request: Request, by: User, at: datetime) -> Reminder:
    """The requester reminds. Raises Refused "over", "not_yours", or "too_soon" with the minutes to wait."""
    request = locked(request)
    step = policies.step_to_remind(by, request)
    last = Reminder.objects.filter(step__round__request=request, by__isnull=False).order_by("-at").first()
    if last and at < last.at + BETWEEN:
        raise too_soon(last.at + BETWEEN - at)
    reminder = Reminder.objects.create(step=step, by=by, at=at)
    _tell(request, step, at=at, title=gettext_noop("%(who)s reminds you: %(what)s"))
    audit.record(request, "reminded", by=by, at=at)
    return reminder


def remind_due(*, at: datetime) -> int:
    """Remind the approvers of every open step whose day has come, each step once; how many steps."""
    on = timezone.localdate(at)
    late = RoundStep.objects.filter(
        opening__due_on__lte=on, round__request__open=True, round__outcome__isnull=True
    ).exclude(reminders__by__isnull=True, reminders__isnull=False)
    ids = list(late.values_list("round__request_id", flat=True).distinct())
    return sum(_remind_if_due(Request(pk=pk), at=at) for pk in ids)


@transaction.atomic
def _remind_if_due(request: Request, *, at: datetime) -> bool:
    try:
        request = locked(request)
    except Refused:
        return False  # decided since we looked
    step = current_step(request)
    if step is None or step.opening.due_on is None or step.opening.due_on > timezone.localdate(at):
        return False
    if any(reminder.by_id is None for reminder in step.reminders.all()):
        return False
    Reminder.objects.create(step=step, by=None, at=at)
    _tell(request, step, at=at, title=gettext_noop("Due today: %(what)s, asked by %(who)s"))
    return True


def too_soon(wait: timedelta) -> Refused:
    minutes = -(-int(wait.total_seconds()) // 60)
    text = ngettext_lazy(
        "Reminded already; again in %(minutes)d minute.", "Reminded already; again in %(minutes)d minutes.", "minutes"
    )
    return Refused(text, code="too_soon", params={"minutes": minutes})


def _tell(request: Request, step: RoundStep, *, at: datetime, title: str) -> None:
    approvers = [seat.approver for seat in undecided(step)]
    tell_approvers(request, last_round(request), approvers, at=at, title=title, kind="approvals.reminder")
