"""Who may do what with a request. Each `ensure_` raises Refused; the pages ask the `may_` ones."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from leitai.accounts.models import User
from leitai.accounts.roles import Role
from leitai.approvals import refusals
from leitai.approvals.approvers import can_decide
from leitai.approvals.delegates import delegates_of, principals_of
from leitai.approvals.models import Request, RoundStep, Seat
from leitai.approvals.progress import Status, current_step, seats_that_count, status, undecided
from leitai.approvals.refusals import Refused
from leitai.notifications.recipients import name_of
from leitai.organization.queries import away
from leitai.organization.rights import rights_of


def seats_open_to(user: User, request: Request, *, on: date) -> list[Seat]:
    """The seats this user may decide from today, their own first. The requester sits for nobody else."""
    step = current_step(request)
    seats = undecided(step) if step else []
    own = [seat for seat in seats if seat.approver_id == user.pk]
    if not seats or user.pk == request.requested_by_id:
        return own
    principals = principals_of(user, on=on)
    return own + [seat for seat in seats if seat.approver_id in principals]


def seat_to_decide(user: User, request: Request, wanted: Seat | None, *, on: date) -> Seat:
    """The seat `user` decides from: the wanted one, or the first that is theirs."""
    seats = seats_open_to(user, request, on=on)
    for seat in seats:
        if wanted is None or seat.pk == wanted.pk:
            return seat
    raise _why_not(user, request, wanted, on)


def _why_not(user: User, request: Request, wanted: Seat | None, on: date) -> Refused:
    step = current_step(request)
    if step is None:
        return refusals.over()
    reach = {user.pk, *principals_of(user, on=on)}
    for seat in seats_that_count(step):
        decision = getattr(seat, "decision", None)
        if decision and (seat.pk == wanted.pk if wanted else seat.approver_id in reach):
            return refusals.decided(name_of(decision.decided_by))
    return refusals.not_yours()


def may_resubmit(user: User, request: Request) -> bool:
    return request.requested_by_id == user.pk and status(request) == Status.RETURNED


def ensure_may_resubmit(user: User, request: Request) -> None:
    if request.requested_by_id != user.pk:
        raise refusals.not_yours()
    if status(request) != Status.RETURNED:
        raise Refused(_("Only a returned request can be handed in again."), code="not_returned")


def may_withdraw(user: User, request: Request) -> bool:
    return request.requested_by_id == user.pk and status(request) in (Status.WAITING, Status.RETURNED)


def ensure_may_withdraw(user: User, request: Request) -> None:
    if request.requested_by_id != user.pk:
        raise refusals.not_yours()
    if not may_withdraw(user, request):
        raise refusals.over()


def step_to_remind(user: User, request: Request) -> RoundStep:
    """The step whose approvers the requester may remind."""
    if request.requested_by_id != user.pk:
        raise refusals.not_yours()
    step = current_step(request)
    if step is None:
        raise refusals.over()
    return step


def cannot_decide(seat: Seat, *, on: date) -> bool:
    """The approver has left, cannot sign in, or is away and nobody stands in."""
    if not can_decide(on).filter(pk=seat.approver_id).exists():
        return True
    person = getattr(seat.approver, "person", None)
    return bool(person and away([person.pk], on=on) and not delegates_of([seat.approver_id], on=on))


def ensure_may_reassign(user: User, request: Request, seat: Seat, to: User, *, on: date) -> None:
    if not rights_of(user, on=on).has(Role.ADMINISTRATOR):
        raise refusals.not_yours()
    step = current_step(request)
    if step is None or seat.pk not in {each.pk for each in undecided(step)}:
        raise refusals.over()
    if not cannot_decide(seat, on=on):
        raise Refused(_("%(name)s can still decide."), code="can_decide", params={"name": name_of(seat.approver)})
    if to.pk == request.requested_by_id:
        raise Refused({"to": [_("Nobody decides their own request.")]}, code="own_request")
    if to.pk in {each.approver_id for each in step.seats.all()}:
        raise Refused({"to": [_("%(name)s is already on this step.") % {"name": name_of(to)}]}, code="on_step")
    if not can_decide(on).filter(pk=to.pk).exists():
        raise Refused({"to": [_("%(name)s cannot sign in.") % {"name": name_of(to)}]}, code="gone")


def seats_to_reassign(user: User, request: Request, *, on: date) -> list[Seat]:
    """The open seats whose approver cannot decide, for an administrator; nothing for anybody else."""
    step = current_step(request)
    if step is None or not rights_of(user, on=on).has(Role.ADMINISTRATOR):
        return []
    return [seat for seat in undecided(step) if cannot_decide(seat, on=on)]


def approvers_away(request: Request, *, on: date) -> dict[int, str]:
    """Of the seats being waited for: user id → the name of who stands in, empty where nobody does."""
    step = current_step(request)
    seats = undecided(step) if step else []
    people = {seat.approver.person.pk: seat.approver_id for seat in seats if getattr(seat.approver, "person", None)}
    absent = away(people, on=on) if people else set()
    standing_in = delegates_of([seat.approver_id for seat in seats], on=on) if seats else {}
    names = {people[pk]: "" for pk in absent}
    return {**names, **{pk: name_of(user) for pk, user in standing_in.items()}}
