"""What the target is, for many owners at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Count

from leitai.goals.models import Goal
from leitai.metrics.models import Metric
from leitai.metrics.queries import by_code
from leitai.organization.models import Membership, Unit
from leitai.organization.queries import overlapping
from leitai.tally.periods import Period


def targets(metric: Metric, period: Period, *, person_ids=None, unit_ids=None) -> dict[int, int]:
    """{id: target} of the people or units asked; who has none is missing.

    The goal of exactly this period counts; else, for what adds up over time, the goals of shorter periods that
    cover it day by day. A unit without a goal of its own has what its people and the units below come to, for what
    adds up over people; each person counts where they belonged when the period began, or when they joined in it.
    """
    return targets_over(metric, [period], person_ids=person_ids, unit_ids=unit_ids)[period]


def targets_over(
    metric: Metric, periods: Sequence[Period], *, person_ids=None, unit_ids=None
) -> dict[Period, dict[int, int]]:
    """The same for several periods, in as many questions to the database as for one."""
    if unit_ids is None:
        ids = None if person_ids is None else set(person_ids)
        return _own(metric, periods, "person_id", ids)
    return _of_units(metric, periods, set(unit_ids))


def target_of(metric: Metric, period: Period, *, person=None, unit=None) -> int | None:
    """The target of one owner."""
    if person is not None:
        return targets(metric, period, person_ids=[person.pk]).get(person.pk)
    return targets(metric, period, unit_ids=[unit.pk]).get(unit.pk)


def targets_of_people(code: str, period: Period, person_ids: Iterable[int]) -> dict[int, int]:
    """The same by the metric's code: what incentives are measured against."""
    try:
        metric = by_code(code)
    except Metric.DoesNotExist:
        return {}
    return targets(metric, period, person_ids=person_ids)


def metrics_in_force(period: Period) -> list[Metric]:
    """The metrics somebody is held to in exactly this period, the one with the most goals first."""
    goals = Goal.objects.filter(in_force__isnull=False, start=period.start, end=period.end).order_by()
    counts = goals.values("metric").annotate(count=Count("pk")).values_list("metric", "count")
    order = {metric: (-count, metric) for metric, count in counts}
    return sorted(Metric.objects.filter(pk__in=order).select_related("current"), key=lambda each: order[each.pk])


def _own(metric: Metric, periods: Sequence[Period], column: str, ids: set[int] | None) -> dict[Period, dict[int, int]]:
    goals = Goal.objects.filter(
        metric=metric,
        in_force__isnull=False,
        start__gte=min(period.start for period in periods),
        end__lte=max(period.end for period in periods),
        **{f"{column}__isnull": False},
    )
    if ids is not None:
        goals = goals.filter(**{f"{column}__in": ids})
    known: dict[int, dict[Period, int]] = defaultdict(dict)
    for owner, start, end, target in goals.values_list(column, "start", "end", "in_force__target"):
        known[owner][Period(start, end)] = target
    return {period: _owned(period, known, adds_up=adds_up(metric)) for period in periods}


def _owned(period: Period, known: Mapping[int, Mapping[Period, int]], *, adds_up: bool) -> dict[int, int]:
    found = {owner: _of_period(period, own, adds_up=adds_up) for owner, own in known.items()}
    return {owner: target for owner, target in found.items() if target is not None}


def _of_period(period: Period, known: Mapping[Period, int], *, adds_up: bool) -> int | None:
    if period in known or not adds_up:
        return known.get(period)
    total, day = 0, period.start
    while day < period.end:
        # The longest that begins here and ends in time: a quarter before its months, so nothing counts twice.
        fitting = (each for each in known if each.start == day and each.end <= period.end)
        part = max(fitting, key=lambda each: each.end, default=None)
        if part is None:
            return None
        total += known[part]
        day = part.end
    return total


def adds_up(metric: Metric) -> bool:
    """Whether the targets of parts may be added: sums of money or counts, not shares, means or distinct heads."""
    definition = metric.definition
    return (
        not metric.is_ratio
        and not definition.per
        and not definition.growth
        and all(not part.bottom for part in definition.parts)
        and all(term.field != "customers" for term in definition.terms)
    )


def _of_units(metric: Metric, periods: Sequence[Period], unit_ids: set[int]) -> dict[Period, dict[int, int]]:
    own = _own(metric, periods, "unit_id", None)
    if not adds_up(metric) or all(unit_ids <= own[period].keys() for period in periods):
        return {period: {pk: own[period][pk] for pk in unit_ids if pk in own[period]} for period in periods}
    children = _children()
    people = _own(metric, periods, "person_id", None)
    homes = _homes(periods, set().union(*people.values()))
    found = {}
    for period in periods:
        below = _SumsBelow(own[period], _by_unit(people[period], homes, period), children)
        sums = {pk: below.of(pk) for pk in unit_ids}
        found[period] = {pk: target for pk, target in sums.items() if target is not None}
    return found


class _SumsBelow:
    """A unit's target as what lies in it: its people's, and those of the units below."""

    def __init__(self, own: Mapping[int, int], people: Mapping[int, int], children: Mapping[int | None, list[int]]):
        self._own, self._people, self._children = own, people, children
        self._known: dict[int, int | None] = {}

    def of(self, unit_id: int) -> int | None:
        if unit_id not in self._known:
            parts = [self._people.get(unit_id), *(self.of(child) for child in self._children.get(unit_id, ()))]
            known = [part for part in parts if part is not None]
            self._known[unit_id] = self._own.get(unit_id, sum(known) if known else None)
        return self._known[unit_id]


def _children() -> dict[int | None, list[int]]:
    children = defaultdict(list)
    for pk, parent in Unit.objects.order_by().values_list("id", "parent_id"):
        children[parent].append(pk)
    return children


def _homes(periods: Sequence[Period], person_ids: set[int]) -> list[Membership]:
    """Where these people belonged at any time of it, earliest first."""
    start, end = min(period.start for period in periods), max(period.end for period in periods)
    return list(Membership.objects.filter(overlapping(start, end), person_id__in=person_ids).order_by("start"))


def _by_unit(people: Mapping[int, int], homes: list[Membership], period: Period) -> dict[int, int]:
    """What the people of each unit come to; who moved within the period counts where they began it."""
    home: dict[int, int] = {}
    for spell in homes:
        if spell.start < period.end and (spell.end is None or spell.end > period.start):
            home.setdefault(spell.person_id, spell.unit_id)
    sums: dict[int, int] = defaultdict(int)
    for person_id, target in people.items():
        if person_id in home:
            sums[home[person_id]] += target
    return dict(sums)
