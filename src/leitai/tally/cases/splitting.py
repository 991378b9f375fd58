"""Cases of splitting a whole, of ramped targets, and of reading what people type."""

from collections.abc import Callable
from typing import Any

from leitai.tally.allocation import Remainder, ZeroWeights, allocate, prorate, ramp
from leitai.tally.amounts import CENT, SCALE, WAN, parse_amount
from leitai.tally.cases.answers import Amount
from leitai.tally.cases.reading import Entry, amounts, rates, units
from leitai.tally.days import parse_day
from leitai.tally.periods import Period

STEPS = {"cent": CENT, "分": CENT, "1": SCALE, "元": SCALE, "万元": WAN, "万": WAN, "piece": SCALE, "件": SCALE}

REMAINDERS: dict[str, Remainder] = {"largest": "largest", "last": "last", "first": "first"}
ZERO_WEIGHTS: dict[str, ZeroWeights] = {"refuse": "refuse", "even": "even"}


def split(case: Entry, given: Entry) -> dict[str, Any]:
    """A whole into parts: keys by (weights), then (weights inside each part), step, remainder, pins, low, high."""
    keys = case.entry("split")
    weights = keys.get("by", _weights)
    inner = keys.get("then", lambda listed: [_weights(one) for one in listed], None)
    step = keys.one_of("step", STEPS, CENT)
    remainder = keys.one_of("remainder", REMAINDERS, "largest")
    bounds = {side: keys.get(side, _by_position, {}) for side in ("pins", "low", "high")}
    zero = keys.one_of("zero weights", ZERO_WEIGHTS, "refuse")
    starts = keys.day("starts", None)
    keys.done()
    parts = allocate(
        given.amount("total"), weights, step=step, remainder=remainder, zero_weights=zero,
        pins=bounds["pins"], low=bounds["low"], high=bounds["high"],
    )  # fmt: skip
    if starts is not None:
        parts = _from_start(parts, starts, step)
    inside = [allocate(part, w, step=step) for part, w in zip(parts, inner, strict=True)] if inner else []
    return {
        "parts": _listed(parts),
        "total": Amount(sum(parts)),
        "inside": [_listed(one) for one in inside],
        "inside totals": [Amount(sum(one)) for one in inside],
        "quarters": _listed([sum(parts[at : at + 3]) for at in range(0, len(parts), 3)]),
    }


def ramped(case: Entry, given: Entry) -> dict[str, Any]:
    """A newcomer's target: the list of each part's share of full quota."""
    parts = ramp(given.amount("total"), case.get("ramp", rates), step=CENT)
    return {"parts": _listed(parts), "total": Amount(sum(parts))}


def reading(case: Entry, given: Entry) -> dict[str, Any]:
    """What people type: amounts or days."""
    readers: dict[str, Callable[[str], object]] = {"amounts": parse_amount, "days": parse_day}
    read = case.one_of("reading", readers)
    return {"read": [read(text) for text in given.get("typed", list)]}


def _from_start(parts: list[int], starts: Any, step: int) -> list[int]:
    """Parts of the year cut to the whole months from a start, the parts before it to nothing."""
    stretches = Period.year(starts.year).split("month")
    months = len(stretches) // len(parts)
    cut = []
    for number, part in enumerate(parts):
        own = stretches[number * months : (number + 1) * months]
        cut.append(prorate(part, sum(month.start >= starts for month in own), months, step=step))
    return cut


def _weights(listed: Any) -> list[int]:
    if isinstance(listed, str):
        return [1] * int(listed)
    return rates(listed) if str(listed[0]).endswith("%") else amounts(listed)


def _by_position(mapping: Any) -> dict[int, int]:
    """Positions are counted from 1, as people do."""
    return {int(number) - 1: units(text) for number, text in mapping.items()}


def _listed(parts: list[int]) -> list[Amount]:
    return [Amount(part) for part in parts]
