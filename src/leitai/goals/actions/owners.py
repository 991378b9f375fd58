"""Whose a goal may be: somebody who is there, without crossing another goal of theirs, below the goal it is part of."""

from collections.abc import Iterable

from leitai.goals.errors import GoalError
from leitai.goals.models import Goal
from leitai.metrics.models import Metric
from leitai.organization.models import Membership, Person, Unit
from leitai.tally.periods import Period


def lock_owners(owners: Iterable[Person | Unit]) -> None:
    """Hold them until the transaction ends: of two goals for one owner at once the second is checked against the first.

    In the order of their ids, or two who set many targets can deadlock; not against those who only refer to them.
    """
    found: dict[type, set[int]] = {Person: set(), Unit: set()}
    for owner in owners:
        found[type(owner)].add(owner.pk)
    for model, ids in found.items():
        if ids:
            held = model.objects.order_by("pk").select_for_update(of=("self",), no_key=True).filter(pk__in=ids)
            list(held.values_list("pk", flat=True))


def check_owner(owner: Person | Unit, period: Period) -> None:
    if isinstance(owner, Unit):
        if owner.archived_at:
            raise GoalError("owner_archived", field="owner", owner=owner)
    elif owner.left_on and owner.left_on <= period.start:
        raise GoalError("owner_left", field="owner", owner=owner, day=owner.left_on)


def check_crossing(metric: Metric, owner: Person | Unit, period: Period) -> None:
    """One goal for a metric, an owner and a period; those of other periods lie within one another or apart."""
    column = "person" if isinstance(owner, Person) else "unit"
    others = Goal.objects.filter(
        metric=metric, withdrawal__isnull=True, start__lt=period.end, end__gt=period.start, **{column: owner}
    ).select_related("metric", "person", "unit")
    for other in others:
        if other.period == period:
            raise GoalError("same_period", field="period", owner=owner, metric=metric)
        common = period.overlap(other.period)
        if common not in (period, other.period):
            raise GoalError("overlapping", field="period", other=str(other))


def check_parent(metric: Metric, owner: Person | Unit, period: Period, parent: Goal) -> None:
    """A part measures the same thing, within its parent's days, for the same owner or one below."""
    inside = parent.start <= period.start and period.end <= parent.end
    if parent.metric_id != metric.pk or not inside or parent.is_withdrawn:
        raise GoalError("not_part", field="parent")
    same = parent.owner == owner and parent.period == period
    if same or not _below(owner, parent, period):
        raise GoalError("not_part", field="parent")


def _below(owner: Person | Unit, parent: Goal, period: Period) -> bool:
    if parent.owner == owner:
        return True
    if parent.person_id:
        return False
    within = parent.unit.descendants(include_self=True)
    if isinstance(owner, Unit):
        return within.filter(pk=owner.pk).exists()
    spells = Membership.objects.filter(person=owner, unit__in=within.values("pk"), start__lt=period.end)
    return spells.exclude(end__lte=period.start).exists()
