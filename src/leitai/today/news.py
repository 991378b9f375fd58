"""What changed since yesterday: the day's deals and the largest of them, and what came back."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, Sum

from leitai.organization.models import Unit
from leitai.organization.rights import unit_and_below
from leitai.sales.models import Kind, Record
from leitai.sales.queries import live_records


@dataclass(frozen=True)
class News:
    """Amounts in currency units; a return's is negative."""

    day: date
    deals: int
    amount: Decimal
    largest: Record | None
    returns: int
    returned: Decimal

    @property
    def is_quiet(self) -> bool:
        return not self.deals and not self.returns


def news_of(unit: Unit, *, since: date, today: date) -> News:
    """Orders and returns of the unit and below from `since` up to today. Two queries."""
    records = live_records().filter(
        unit__in=unit_and_below(unit.pk), day__gte=since, day__lte=today, kind__in=[Kind.ORDER, Kind.RETURN]
    )
    sums = {
        row["kind"]: row for row in records.order_by().values("kind").annotate(number=Count("id"), amount=Sum("amount"))
    }
    orders, returns = (sums.get(kind, {"number": 0, "amount": Decimal(0)}) for kind in (Kind.ORDER, Kind.RETURN))
    largest = records.filter(kind=Kind.ORDER).select_related("person", "customer").order_by("-amount", "-id").first()
    return News(since, orders["number"], orders["amount"], largest, returns["number"], returns["amount"])


def yesterday(today: date, calendar) -> date:
    """The last working day before today: on a Monday, Friday."""
    day = today - timedelta(days=1)
    while not calendar.is_workday(day) and (today - day).days < 14:
        day -= timedelta(days=1)
    return day
