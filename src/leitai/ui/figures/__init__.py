"""How figures read: money, counts, percentages, days and durations, in the person's language.

Exact numbers come in (`Decimal`, `int`), text goes out; a float is refused. Rounding happens here and last.
The functions follow the active language of Django: 万 and 亿 in Chinese, k and m in English.
"""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import get_language

MINUS = "\N{MINUS SIGN}"
MISSING = "\N{EN DASH}"


def in_chinese() -> bool:
    return (get_language() or "zh").startswith("zh")


def exact(value) -> Decimal:
    """`value` as a Decimal. Raises TypeError for a float: its digits are not what was recorded."""
    if isinstance(value, float | bool):
        raise TypeError(f"{value!r} is not an exact number")
    return value if isinstance(value, Decimal) else Decimal(value)


def rounded(value: Decimal, places: int) -> Decimal:
    """Half away from zero, as an accountant rounds."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def grouped(value: Decimal, places: int, *, trim: bool = False) -> str:
    """`1,234.50`, with a true minus sign; `trim` drops zeros after the point."""
    value = rounded(value, places)
    text = f"{abs(value):,.{places}f}"
    if trim and "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"{MINUS}{text}" if value < 0 else text
