"""Is the goal SMART? Each letter is checked as far as it can be known, and says what is missing."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leitai.goals.models import Goal
from leitai.metrics.queries import read
from leitai.metrics.wording import worded
from leitai.sales.models import Record
from leitai.tally.periods import Period
from leitai.ui.figures import days

FEW = 3
"""Under so many past periods nothing is said about whether a number is within reach."""
LOOKED_AT = 12


@dataclass(frozen=True)
class Letter:
    """One of S M A R T. `holds` True, False, or None where it cannot be known yet; `said` says why."""

    letter: str
    name: str
    holds: bool | None
    said: str


@dataclass(frozen=True)
class History:
    """What the owner reached in comparable periods before, the oldest first."""

    periods: tuple[Period, ...] = ()
    values: tuple[int, ...] = ()

    def met(self, target: int, *, down: bool = False) -> int:
        return sum(value <= target if down else value >= target for value in self.values)

    @property
    def best(self) -> int | None:
        return max(self.values, default=None)


def history(metric, owner_key: tuple[str, int], period: Period, *, today: date) -> History:
    """The whole periods of the same length before this one and before today, from the first that has a figure."""
    periods, each = [], period
    while len(periods) < LOOKED_AT:
        each = each.previous()
        if each.end <= today:
            periods.insert(0, each)
    by, owner = owner_key
    values = read(metric, periods, by=by, **{f"{by}_ids": [owner]}).of(owner)
    first = next((place for place, value in enumerate(values) if value), len(values))
    known = [(part, value) for part, value in list(zip(periods, values, strict=True))[first:] if value is not None]
    return History(tuple(part for part, _value in known), tuple(value for _part, value in known))


def smart(goal: Goal, target: int | None, past: History) -> list[Letter]:
    """The five letters for a goal and its number."""
    return [_specific(goal, target), _measurable(goal), _attainable(goal, target, past), _relevant(goal), _timed(goal)]


def _specific(goal: Goal, target: int | None) -> Letter:
    said = _("%(owner)s, %(metric)s, %(target)s") % {
        "owner": goal.owner.name,
        "metric": goal.metric.name,
        "target": worded(target, goal.metric.unit),
    }
    return Letter("S", _("specific"), target is not None, said)


def _measurable(goal: Goal) -> Letter:
    kinds = goal.metric.definition.kinds
    if not kinds or Record.objects.filter(live=True, kind__in=kinds).exists():
        return Letter("M", _("measurable"), True, _("measured from records, every day"))
    return Letter("M", _("measurable"), False, _("no records yet that this metric reads"))


def _attainable(goal: Goal, target: int | None, past: History) -> Letter:
    name = _("attainable")
    if target is None or len(past.values) < FEW:
        return Letter("A", name, None, _("not enough history yet to say"))
    down = goal.metric.direction == "down"
    count, met = len(past.values), past.met(target, down=down)
    said = ngettext(
        "met in %(met)s of the last %(count)s comparable period",
        "met in %(met)s of the last %(count)s comparable periods",
        count,
    ) % {"met": met, "count": count}
    return Letter("A", name, met * 3 >= count, said)


def _relevant(goal: Goal) -> Letter:
    if goal.parent_id:
        return Letter("R", _("relevant"), True, _("part of %(goal)s") % {"goal": goal.parent})
    if goal.why:
        return Letter("R", _("relevant"), True, goal.why)
    return Letter("R", _("relevant"), False, _("does not say yet what it rests on"))


def _timed(goal: Goal) -> Letter:
    checks = list(goal.checks.all())
    if not checks:
        return Letter("T", _("timed"), False, _("has no check dates"))
    said = ngettext(
        "%(count)s check date, the last on %(day)s", "%(count)s check dates, the last on %(day)s", len(checks)
    )
    return Letter("T", _("timed"), True, said % {"count": len(checks), "day": days.day(checks[-1].day)})


def beyond_the_past(target: int | None, past: History, *, down: bool = False) -> bool:
    """Whether the number lies beyond anything reached so far: worth a warning, not a refusal."""
    if target is None or len(past.values) < FEW:
        return False
    return past.met(target, down=down) == 0
