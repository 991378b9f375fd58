"""From sums to values: the one door to `tally`. Integers in, integers out, None where there is no value."""

from dataclasses import dataclass

from leitai.metrics.definitions import Definition, Part
from leitai.metrics.reading import Sums
from leitai.tally.amounts import SCALE, divide, ratio_ppm


@dataclass(frozen=True)
class Value:
    """One figure with its arithmetic: the top and bottom of each part, before per, growth and cap.

    `value` is None where a divisor is missing, zero or below zero.
    """

    value: int | None
    tops: tuple[int, ...] = ()
    bottoms: tuple[int | None, ...] = ()


def value_of(definition: Definition, unit: str, sums: Sums, key, place: int) -> Value:
    """The parts of a definition added, for one key and place."""
    tops = tuple(_side(part.top, sums, key, place) or 0 for part in definition.parts)
    bottoms = tuple(_side(part.bottom, sums, key, place) if part.bottom else None for part in definition.parts)
    found = [_part(part, unit, top, bottom) for part, top, bottom in zip(definition.parts, tops, bottoms, strict=True)]
    known = [each for each in found if each is not None]
    return Value(sum(known) if known else None, tops, bottoms)


def _side(terms, sums: Sums, key, place: int) -> int | None:
    """The signed sum of the terms; None where one of them, the market, is unknown."""
    amounts = [sums.amount(term, key, place) for term in terms]
    return None if None in amounts else sum(amounts)


def _part(part: Part, unit: str, top: int, bottom: int | None) -> int | None:
    if not part.bottom:
        return top
    if bottom is None or bottom <= 0:
        return None
    return ratio_ppm(top, bottom) if part.unit == "ratio" else divide(top * SCALE, bottom)


def spread(value: int | None, times: int, over: int) -> int | None:
    """A value per workday or head: × times ÷ over; None over nothing."""
    return None if value is None or over <= 0 else divide(value * times, over)


def grown(now: int | None, then: int | None) -> int | None:
    """The growth in ppm; None on a base that is missing, zero or below zero."""
    return None if now is None or then is None or then <= 0 else ratio_ppm(now - then, then)


def capped(value: int | None, cap: int | None) -> int | None:
    return value if value is None or cap is None else min(value, cap)
