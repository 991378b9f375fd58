"""A goal's numbers as values that an approval keeps and says in each reader's language."""

from django.utils.translation import gettext_noop

from leitai.metrics.library import BUILT_IN
from leitai.notifications.phrases import Money, Month, Rate, pack
from leitai.tally.amounts import from_units
from leitai.tally.periods import Period


def said_number(goal, revision, value: int | None = None):
    """Money, a rate, or a plain count; of growth the rate itself."""
    if value is None and revision.rate is not None:
        return Rate(revision.rate)
    return said_value(goal, revision.target if value is None else value)


def said_value(goal, value: int | None):
    if value is None:
        return None
    if goal.metric.unit == "ratio":
        return Rate(value)
    amount = from_units(value)
    return Money(amount) if goal.metric.unit == "money" else amount


def said_goal(goal) -> dict:
    """Whose goal, for what and when: the parameters of a title."""
    metric = goal.metric
    return {
        "owner": goal.person or goal.unit.name,
        "metric": BUILT_IN[metric.code].name if metric.builtin and metric.code in BUILT_IN else metric.label,
        "period": said_period(goal.period),
    }


def said_period(period: Period):
    """A period by its parts, so that each reader has it in their own words. The msgids are those of `called`."""
    start = period.start
    match period.kind:
        case "year":
            return pack("%(year)s", year=start.year)
        case "half":
            half = "first half of %(year)s" if start.month == 1 else "second half of %(year)s"
            return pack(half, year=start.year)
        case "quarter":
            return pack("Q%(number)s %(year)s", number=(start.month + 2) // 3, year=start.year)
        case "month":
            return Month(start)
    return pack(gettext_noop("%(first)s to %(last)s"), first=start, last=period.last)
