"""What goals say on other contexts' pages: a deal moves an attainment, a person and a unit have goals."""

from datetime import date

from django.urls import reverse

from leitai import clock
from leitai.goals.models import Goal
from leitai.goals.policies import may_propose
from leitai.goals.queries import attainments, goals_visible_to
from leitai.goals.queries.attaining import attained
from leitai.metrics.models import Metric
from leitai.organization.models import Person
from leitai.organization.queries import work_calendar
from leitai.tally.amounts import to_units
from leitai.ui import slots

SHOWN = 6
# What a reported order adds to, by its code: its amount, or one.
MOVED_BY_AMOUNT = ("net_sales", "sales")
MOVED_BY_ONE = ("orders",)


def register() -> None:
    slots.register("sales.deal.earns", "goals", provider=deal_moves, template="goals/slots/deal.html", order=20)
    slots.register("person.side", "goals", provider=of_person, template="goals/slots/goals.html", order=20)
    slots.register("unit.side", "goals", provider=of_unit, template="goals/slots/goals.html", order=20)
    slots.register("metrics.metric.uses", "goals", provider=uses_of_metric)
    slots.register("today.first_goal", "goals", provider=first_goal, template="goals/slots/first.html")


def deal_moves(
    request, *, draft=None, amount=None, person: Person | None = None, day: date | None = None, **_
) -> dict | None:
    """Where the deal would take the attainment of the month: 55% → 63.4%. Nothing for who has no such goal."""
    amount = draft.amount if draft else amount
    person, day = (draft.person, draft.day) if draft else (person or request.person, day)
    today = clock.today()
    if not amount or person is None:
        return None
    goal = _month_goal(request, person, day or today)
    if goal is None:
        return None
    now = attainments([goal], as_of=today)[goal.pk]
    adds = to_units(1 if goal.metric.code in MOVED_BY_ONE else amount)
    calendar = work_calendar(goal.start.year, goal.end.year)
    then = attained(goal.metric, (now.measured or 0) + adds, now.target, goal.period, calendar, today)
    if now.ppm is None:
        return None
    return {"goal": goal, "now": now, "then": then, "catches_up": now.is_behind and not then.is_behind}


def _month_goal(request, person: Person, day: date) -> Goal | None:
    """The shortest goal that the deal moves; on net sales before all others."""
    goals = goals_visible_to(request.rights, on=day).filter(
        person=person,
        in_force__isnull=False,
        start__lte=day,
        end__gt=day,
        metric__code__in=(*MOVED_BY_AMOUNT, *MOVED_BY_ONE),
    )
    order = (*MOVED_BY_AMOUNT, *MOVED_BY_ONE)
    return min(goals, key=lambda goal: (order.index(goal.metric.code), (goal.end - goal.start).days), default=None)


def of_person(request, *, person: Person, **_) -> dict | None:
    return _of(request, person=person)


def of_unit(request, *, unit, **_) -> dict | None:
    return _of(request, unit=unit)


def _of(request, **owner) -> dict | None:
    """The goals of an owner that run today, the shortest period first."""
    today = clock.today()
    goals = goals_visible_to(request.rights, on=today).filter(
        start__lte=today, end__gt=today, withdrawal__isnull=True, in_force__isnull=False, **owner
    )
    found = sorted(goals, key=lambda goal: (goal.end - goal.start, goal.pk))[:SHOWN]
    if not found:
        return None
    stands = attainments(found, as_of=today)
    return {"goals": [(goal, stands[goal.pk]) for goal in found]}


def uses_of_metric(request, *, metric: Metric, **_) -> dict:
    """The goals that rest on a metric and are not over."""
    today = clock.today()
    goals = goals_visible_to(request.rights, on=today).filter(metric=metric, withdrawal__isnull=True, end__gt=today)
    return {
        "uses": [
            {"title": goal.owner.name, "note": str(goal), "url": reverse("goals:goal", args=[goal.pk])}
            for goal in goals.filter(unit__isnull=False)[:SHOWN]
        ]
    }


def first_goal(request, *, unit=None, **_) -> dict | None:
    """The way to a first goal, for who may propose one."""
    return {"owner": f"unit-{unit.pk}" if unit else ""} if may_propose(request) else None
