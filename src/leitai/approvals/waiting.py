"""What waits for somebody: the seats they may decide from today, each with its request as they read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from leitai.accounts.models import User
from leitai.approvals.models import Request, Seat
from leitai.approvals.progress import with_progress
from leitai.approvals.queries import seats_waiting_for
from leitai.approvals.reading import Read, read_all
from leitai.notifications.recipients import name_of


@dataclass(frozen=True)
class Waiting:
    """`for_other` is the name of whoever one stands in for; empty for one's own seat."""

    seat: Seat
    read: Read
    for_other: str
    is_late: bool


def waiting_for(user: User, *, on: date, first: int | None = None) -> list[Waiting]:
    """The longest waiting first; a fixed number of queries. `first`: no more than so many."""
    seats: Iterable[Seat] = seats_waiting_for(user, on=on)
    seats = list(seats[:first] if first else seats)
    requests = Request.objects.filter(pk__in={seat.step.round.request_id for seat in seats})
    read = {each.request.pk: each for each in read_all(with_progress(requests))}
    return [
        Waiting(
            seat=seat,
            read=read[seat.step.round.request_id],
            for_other="" if seat.approver_id == user.pk else name_of(seat.approver),
            is_late=bool(seat.step.opening.due_on and seat.step.opening.due_on <= on),
        )
        for seat in seats
    ]
