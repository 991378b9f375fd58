"""The goals of a period as a tree: units, the people in them, each with how far they are."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from leitai.goals.models import Goal
from leitai.goals.queries import Attainment, attainments, goals_visible_to, states_of, targets
from leitai.goals.queries.attaining import attained
from leitai.metrics.models import Metric
from leitai.metrics.queries import measure
from leitai.organization.models import Membership, Person, Unit
from leitai.organization.queries import overlapping, units_visible_to, work_calendar
from leitai.organization.rights import Rights
from leitai.tally.periods import Period


@dataclass
class Line:
    """A unit or a person in the tree. `goal` None: the target is what lies below. `state` names what is not agreed."""

    who: Unit | Person
    depth: int
    goal: Goal | None
    stands: Attainment
    state: str = ""
    children: list["Line"] = field(default_factory=list)
    folds: bool = False
    is_open: bool = True

    @property
    def is_unit(self) -> bool:
        return isinstance(self.who, Unit)

    @property
    def people(self) -> int:
        """How many people hang right on it."""
        return sum(not child.is_unit for child in self.children)

    @property
    def people_behind(self) -> int:
        return sum(not child.is_unit and child.stands.is_behind for child in self.children)

    @property
    def lines(self):
        """This line and those below."""
        yield self
        for child in self.children:
            yield from child.lines

    @property
    def shown(self):
        """Those that are listed: of a folded unit its people are not."""
        yield self
        for child in self.children:
            if child.is_unit or self.is_open:
                yield from child.shown


def fold(top: list[Line], opened: str, *, most: int = 24) -> list[Line]:
    """The lines to list. With more people than fit a page each unit's people fold away, but those of `opened`."""
    every = [line for each in top for line in each.lines]
    if sum(not line.is_unit for line in every) > most:
        for line in every:
            line.folds = line.people > 0
            line.is_open = not line.folds or f"{line.who.pk}" == opened
    return [line for each in top for line in each.shown]


def metrics_of(rights: Rights, period: Period, *, on: date) -> list[Metric]:
    """The metrics the viewer sees goals of in exactly this period, the most frequent first."""
    counts: dict[Metric, int] = defaultdict(int)
    for goal in _goals(rights, period, on=on):
        counts[goal.metric] += 1
    return sorted(counts, key=lambda metric: (-counts[metric], metric.pk))


def _goals(rights: Rights, period: Period, *, on: date):
    return goals_visible_to(rights, on=on).filter(start=period.start, end=period.end, withdrawal__isnull=True)


def tree_of(rights: Rights, metric: Metric, period: Period, *, on: date) -> list[Line]:
    """The topmost lines; those below hang on them. A fixed number of queries whatever the number of goals."""
    goals = list(_goals(rights, period, on=on).filter(metric=metric))
    stands = attainments(goals, as_of=on)
    states = states_of(goals)
    units = list(units_visible_to(rights).order_by("id"))
    named = {goal.unit_id: goal.unit for goal in goals if goal.unit_id} | {unit.pk: unit for unit in units}
    home = _homes([goal.person_id for goal in goals if goal.person_id], period)
    lines = _unit_lines(metric, period, named, goals, stands, on)
    loose: list[Line] = []
    for goal in goals:
        if goal.person_id:
            line = Line(goal.person, 0, goal, stands[goal.pk])
            above = lines.get(home.get(goal.person_id))
            (above.children if above else loose).append(line)
    people = [*loose, *(each for line in lines.values() for each in line.children)]
    for each in [*lines.values(), *people]:
        if each.goal:
            each.state = states[each.goal.pk].name
    return _hung(lines, loose)


def _unit_lines(metric, period, named: dict[int, Unit], goals, stands, on) -> dict[int, Line]:
    own = {goal.unit_id: goal for goal in goals if goal.unit_id}
    without = [pk for pk in named if pk not in own]
    derived = targets(metric, period, unit_ids=without) if without else {}
    measured = measure(metric, period, by="unit", unit_ids=list(derived), as_of=on) if derived else {}
    calendar = work_calendar(period.start.year, period.end.year)
    lines = {pk: Line(named[pk], 0, goal, stands[goal.pk]) for pk, goal in own.items()}
    for pk, target in derived.items():
        lines[pk] = Line(named[pk], 0, None, attained(metric, measured[pk], target, period, calendar, on))
    return lines


def _homes(person_ids: list[int], period: Period) -> dict[int, int]:
    """Where each belonged when the period began, or where they joined in it."""
    found: dict[int, int] = {}
    spells = Membership.objects.filter(overlapping(period.start, period.end), person_id__in=person_ids)
    for person_id, unit_id in spells.order_by("start").values_list("person_id", "unit_id"):
        found.setdefault(person_id, unit_id)
    return found


def _hung(lines: dict[int, Line], loose: list[Line]) -> list[Line]:
    """Each unit below the nearest one above that has a line; people after units, the largest target first."""
    parents = dict(Unit.objects.order_by().values_list("id", "parent_id"))
    top = []
    for pk, line in sorted(lines.items()):
        above = parents.get(pk)
        while above is not None and above not in lines:
            above = parents.get(above)
        (lines[above].children if above is not None else top).append(line)
    top += loose
    for line in top:
        _order(line, 0)
    return top


def _order(line: Line, depth: int) -> None:
    line.depth = depth
    line.children.sort(key=lambda each: (not each.is_unit, -(each.stands.target or 0), each.who.pk))
    for child in line.children:
        _order(child, depth + 1)
