"""What stands in the fields of the rate table editor: numbers of a rule as text, and texts as numbers.

A text says its number exactly, the short way where that does: `40万`, else `400,000.5`.
"""

from collections.abc import Callable
from decimal import Decimal

from leitai.incentives.rules import Component
from leitai.tally.amounts import AmountError, from_units, parse_amount, parse_rate, to_units
from leitai.ui.figures import money, shares


def amount(text: str) -> int:
    """Units."""
    return to_units(parse_amount(text))


def percent(text: str) -> int:
    """A rate in ppm; a bare number is per cent, for that is what the column says."""
    text = text.strip()
    return parse_rate(text if text[-1:] in ("%", "‰", "％") else f"{text}%")


def money_each(text: str) -> int:
    """Money for each piece, as ppm."""
    return amount(text) * 100


def level_text(component: Component, level: int) -> str:
    if component.needs_target:
        return _exactly(level, percent, shares.percent(level), f"{shares.count(Decimal(level) / 10_000)}%")
    said = shares.count(from_units(level))
    return said if component.is_count else _exactly(level, amount, money.short(from_units(level)), said)


def rate_text(component: Component, ppm: int) -> str:
    if component.is_count:
        return shares.count(from_units(ppm // 100))
    return f"{shares.count(from_units(ppm))}%"


def cap_text(cap: int | None) -> str:
    said = None if cap is None else from_units(cap)
    return "" if said is None else _exactly(cap, amount, money.short(said), shares.count(said))


def _exactly(number: int, read: Callable[[str], int], short: str, full: str) -> str:
    """The short text where it reads back as the number, else the full one."""
    try:
        return short if read(short) == number else full
    except AmountError:
        return full
