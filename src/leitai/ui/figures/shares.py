"""Percentages, places and movements."""

from decimal import ROUND_DOWN, Decimal

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from leitai.ui.figures import MISSING, exact, grouped, money, rounded

PPM = Decimal(10_000)  # ppm in one per cent
ARROWS = {1: "▲", -1: "▼"}


def in_percent(share) -> Decimal:
    """An `int` counts ppm (574,000 is 57.4); a `Decimal` is the share itself (0.574 is 57.4).

    Digits in a string count ppm too: so an attribute of a component brings them.
    """
    if isinstance(share, str) and share.strip().lstrip("-").isdigit():
        share = int(share)
    return Decimal(share) / PPM if isinstance(share, int) and not isinstance(share, bool) else exact(share) * 100


def percent(share, places: int | None = None) -> str:
    """`57.4%`. Never shows a line as reached that is not: 99.996% is `99.99%`, never `100%`.

    Without `places`, one decimal, dropped when zero, and a second one just under a line. The lines are the
    whole hundreds: 100% is a promise kept.
    """
    value = in_percent(share)
    digits = 1 if places is None else places
    if _crosses_a_line(value, rounded(value, digits)):
        digits = digits if places is not None else 2
        value = value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_DOWN)
    return grouped(value, digits, trim=places is None) + "%"


def _crosses_a_line(value: Decimal, shown: Decimal) -> bool:
    return value > 0 and shown % 100 == 0 and shown > value


def count(number, places: int = 0) -> str:
    """`1,234`; a fraction keeps its decimals, at most four."""
    value = exact(number)
    return grouped(value, max(places, 0 if value == value.to_integral_value() else 4), trim=not places)


def movement(change, kind: str = "amount") -> str:
    """`▲ 42.6万` in teal or `▼ 31.0万` in ochre, always with the arrow; no change says so.

    `kind`: amount, percent (points of a percentage), count (pieces, points, places).
    """
    value = exact(change)
    if value == 0:
        return format_html('<span class="ink-faint">{}</span>', _("no change"))
    direction = 1 if value > 0 else -1
    size = abs(change)
    written = {"amount": _amount, "percent": percent, "count": count}[kind](size)
    return format_html(
        '<span class="{} one-line"><span aria-hidden="true">{}</span><span class="visually-hidden">{}</span> {}</span>',
        "rise" if direction > 0 else "fall",
        ARROWS[direction],
        pgettext("movement", "up") if direction > 0 else pgettext("movement", "down"),
        written,
    )


def _amount(size) -> str:
    return money.short_amount(size, 1 if money.in_chinese() and money.WAN <= size < 1000 * money.WAN else None)


def missing() -> str:
    return MISSING
