"""The one metric a page leads with: what people here are held to, or else what there is to see."""

from leitai.goals.queries import metrics_in_force
from leitai.metrics.models import Metric
from leitai.metrics.queries import by_code
from leitai.sales.models import Kind, PersonDay
from leitai.tally.periods import Period

# A company that keeps opportunities and no orders sells what it wins.
WITHOUT_ORDERS = {Kind.WON: "won_amount"}


def headline_metric(period: Period) -> Metric:
    """The metric most targets of the period are set on; without targets net sales, or the amount won."""
    held_to = metrics_in_force(period)
    if held_to:
        return held_to[0]
    if PersonDay.objects.filter(kind=Kind.ORDER).exists():
        return by_code("net_sales")
    won = PersonDay.objects.filter(kind=Kind.WON).exists()
    return by_code(WITHOUT_ORDERS[Kind.WON] if won else "net_sales")
