"""A goal is split into parts that add up to it exactly."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from leitai.audit.actions import record
from leitai.goals.actions.agreeing import agree
from leitai.goals.actions.owners import lock_owners
from leitai.goals.actions.proposing import ask, new_goal, next_revision
from leitai.goals.actions.revising import revise_goal
from leitai.goals.errors import GoalError
from leitai.goals.models import Agreement, Check, Goal
from leitai.goals.numbers import Numbers
from leitai.goals.queries.standing import state_of
from leitai.goals.queries.targets import adds_up
from leitai.goals.wording import number
from leitai.organization.models import Person, Unit
from leitai.tally.periods import Period


@dataclass(frozen=True)
class SplitPart:
    """One part: whose, when, how much."""

    owner: Person | Unit
    period: Period
    target: int


@transaction.atomic
def split_goal(*, goal: Goal, parts: Iterable[SplitPart], reason: str = "", by, at: datetime) -> list[Goal]:
    """The parts become goals below this one; the parts come to its number to the last digit.

    Parts of other owners are proposed to them; those of the same owner, being what was agreed cut by time, bind at
    once. A part that is there already is revised. A part of nothing is left out. Raises GoalError.
    """
    parts = [part for part in parts if part.target]
    if goal.in_force is None:
        raise GoalError("not_open")
    if not adds_up(goal.metric):
        raise GoalError("ratio_not_split")
    if not parts:
        raise GoalError("no_parts")
    total = sum(part.target for part in parts)
    if total != goal.in_force.target:
        said = {"sum": number(goal, total), "target": number(goal, goal.in_force.target)}
        raise GoalError("parts_do_not_add_up", **said)
    lock_owners(part.owner for part in parts)
    made = [_part(goal, part, reason, by=by, at=at) for part in parts]
    record(goal, "split", by=by, at=at, after={"parts": len(made)})
    return made


def _part(goal: Goal, part: SplitPart, reason: str, *, by, at: datetime) -> Goal:
    numbers = Numbers(target=part.target)
    there = _there(goal, part)
    same_owner = goal.owner == part.owner
    if there is None:
        made = new_goal(
            metric=goal.metric, owner=part.owner, period=part.period, numbers=numbers, parent=goal, by=by, at=at
        )
        Check.objects.create(goal=made, day=part.period.last)
        revision = made.revisions.get()
        if same_owner:
            agree(goal=made, revision=revision, how=Agreement.How.SPLIT, by=by, at=at)
        else:
            ask(made, revision, by=by, at=at)
        return made
    return _changed(goal, there, numbers, same_owner, reason, by=by, at=at)


def _there(goal: Goal, part: SplitPart) -> Goal | None:
    """The goal of this owner, metric and period, which may have been without a parent so far."""
    column = "person" if isinstance(part.owner, Person) else "unit"
    there = Goal.objects.filter(
        metric=goal.metric,
        start=part.period.start,
        end=part.period.end,
        withdrawal__isnull=True,
        **{column: part.owner},
    ).select_related("metric__current", "in_force__revision", "person", "unit")
    return there.exclude(pk=goal.pk).first()


def _changed(goal: Goal, there: Goal, numbers: Numbers, same_owner: bool, reason: str, *, by, at) -> Goal:
    if there.parent_id is None:
        there.parent = goal
        there.save(update_fields=["parent"])
    if there.in_force and there.in_force.target == numbers.target:
        return there
    if same_owner and there.in_force:
        revision = next_revision(there, numbers, reason=reason, by=by, at=at)
        agree(goal=there, revision=revision, how=Agreement.How.SPLIT, by=by, at=at)
    elif there.in_force:
        if not reason.strip():
            raise GoalError("reason_missing", field="reason")
        revise_goal(goal=there, numbers=numbers, reason=reason, by=by, at=at)
    elif state_of(there).pending and state_of(there).pending.target != numbers.target:
        raise GoalError("revision_waits")
    return there
