"""Say yes, no, or mend this first."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from leitai.accounts.models import User
from leitai.approvals import policies, refusals
from leitai.approvals.actions.progress import conclude, digest_now, locked, no_longer_asked, open_next_step
from leitai.approvals.models import Decision, Request, Seat, Verdict
from leitai.approvals.progress import current_step, last_round
from leitai.approvals.progress import verdict as verdict_of
from leitai.audit import actions as audit
from leitai.notifications.actions import mark_subject_read


@transaction.atomic
def decide(
    *, request: Request, by: User, verdict: str, at: datetime, reason: str = "", seat: Seat | None = None
) -> Decision:
    """Decide from one's own seat, or from that of somebody one stands in for; the last yes acts at once.

    `seat` says which where there are several; else one's own comes first.
    Raises Refused: "over", "not_yours", "decided", "reason_needed" (a rejection and a return say why),
    "changed" (a yes to what is no longer what was asked); and
    whatever ValidationError the subject's handler raises. Then nothing was decided.
    """
    request = locked(request)
    seat = policies.seat_to_decide(by, request, seat, on=timezone.localdate(at))
    reason = reason.strip()
    if verdict != Verdict.APPROVED and not reason:
        raise refusals.reason_needed()
    if verdict == Verdict.APPROVED and digest_now(request) != last_round(request).digest:
        raise refusals.changed()
    made = Decision.objects.create(seat=seat, decided_by=by, verdict=Verdict(verdict), reason=reason, at=at)
    audit.record(request, made.verdict, by=by, at=at, after={"seat": seat.pk, "for": seat.approver_id})
    mark_subject_read(user=by, subject=request, at=at)
    _go_on(locked(request), made, at=at)
    return made


def _go_on(request: Request, made: Decision, *, at: datetime) -> None:
    step = current_step(request)
    said = verdict_of(step)
    if said is None:
        return
    round = last_round(request)
    no_longer_asked(request, at=at)
    if said == Verdict.APPROVED and open_next_step(request, round, at=at):
        return
    conclude(request, round, made, said, at=at)
