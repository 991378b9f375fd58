"""A number becomes binding."""

from datetime import datetime

from django.db import transaction

from leitai.approvals.actions import withdraw
from leitai.approvals.queries import requests_of
from leitai.audit.actions import record
from leitai.goals.errors import GoalError
from leitai.goals.events import goal_changed
from leitai.goals.growth import grown_target
from leitai.goals.models import Agreement, Goal, Revision


@transaction.atomic
def agree(*, goal: Goal, revision: Revision, how: str = Agreement.How.APPROVED, by, at: datetime) -> Agreement:
    """From now on the goal's number is this revision's; a base of growth freezes here. What else was asked about the
    goal is asked no more, or a later yes would undo this.

    Raises GoalError where there is nothing to grow on.
    """
    target, base = revision.target, None
    if revision.rate is not None:
        target, base = grown_target(goal, revision.rate)
        if not target or target <= 0:
            raise GoalError("no_base", metric=goal.metric)
    if revision.number > 1:
        stop_asking(goal, at=at)
    before = goal.in_force
    goal.in_force = Agreement.objects.create(
        revision=revision, version=goal.metric.current, target=target, growth_base=base, how=how, by=by, at=at
    )
    goal.save(update_fields=["in_force"])
    record(
        goal, "agreed", by=by, at=at, before=before and {"target": before.target}, after={"target": target, "how": how}
    )
    goal_changed.send(Goal, goal=goal, agreement=goal.in_force, before=before)
    return goal.in_force


def agree_revision(*, subject: Goal, request, by, at: datetime) -> None:
    """The last yes was said: what an approval of a goal, or of its revision, does."""
    goal = Goal.objects.select_for_update(of=("self",)).select_related("metric__current", "in_force").get(pk=subject.pk)
    if goal.is_withdrawn:
        raise GoalError("not_open")
    revision = pending_of(goal)
    if revision is None:
        raise GoalError("not_open")
    agree(goal=goal, revision=revision, by=by, at=at)


def pending_of(goal: Goal) -> Revision | None:
    """The newest number, while it is not agreed: an older one is history, whoever says yes to it."""
    newest = goal.revisions.select_related("agreement").order_by("-number").first()
    return None if newest is None or hasattr(newest, "agreement") else newest


def asked_about(goal: Goal) -> str:
    """Which number a yes would make binding; approvals refuse one to another than was asked about."""
    pending = pending_of(goal)
    return f"revision {pending.number}" if pending else ""


def stop_asking(goal: Goal, *, at: datetime) -> None:
    """The open request goes, in the name of whoever asked.

    Called before the goal is locked: a decision locks the request first, then the goal.
    """
    for request in requests_of(goal).filter(open=True):
        withdraw(request=request, by=request.requested_by, at=at)
