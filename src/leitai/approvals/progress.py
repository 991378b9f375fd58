"""Where a request stands: derived from its rows, never stored.

Ask `with_progress` for requests first; then nothing here asks the database again.
"""

from django.db.models import Prefetch, QuerySet, TextChoices
from django.utils.translation import pgettext_lazy

from leitai.approvals.models import Request, Round, RoundStep, Seat, Verdict


class Status(TextChoices):
    WAITING = "waiting", pgettext_lazy("approval", "waiting")
    RETURNED = "returned", pgettext_lazy("approval", "returned")
    APPROVED = "approved", pgettext_lazy("approval", "approved")
    REJECTED = "rejected", pgettext_lazy("approval", "rejected")
    WITHDRAWN = "withdrawn", pgettext_lazy("approval", "withdrawn")


def with_progress(requests: QuerySet[Request]) -> QuerySet[Request]:
    """Everything a request's page says, in a fixed number of queries."""
    seats = Seat.objects.select_related(
        "approver__person",
        "decision__decided_by__person",
        "reassignment__by__person",
        "reassignment__to__approver__person",
    )
    steps = RoundStep.objects.select_related("opening", "unit").prefetch_related(Prefetch("seats", seats), "reminders")
    rounds = Round.objects.select_related("outcome__decision").prefetch_related(Prefetch("steps", steps))
    return requests.select_related("requested_by__person", "withdrawal__by__person").prefetch_related(
        Prefetch("rounds", rounds)
    )


def last_round(request: Request) -> Round:
    return max(request.rounds.all(), key=lambda each: each.number)


def status(request: Request) -> Status:
    """A withdrawal outweighs all; else the last round's outcome; else it is waiting."""
    if getattr(request, "withdrawal", None):
        return Status.WITHDRAWN
    outcome = getattr(last_round(request), "outcome", None)
    return Status(outcome.verdict) if outcome else Status.WAITING


def is_open(step: RoundStep) -> bool:
    return getattr(step, "opening", None) is not None


def current_step(request: Request) -> RoundStep | None:
    """The step being decided; None when nobody has to decide anything."""
    if status(request) != Status.WAITING:
        return None
    opened = [step for step in last_round(request).steps.all() if is_open(step)]
    return max(opened, key=lambda step: step.position)


def seats_that_count(step: RoundStep) -> list[Seat]:
    """The seats of the step that nobody replaced."""
    return [seat for seat in step.seats.all() if getattr(seat, "reassignment", None) is None]


def undecided(step: RoundStep) -> list[Seat]:
    return [seat for seat in seats_that_count(step) if getattr(seat, "decision", None) is None]


def verdict(step: RoundStep) -> str | None:
    """What the step came to. One no decides it at once, whatever its mode."""
    said = [seat.decision.verdict for seat in seats_that_count(step) if getattr(seat, "decision", None)]
    for no in (Verdict.REJECTED, Verdict.RETURNED):
        if no in said:
            return no
    enough = 1 if step.mode == RoundStep.Mode.ANY else len(seats_that_count(step))
    return Verdict.APPROVED if said and len(said) >= enough else None
