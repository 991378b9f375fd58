"""What a goal can be split along, and the weights a split begins with."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from leitai.goals.models import Goal
from leitai.metrics.addresses import briefly
from leitai.metrics.models import Metric
from leitai.metrics.queries import measure, read
from leitai.organization.models import Leave, Person, Unit
from leitai.organization.queries import members_of, overlapping, work_calendar
from leitai.sales.models import PersonDay
from leitai.tally.amounts import SCALE, WAN
from leitai.tally.periods import Period

WEIGHTS = ("last_year", "even", "workday", "hand")
STEPS = {"money": (WAN, 1000 * SCALE, 100 * SCALE, SCALE, SCALE // 100, 1), "count": (SCALE, 1), "score": (SCALE, 1)}


@dataclass(frozen=True)
class Candidate:
    """One who may get a part. `key` is unique in the split: an owner's id, or the first day of a period."""

    key: str
    name: str
    owner: Person | Unit
    period: Period
    metric: Metric


def dimensions_of(goal: Goal) -> list[str]:
    """What it can be split along: a unit's goal by units and people, any of more than a month by periods."""
    found = []
    if goal.unit_id:
        found = ["units"] if goal.unit.children.filter(archived_at=None).exists() else []
        found.append("people")
    return found if len(goal.period.split("month")) == 1 else [*found, "periods"]


def candidates(goal: Goal, dimension: str, *, on: date) -> list[Candidate]:
    """Units right below, people within, or months, in their order."""
    period = goal.period
    if dimension == "periods":
        return [
            Candidate(part.start.isoformat(), briefly(part), goal.owner, part, goal.metric)
            for part in parts_in_time(period)
        ]
    if dimension == "units":
        children = goal.unit.children.filter(archived_at=None).order_by("id")
        return [Candidate(f"{unit.pk}", unit.name, unit, period, goal.metric) for unit in children]
    below = goal.unit.descendants(include_self=True)
    day = min(max(on, period.start), period.last)
    people = members_of(below.values("pk"), on=day).filter(_sells(goal, on)).order_by("id")
    return [Candidate(f"{person.pk}", person.name, person, period, goal.metric) for person in people]


def _sells(goal: Goal, on: date) -> Q:
    """Whoever had such a record within a year, is new, or has a part already: not everybody on the payroll."""
    since = on - timedelta(days=365)
    busy = PersonDay.objects.filter(kind__in=goal.metric.definition.kinds, day__gte=since).values("person_id")
    parts = goal.parts.filter(person__isnull=False).values("person_id")
    return Q(pk__in=busy) | Q(pk__in=parts) | Q(hired_on__gte=on - timedelta(days=180))


def parts_in_time(period: Period) -> tuple[Period, ...]:
    """A year into quarters, anything shorter into months."""
    return period.split("quarter" if period.kind == "year" else "month")


def weights(goal: Goal, some: list[Candidate], by: str) -> list[int]:
    """A weight for each; all zero where the way of weighing knows nothing, which then splits evenly."""
    if by == "last_year":
        return _last_year(goal, some)
    if by == "workday":
        return _workdays(some)
    return [1] * len(some)


def _last_year(goal: Goal, some: list[Candidate]) -> list[int]:
    """What each reached in the same days of last year; less than nothing weighs nothing."""
    kind, owner = goal.owner_key
    if all(each.owner == goal.owner for each in some):
        periods = [each.period.year_before() for each in some]
        values = read(goal.metric, periods, by=kind, **{f"{kind}_ids": [owner]}).of(owner)
    else:
        by = "person" if isinstance(some[0].owner, Person) else "unit"
        ids = [each.owner.pk for each in some]
        found = measure(goal.metric, some[0].period.year_before(), by=by, **{f"{by}_ids": ids})
        values = [found[pk] for pk in ids]
    return [max(0, value or 0) for value in values]


def _workdays(some: list[Candidate]) -> list[int]:
    """Workdays of each part; of a person without their leave."""
    years = {year for each in some for year in (each.period.start.year, each.period.end.year)}
    calendar = work_calendar(*years)
    away = _leave(some)
    counts = []
    for each in some:
        off = away.get(each.owner.pk, ()) if isinstance(each.owner, Person) else ()
        counts.append(calendar.without(off).count(each.period) if off else calendar.count(each.period))
    return counts


def _leave(some: list[Candidate]) -> dict[int, set[date]]:
    people = [each.owner.pk for each in some if isinstance(each.owner, Person)]
    if not people:
        return {}
    start, end = min(each.period.start for each in some), max(each.period.end for each in some)
    days: dict[int, set[date]] = {}
    for leave in Leave.objects.filter(overlapping(start, end), person_id__in=people):
        days.setdefault(leave.person_id, set()).update(Period(leave.start, leave.end))
    return days


def step_of(goal: Goal, total: int, count: int) -> int:
    """The largest step that divides the whole and still leaves every part about a hundred of them."""
    steps = STEPS.get(goal.metric.unit, (1,))
    for step in steps:
        if total % step == 0 and step * count * 50 <= total:
            return step
    return next(step for step in reversed(steps) if total % step == 0)
