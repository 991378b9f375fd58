"""Where a goal stands between proposal and agreement, derived from rows."""

from collections.abc import Iterable
from dataclasses import dataclass

from leitai.approvals.models import Request
from leitai.approvals.progress import Status, status, with_progress
from leitai.goals.models import Goal, Revision
from leitai.ui import subjects


@dataclass(frozen=True)
class State:
    """`name`: proposed, returned, rejected, agreed, revising, withdrawn.

    `request` is the latest one about the goal, `pending` the revision that is not agreed: of an agreed goal, its
    change.
    """

    name: str
    request: Request | None = None
    pending: Revision | None = None

    @property
    def waits(self) -> bool:
        return self.name in ("proposed", "revising")

    @property
    def can_be_mended(self) -> bool:
        return self.request is not None and self.pending is not None and status(self.request) == Status.RETURNED


def state_of(goal: Goal) -> State:
    return states_of([goal])[goal.pk]


def states_of(goals: Iterable[Goal]) -> dict[int, State]:
    """{goal id: State}, in a fixed number of queries."""
    goals = list(goals)
    ids = [goal.pk for goal in goals]
    requests = Request.objects.filter(subject_type=subjects.label_of(Goal()), subject_id__in=ids).order_by("id")
    latest = {request.subject_id: request for request in with_progress(requests)}
    revisions: dict[int, Revision] = {}
    for revision in Revision.objects.filter(goal_id__in=ids).select_related("agreement").order_by("number"):
        revisions[revision.goal_id] = revision
    return {goal.pk: _state(goal, latest.get(goal.pk), revisions.get(goal.pk)) for goal in goals}


def _state(goal: Goal, request: Request | None, last: Revision | None) -> State:
    if goal.is_withdrawn:
        return State("withdrawn", request)
    said = status(request) if request else None
    pending = last if last and not hasattr(last, "agreement") else None
    if goal.in_force_id:
        return State("revising" if pending and said == Status.WAITING else "agreed", request, pending)
    if said in (Status.RETURNED, Status.REJECTED):
        return State(said.value, request, pending)
    return State("proposed", request, pending)
