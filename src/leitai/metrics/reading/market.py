"""The imported size of the market, over stretches of days."""

from leitai.metrics.definitions import Filters
from leitai.metrics.models import MarketSeries
from leitai.metrics.reading.question import within
from leitai.tally.allocation import prorate
from leitai.tally.amounts import to_units
from leitai.tally.periods import Period


def sizes(filters: Filters, pieces) -> dict[int, int]:
    """{place: market size}; a place with a month nobody imported is missing. Part of a month counts by its days."""
    months = [(place, month_of(part)) for place, span in pieces for part in span.split("month")]
    rows = MarketSeries.objects.filter(within("month", months), line__in=filters.lines or [""])
    rows = rows.filter(region__in=filters.regions or [""])
    known: dict = {}
    for month, size in rows.values_list("month", "size"):
        known[month] = known.get(month, 0) + to_units(size)
    found = {}
    for place, span in pieces:
        parts = [(known.get(part.start.replace(day=1)), part) for part in span.split("month")]
        if all(size is not None for size, _ in parts):
            found[place] = sum(prorate(size, len(part), len(month_of(part))) for size, part in parts)
    return found


def month_of(part: Period) -> Period:
    return Period.month(part.start.year, part.start.month)
