"""A check date is kept: the figure of that day, the cause, what is done about it."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from leitai.audit.actions import record
from leitai.goals.errors import GoalError
from leitai.goals.models import Check
from leitai.goals.queries.attaining import attainment


@transaction.atomic
def record_check(*, check: Check, cause: str, action: str, by, at: datetime) -> Check:
    """The figure is that of the check's day, as records stand now; it stays as it was seen. Raises GoalError."""
    check = Check.objects.select_for_update().get(pk=check.pk)
    if check.at is not None:
        raise GoalError("check_done")
    if check.day > timezone.localdate(at):
        raise GoalError("check_early")
    seen = attainment(check.goal, as_of=check.day)
    check.measured, check.target = seen.measured, seen.target
    check.cause, check.action, check.by, check.at = cause.strip(), action.strip(), by, at
    check.save()
    record(check.goal, "checked", by=by, at=at, after={"day": check.day, "measured": seen.measured})
    return check
