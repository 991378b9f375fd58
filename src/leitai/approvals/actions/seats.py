"""Give the seat of someone who cannot decide to someone who can."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from leitai.accounts.models import User
from leitai.approvals import policies, refusals
from leitai.approvals.actions.progress import locked, tell_approvers
from leitai.approvals.models import Reassignment, Seat
from leitai.approvals.progress import last_round
from leitai.audit import actions as audit


@transaction.atomic
def reassign(*, seat: Seat, to: User, by: User, reason: str, at: datetime) -> Reassignment:
    """An administrator seats somebody else; the old seat stays in the history.

    Raises Refused where the approver can decide, the step is not open, or `to` may not sit there.
    """
    request = locked(seat.step.round.request)
    policies.ensure_may_reassign(by, request, seat, to, on=timezone.localdate(at))
    if not reason.strip():
        raise refusals.reason_needed()
    new = Seat.objects.create(step=seat.step, approver=to, at=at)
    made = Reassignment.objects.create(seat=seat, to=new, by=by, reason=reason.strip(), at=at)
    audit.record(request, "reassigned", by=by, at=at, before={"for": seat.approver_id}, after={"for": to.pk})
    title = gettext_noop("%(who)s asks you to approve: %(what)s")
    tell_approvers(request, last_round(request), [to], at=at, title=title)
    return made
