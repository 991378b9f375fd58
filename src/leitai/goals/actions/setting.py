"""Targets set by sales operations, many at once: from a file, or by hand in a grid."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from leitai.goals.actions.agreeing import agree, stop_asking
from leitai.goals.actions.owners import lock_owners
from leitai.goals.actions.proposing import new_goal, next_revision
from leitai.goals.actions.revising import withdraw_goal
from leitai.goals.errors import GoalError
from leitai.goals.models import Agreement, Check, Goal
from leitai.goals.numbers import Numbers
from leitai.metrics.models import Metric
from leitai.organization.models import Person, Unit
from leitai.tally.periods import Period


@dataclass(frozen=True)
class TargetRow:
    """One target: who, what, when, how much, in the metric's scale."""

    metric: Metric
    owner: Person | Unit
    period: Period
    target: int

    @property
    def key(self) -> tuple:
        kind = "person" if isinstance(self.owner, Person) else "unit"
        return (self.metric.pk, kind, self.owner.pk, self.period.start, self.period.end)


@dataclass(frozen=True)
class Setting:
    """What setting did: counts, and the goals that are new or changed, in the order of the rows."""

    new: int
    changed: int
    same: int
    goals: tuple[Goal, ...]


@transaction.atomic
def set_targets(*, rows: Iterable[TargetRow], reason: str = "", by, at: datetime) -> Setting:
    """Targets that bind at once. One that is there becomes its next revision; the same number changes nothing.

    A proposal that waits for the same owner and period is settled by it: nobody is asked any more. Raises GoalError
    for a row that cannot be.
    """
    rows = list(rows)
    lock_owners(row.owner for row in rows)
    there = _there(rows)
    counts = {"new": 0, "changed": 0, "same": 0}
    goals = []
    for row in rows:
        goal = there.get(row.key)
        fate = _fate(goal, row)
        counts[fate] += 1
        if fate != "same":
            goals.append(there.setdefault(row.key, _set(goal, row, reason=reason, by=by, at=at)))
    return Setting(**counts, goals=tuple(goals))


def fates(rows: Iterable[TargetRow]) -> list[str]:
    """new, changed or same for each row, nothing written: what a preview counts. Two queries."""
    rows = list(rows)
    there = _there(rows)
    return [_fate(there.get(row.key), row) for row in rows]


def _fate(goal: Goal | None, row: TargetRow) -> str:
    if goal is None:
        return "new"
    same = goal.in_force is not None and goal.in_force.target == row.target
    return "same" if same else "changed"


def _there(rows: list[TargetRow]) -> dict[tuple, Goal]:
    metrics = {row.metric.pk for row in rows}
    starts = [row.period.start for row in rows]
    if not rows:
        return {}
    goals = Goal.objects.filter(
        metric_id__in=metrics, start__gte=min(starts), start__lte=max(starts), withdrawal__isnull=True
    ).select_related("metric__current", "in_force", "person", "unit")
    return {(goal.metric_id, *goal.owner_key, goal.start, goal.end): goal for goal in goals}


def _set(goal: Goal | None, row: TargetRow, *, reason: str, by, at: datetime) -> Goal:
    numbers = Numbers(target=row.target)
    if goal is None:
        goal = new_goal(metric=row.metric, owner=row.owner, period=row.period, numbers=numbers, by=by, at=at)
        revision = goal.revisions.get()
        Check.objects.create(goal=goal, day=row.period.last)
    else:
        if goal.growth:
            raise GoalError("same_period", owner=row.owner, metric=row.metric)
        numbers.check(goal.metric, "")
        # Before the goal is touched: a decision locks the request first, then the goal.
        stop_asking(goal, at=at)
        revision = next_revision(goal, numbers, reason=reason, by=by, at=at)
    agree(goal=goal, revision=revision, how=Agreement.How.SET, by=by, at=at)
    return goal


@transaction.atomic
def unset_targets(*, goals: Iterable[Goal], before: dict[int, int | None], reason: str, by, at: datetime) -> None:
    """Undo a setting: each goal goes back to the number in `before`, or, with None there, is withdrawn."""
    for goal in goals:
        number = before.get(goal.pk)
        if number is None:
            withdraw_goal(goal=goal, reason=reason, by=by, at=at)
        elif goal.in_force and goal.in_force.target != number:
            revision = next_revision(goal, Numbers(target=number), reason=reason, by=by, at=at)
            agree(goal=goal, revision=revision, how=Agreement.How.SET, by=by, at=at)
