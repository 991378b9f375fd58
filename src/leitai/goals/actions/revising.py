"""An agreed goal changes: with a reason, an approval, and all of it kept."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from leitai.accounts.models import User
from leitai.approvals.actions import request_approval, resubmit
from leitai.approvals.steps import Change
from leitai.audit.actions import record
from leitai.goals.actions.agreeing import agree, stop_asking
from leitai.goals.actions.proposing import next_revision, steps_for
from leitai.goals.errors import GoalError
from leitai.goals.events import goal_changed
from leitai.goals.models import Goal, Revision, Withdrawal
from leitai.goals.numbers import Numbers
from leitai.goals.queries.standing import state_of
from leitai.goals.spoken import said_goal, said_number, said_value


@transaction.atomic
def revise_goal(*, goal: Goal, numbers: Numbers, reason: str, by: User, at: datetime) -> Revision:
    """Propose another number for an agreed goal; the old one binds until owner and superior have said yes.

    A revision that was returned comes back this way too. Raises GoalError.
    """
    goal = Goal.objects.select_for_update(of=("self",)).select_related("metric__current", "in_force").get(pk=goal.pk)
    state = state_of(goal)
    if state.name not in ("agreed", "revising") or goal.in_force is None:
        raise GoalError("not_open")
    if state.name == "revising":
        raise GoalError("revision_waits")
    if not reason.strip():
        raise GoalError("reason_missing", field="reason")
    numbers.check(goal.metric, goal.growth)
    if numbers == Numbers.of(goal.in_force.revision):
        raise GoalError("same_number", field="target")
    revision = next_revision(goal, numbers, reason=reason.strip(), by=by, at=at)
    record(
        goal,
        "revision proposed",
        by=by,
        at=at,
        after={"target": numbers.target, "rate": numbers.rate, "reason": reason},
    )
    _ask(goal, revision, state, by=by, at=at)
    return revision


def _ask(goal: Goal, revision: Revision, state, *, by: User, at: datetime) -> None:
    said = {"figure": said_number(goal, revision), "detail": revision.reason[:200], "summary": _changes(goal, revision)}
    if state.can_be_mended and state.request.kind == "revision":
        resubmit(request=state.request, by=by, at=at, note=revision.reason, **said)
        return
    steps = steps_for(goal, by=by, at=at)
    if not steps:
        agree(goal=goal, revision=revision, by=by, at=at)
        return
    request_approval(
        subject=goal, kind="revision", requested_by=by, title=gettext_noop("Change of goal of %(owner)s: %(metric)s, %(period)s"),
        params=said_goal(goal), steps=steps, at=at, **said,
    )  # fmt: skip


def _changes(goal: Goal, revision: Revision) -> list[Change]:
    before = goal.in_force
    rows = [(gettext_noop("target"), said_value(goal, before.target), said_number(goal, revision))]
    for label, name in ((gettext_noop("base"), "base"), (gettext_noop("stretch"), "stretch")):
        old, new = getattr(before.revision, name), getattr(revision, name)
        if old != new:
            rows.append((label, said_value(goal, old), said_value(goal, new)))
    return [Change(*row) for row in rows]


@transaction.atomic
def withdraw_goal(*, goal: Goal, reason: str, by: User, at: datetime) -> Withdrawal:
    """The goal binds nobody any more, and nothing is asked about it. Its parts stay: each is withdrawn by itself."""
    stop_asking(goal, at=at)
    goal = Goal.objects.select_for_update(of=("self",)).select_related("in_force").get(pk=goal.pk)
    if goal.is_withdrawn:
        raise GoalError("not_open")
    if not reason.strip():
        raise GoalError("reason_missing", field="reason")
    before = goal.in_force
    withdrawal = Withdrawal.objects.create(goal=goal, reason=reason.strip(), by=by, at=at)
    goal.in_force = None
    goal.save(update_fields=["in_force"])
    record(goal, "withdrawn", by=by, at=at, before=before and {"target": before.target}, after={"reason": reason})
    goal_changed.send(Goal, goal=goal, agreement=None, before=before)
    return withdrawal


@transaction.atomic
def describe_goal(*, goal: Goal, why: str, by: User, at: datetime) -> Goal:
    """What the goal rests on, said better."""
    if goal.why != why.strip():
        before, goal.why = goal.why, why.strip()
        goal.save(update_fields=["why"])
        record(goal, "described", by=by, at=at, before={"why": before}, after={"why": goal.why})
    return goal
