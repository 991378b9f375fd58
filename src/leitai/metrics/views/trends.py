"""A metric's months as a chart."""

from decimal import Decimal

from leitai.metrics.addresses import address_of, briefly
from leitai.tally.amounts import from_units

FORMATS = {"money": "amount", "ratio": "percent", "count": "count", "score": "count"}


def trend_chart(metric, periods, values, records_url: str = "") -> dict:
    """Standing bars, the running one apart; a click opens its records."""
    last = len(periods) - 1
    data = [
        {"value": plain(value), **({"itemStyle": {"opacity": 0.55}} if place == last else {})}
        for place, value in enumerate(values)
    ]
    return {
        "format": FORMATS[metric.unit],
        "grid": {"left": 8, "right": 8, "top": 16, "bottom": 8, "containLabel": True},
        "xAxis": {"type": "category", "data": [briefly(period) for period in periods]},
        "yAxis": {"type": "value", "splitNumber": 3},
        "series": [{"type": "bar", "name": str(metric), "data": data, "barMaxWidth": 28}],
        "links": [f"{records_url}?period={address_of(period)}" for period in periods] if records_url else [],
    }


def plain(value: int | None) -> Decimal | None:
    """A number the chart can draw: currency units, pieces, or per cent, which is 1/10,000 of a ratio's ppm too."""
    return None if value is None else from_units(value)
