"""A goal is proposed: its owner agrees, the superior confirms, whoever of them did not propose it."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from leitai.accounts.models import User
from leitai.accounts.roles import Role
from leitai.approvals.actions import request_approval, resubmit
from leitai.approvals.steps import Change, Step
from leitai.audit.actions import record
from leitai.goals import policies
from leitai.goals.actions.agreeing import agree
from leitai.goals.actions.owners import check_crossing, check_owner, check_parent, lock_owners
from leitai.goals.errors import GoalError
from leitai.goals.models import Check, Goal, Revision
from leitai.goals.numbers import Numbers
from leitai.goals.queries.standing import state_of
from leitai.goals.spoken import said_goal, said_number
from leitai.metrics.models import Metric
from leitai.organization.models import Membership, Person, Unit
from leitai.organization.queries import leaders_of, running
from leitai.organization.rights import Rights, rights_of
from leitai.tally.periods import Period


@transaction.atomic
def propose_goal(
    *, metric: Metric, owner: Person | Unit, period: Period, numbers: Numbers, growth: str = "", why: str = "",
    parent: Goal | None = None, check_days: Iterable[date] | None = None, by: User, at: datetime,
) -> Goal:  # fmt: skip
    """A goal that binds once owner and superior have said yes; at once where nobody but the proposer would be asked.

    Without `check_days` the end of each month within the period is one. Raises GoalError.
    """
    if timezone.localdate(at) >= period.end:
        raise GoalError("period_over", field="period")
    lock_owners([owner])
    goal = new_goal(
        metric=metric, owner=owner, period=period, numbers=numbers, growth=growth, why=why, parent=parent, by=by, at=at
    )
    days = _month_ends(period) if check_days is None else sorted(set(check_days))
    if any(day not in period for day in days):
        raise GoalError("check_outside", field="check_days")
    Check.objects.bulk_create(Check(goal=goal, day=day) for day in days)
    ask(goal, goal.revisions.get(), by=by, at=at)
    return goal


def new_goal(*, metric, owner, period: Period, numbers: Numbers, growth="", why="", parent=None, by, at) -> Goal:
    """The goal and its first number, checked; not asked for yet. The caller has locked the owner."""
    numbers.check(metric, growth)
    check_owner(owner, period)
    check_crossing(metric, owner, period)
    if parent is not None:
        check_parent(metric, owner, period, parent)
    goal = Goal(metric=metric, start=period.start, end=period.end, growth=growth, why=why.strip(), parent=parent)
    goal.person, goal.unit = (owner, None) if isinstance(owner, Person) else (None, owner)
    goal.proposed_by, goal.proposed_at = by, at
    goal.save()
    next_revision(goal, numbers, by=by, at=at)
    record(goal, "proposed", by=by, at=at, after={"target": numbers.target, "rate": numbers.rate})
    return goal


def next_revision(goal: Goal, numbers: Numbers, *, reason: str = "", by, at: datetime) -> Revision:
    last = goal.revisions.order_by("-number").values_list("number", flat=True).first() or 0
    return Revision.objects.create(
        goal=goal, number=last + 1, target=None if goal.growth else numbers.target, rate=numbers.rate,
        base=numbers.base, stretch=numbers.stretch, reason=reason, by=by, at=at,
    )  # fmt: skip


def ask(goal: Goal, revision: Revision, *, by: User, at: datetime) -> None:
    """Ask for agreement, or agree at once where nobody else is to be asked."""
    steps = steps_for(goal, by=by, at=at)
    if not steps:
        agree(goal=goal, revision=revision, by=by, at=at)
        return
    request_approval(
        subject=goal, kind="agreement", requested_by=by, title=gettext_noop("Goal of %(owner)s: %(metric)s, %(period)s"),
        params=said_goal(goal), figure=said_number(goal, revision), detail=goal.why[:200] or None, steps=steps,
        unit=_home(goal, timezone.localdate(at)), at=at, summary=_levels(goal, revision),
    )  # fmt: skip


@transaction.atomic
def repropose(*, goal: Goal, numbers: Numbers, reason: str = "", by: User, at: datetime) -> Revision:
    """A returned or rejected proposal comes back with another number. Raises GoalError."""
    goal = Goal.objects.select_for_update(of=("self",)).select_related("metric__current", "in_force").get(pk=goal.pk)
    state = state_of(goal)
    if state.name not in ("returned", "rejected"):
        raise GoalError("not_open")
    numbers.check(goal.metric, goal.growth)
    revision = next_revision(goal, numbers, reason=reason.strip(), by=by, at=at)
    record(goal, "proposed again", by=by, at=at, after={"target": numbers.target, "rate": numbers.rate})
    if state.name == "returned":
        resubmit(
            request=state.request, by=by, at=at, figure=said_number(goal, revision), note=reason.strip(),
            summary=_levels(goal, revision),
        )  # fmt: skip
    else:
        ask(goal, revision, by=by, at=at)
    return revision


def steps_for(goal: Goal, *, by: User, at: datetime) -> list[Step]:
    """First the owner (of a unit's goal those who lead it), then a superior; neither where they propose it."""
    on = timezone.localdate(at)
    steps = []
    if owners := [user for user in _owners(goal, on) if user != by]:
        steps.append(Step(people=owners, mode="all" if goal.person_id else "any"))
    if not outranks(rights_of(by, on=on), goal, on=on):
        steps.append(Step(role=Role.LEAD, unit=_superior_unit(goal, on), mode="any"))
    return steps


def _owners(goal: Goal, on: date) -> list[User]:
    """Those who answer for the goal and can sign in."""
    people = [goal.person] if goal.person_id else list(leaders_of(goal.unit_id, on=on).select_related("user"))
    if goal.unit_id:
        leading = goal.unit.role_assignments.filter(running(on), role__in=policies.LEADERS).values("user_id")
        people = [person for person in people if person.user_id in set(leading.values_list("user_id", flat=True))]
    return [person.user for person in people if person.user_id and person.user.is_active]


def outranks(rights: Rights, goal: Goal, *, on: date) -> bool:
    """Whether this is a superior of the owner: the lead of a person, or whoever leads the unit above."""
    if rights.sees_all(*policies.LEADERS, *policies.KEEPERS):
        return True
    reach = rights.unit_ids(*policies.LEADERS, *policies.KEEPERS)
    if goal.unit_id:
        return goal.unit.parent_id in reach
    home = _home(goal, on)
    return rights.person_id != goal.person_id and home is not None and home.pk in reach


def _home(goal: Goal, on: date) -> Unit | None:
    """The unit of a goal; of a person's the one they belong to, now or when the period begins."""
    if goal.unit_id:
        return goal.unit
    spells = Membership.objects.filter(person_id=goal.person_id).select_related("unit")
    found = spells.filter(running(on)).first() or spells.filter(running(goal.start)).first()
    return found.unit if found else None


def _superior_unit(goal: Goal, on: date) -> Unit | None:
    home = _home(goal, on)
    return home.parent if home and goal.unit_id and home.parent_id else home


def _levels(goal: Goal, revision: Revision) -> list[Change]:
    levels = ((gettext_noop("base"), revision.base), (gettext_noop("stretch"), revision.stretch))
    return [Change(label, None, said_number(goal, revision, level)) for label, level in levels if level is not None]


def _month_ends(period: Period) -> list[date]:
    """The last day of each month; the last of them is the end of the period itself."""
    return [part.last for part in period.split("month")]
