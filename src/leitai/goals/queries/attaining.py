"""How far goals are reached, and where they should be today."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from leitai.goals.growth import grown_target
from leitai.goals.models import Goal, Revision
from leitai.goals.queries.targets import adds_up
from leitai.metrics.queries import measure
from leitai.organization.queries import work_calendar
from leitai.tally.amounts import at_rate, ratio_ppm
from leitai.tally.calendars import WorkCalendar
from leitai.tally.periods import Period


@dataclass(frozen=True)
class Attainment:
    """A goal on a day. `ppm` is measured ÷ target, cut, None without a number on either side.

    `due_ppm` is the share of the target that should be there by the evening of the day, by workdays; None for what
    does not grow day by day (a level, a ratio). `gap` is measured less what is due (less the whole target where
    nothing is due by day): negative is behind. For a metric where lower is better `reached` means at most the
    target, and there is no pace.
    """

    measured: int | None
    target: int | None
    ppm: int | None
    due_ppm: int | None
    gap: int | None
    reached: bool
    begun: bool

    @property
    def is_behind(self) -> bool:
        return self.gap is not None and self.gap < 0 and self.begun and not self.reached

    @property
    def missing(self) -> int | None:
        """What is still missing to the whole target; None once reached."""
        if self.measured is None or self.target is None or self.reached:
            return None
        return self.target - self.measured


def attainment(goal: Goal, *, as_of: date) -> Attainment:
    """Of one goal; of a goal that is not agreed what was proposed last."""
    return attainments([goal], as_of=as_of)[goal.pk]


def attainments(goals: Iterable[Goal], *, as_of: date) -> dict[int, Attainment]:
    """{goal id: Attainment}: as many measurements as there are metrics, periods and sorts of owners, not goals."""
    goals = list(goals)
    groups: dict[tuple, list[Goal]] = defaultdict(list)
    for goal in goals:
        version = goal.in_force.version if goal.in_force_id else goal.metric.current
        groups[version, goal.start, goal.end, goal.owner_key[0]].append(goal)
    calendar = _calendar(goals)
    wanted = proposed_targets(goal for goal in goals if not goal.in_force_id)
    found = {}
    for (version, start, end, by), group in groups.items():
        period = Period(start, end)
        ids = [goal.owner_key[1] for goal in group]
        values = measure(version, period, by=by, as_of=as_of, **{f"{by}_ids": ids})
        for goal in group:
            target = goal.in_force.target if goal.in_force_id else wanted.get(goal.pk)
            found[goal.pk] = attained(goal.metric, values[goal.owner_key[1]], target, period, calendar, as_of)
    return found


def attained(metric, measured, target, period: Period, calendar: WorkCalendar, as_of: date) -> Attainment:
    """The arithmetic, for a measured value and a target."""
    begun = period.start <= as_of
    if not target or target < 0 or measured is None:
        return Attainment(measured, target, None, None, None, False, begun)
    down = metric.direction == "down"
    reached = (measured <= target and as_of >= period.last) if down else measured >= target
    due_ppm = calendar.elapsed(period, as_of) if adds_up(metric) and not down else None
    due = target if due_ppm is None else at_rate(target, due_ppm)
    gap = target - measured if down else measured - due
    return Attainment(measured, target, ratio_ppm(measured, target), due_ppm, gap, reached, begun)


def proposed_targets(goals: Iterable[Goal]) -> dict[int, int | None]:
    """{goal id: the number last proposed}; of growth on what the base comes to now."""
    goals = {goal.pk: goal for goal in goals}
    if not goals:
        return {}
    found: dict[int, int | None] = {}
    for revision in Revision.objects.filter(goal_id__in=goals).order_by("number"):
        goal = goals[revision.goal_id]
        found[goal.pk] = revision.target if revision.rate is None else grown_target(goal, revision.rate)[0]
    return found


def _calendar(goals: list[Goal]) -> WorkCalendar:
    return work_calendar(*{year for goal in goals for year in (goal.start.year, goal.end.year)})
