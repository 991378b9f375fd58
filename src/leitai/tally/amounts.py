"""Exact money: integers of 1/10,000 of the currency unit, rates in parts per million.

Every scalar has a twin over Narwhals expressions (``…_expr``) giving the same integer on every
row. Rounding is half away from zero everywhere, so that a return gives back exactly what the
sale gave. A product is divided before it can outgrow int64: amount × ppm goes by quotient and
remainder of 10⁶, and is exact for amounts to 10¹⁴ units (ten billion yuan) and far beyond.
"""

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation, localcontext

import narwhals as nw

SCALE = 10_000
"""Units in one of the currency: 1 元 = 10,000 units."""
CENT = SCALE // 100
"""Units in one cent (分)."""
WAN = 10_000 * SCALE
"""Units in 1 万元."""
PPM = 1_000_000
"""Parts per million in a whole: 100% = 1,000,000 ppm."""
LARGEST = 10**12 * SCALE
"""The largest amount a person may type, one trillion: hundreds of them still add up in int64."""

INT64 = 2**63


class AmountError(ValueError):
    """A text or number that is no amount. ``code`` says why, ``facts`` what to print:

    ``empty`` · ``not_a_number`` (text) · ``ambiguous`` (text) · ``too_many_decimals`` (decimals,
    allowed) · ``too_large`` (largest).
    """

    def __init__(self, code: str, **facts: object) -> None:
        self.code = code
        self.facts = facts
        super().__init__(f"{code}: {facts}" if facts else code)


def to_units(amount: Decimal | int | str, *, rounding: str | None = None) -> int:
    """Units of an amount; ``rounding`` is one of decimal's ROUND_… names.

    Raises AmountError: ``too_many_decimals`` beyond four unless a rounding is given,
    ``too_large`` beyond int64, ``not_a_number``. A float is refused by TypeError.
    """
    if isinstance(amount, bool | float):
        raise TypeError("money is never a float; give a Decimal, an int or a text")
    return _scaled(_decimal(amount), SCALE, rounding)


def from_units(units: int) -> Decimal:
    """The amount of these units, always with four decimals: 12_345 → Decimal('1.2345')."""
    with localcontext(prec=60):
        return Decimal(units).scaleb(-4)


def to_ppm(rate: Decimal | int | str, *, rounding: str | None = None) -> int:
    """Ppm of a rate given as a fraction of one: Decimal('0.052') → 52_000. Refuses as to_units."""
    if isinstance(rate, bool | float):
        raise TypeError("a rate is never a float; give a Decimal, an int or a text")
    return _scaled(_decimal(rate), PPM, rounding)


def from_ppm(ppm: int) -> Decimal:
    """The fraction of one: 52_000 → Decimal('0.052000')."""
    with localcontext(prec=60):
        return Decimal(ppm).scaleb(-6)


def _decimal(value: Decimal | int | str) -> Decimal:
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise AmountError("not_a_number", text=value) from None
    if not number.is_finite():
        raise AmountError("not_a_number", text=str(value))
    return number


def _scaled(number: Decimal, scale: int, rounding: str | None) -> int:
    if number.adjusted() > 20:
        raise AmountError("too_large", largest=from_units(INT64 - 1))
    with localcontext(prec=80):
        exact = number * scale
        whole = exact.to_integral_value(rounding or ROUND_HALF_UP)
        if rounding is None and whole != exact:
            allowed = len(str(scale)) - 1
            raise AmountError("too_many_decimals", decimals=_decimals(number), allowed=allowed)
    if abs(whole) >= INT64:
        raise AmountError("too_large", largest=Decimal(INT64 - 1) / scale)
    return int(whole)


# Arithmetic, scalar. Python's integers have no width, so the definition is the implementation.


def divide(numerator: int, denominator: int) -> int:
    """The nearest integer, half away from zero. Raises ZeroDivisionError."""
    sign = -1 if (numerator < 0) != (denominator < 0) else 1
    whole, rest = divmod(abs(numerator), abs(denominator))
    return sign * (whole + (2 * rest >= abs(denominator)))


def mul_div(amount: int, factor: int, divisor: int) -> int:
    """amount × factor ÷ divisor without a rounding in between, then half away from zero."""
    return divide(amount * factor, divisor)


def at_rate(units: int, ppm: int) -> int:
    """A rate of an amount, to the unit (1/10,000): at_rate(100_0000, 52_000) → 5_2000."""
    return divide(units * ppm, PPM)


def round_to(units: int, step: int) -> int:
    """The nearest multiple of step, half away from zero."""
    return divide(units, step) * step


def to_cents(units: int) -> int:
    """Units rounded to a whole cent, still in units: 4_5125 → 4_5100."""
    return round_to(units, CENT)


def ratio_ppm(numerator: int, denominator: int) -> int | None:
    """Numerator ÷ denominator in ppm, cut and not rounded; None where the denominator is zero.

    Cut towards minus infinity, so nothing just short of a line is ever reported as on it.
    """
    return None if denominator == 0 else numerator * PPM // denominator


# Arithmetic, over expressions.


def whole_and_rest(numerator: nw.Expr, divisor: nw.Expr | int) -> tuple[nw.Expr, nw.Expr]:
    """Quotient and remainder of what is not negative, by a positive divisor.

    The one place that divides: engines disagree on the signs, so no other sign comes here.
    """
    return numerator // divisor, numerator % divisor


def floor_and_rest(numerator: nw.Expr, divisor: int) -> tuple[nw.Expr, nw.Expr]:
    """Quotient, cut downwards, and remainder, never negative, of either sign.

    Names its operand five times: give it a column, not a long expression.
    """
    whole, rest = whole_and_rest(numerator.abs(), divisor)
    down = nw.when(rest > 0).then(0 - whole - 1).otherwise(0 - whole)
    up = nw.when(rest > 0).then(divisor - rest).otherwise(rest)
    negative = numerator < 0
    return nw.when(negative).then(down).otherwise(whole), nw.when(negative).then(up).otherwise(rest)


def round_pair(whole: nw.Expr, rest: nw.Expr) -> nw.Expr:
    """The nearest integer to whole + rest ÷ 10⁶, half away from zero, for a rest in [0, 10⁶).

    Such pairs carry exact fractions of a unit through sums, and are rounded once.
    """
    up = nw.when(whole >= 0).then(rest * 2 >= PPM).otherwise(rest * 2 > PPM)
    return whole + up.cast(nw.Int64)


def divide_expr(numerator: nw.Expr, divisor: nw.Expr | int) -> nw.Expr:
    """divide() by a positive divisor, row by row; the divisor may be to 4.6 × 10¹⁸."""
    whole, rest = whole_and_rest(numerator.abs(), divisor)
    # rest ≥ divisor − rest, and not 2 × rest ≥ divisor: the double could outgrow int64.
    nearest = whole + (rest >= divisor - rest).cast(nw.Int64)
    return _signed(numerator < 0, nearest)


def at_rate_expr(units: nw.Expr, ppm: nw.Expr | int) -> nw.Expr:
    """at_rate() row by row, exact while the result fits int64 and |ppm| < 9 × 10¹²."""
    rate = integer(ppm) if isinstance(ppm, int) else ppm
    whole, rest = whole_and_rest(units.abs(), PPM)
    nearest = whole * rate.abs() + (rest * rate.abs() + PPM // 2) // PPM
    return _signed((units < 0) != (rate < 0), nearest)


def round_to_expr(units: nw.Expr, step: int) -> nw.Expr:
    """round_to() row by row."""
    return divide_expr(units, step) * step


def to_cents_expr(units: nw.Expr) -> nw.Expr:
    """to_cents() row by row."""
    return round_to_expr(units, CENT)


def mul_div_expr(amount: nw.Expr, factor: nw.Expr | int, divisor: nw.Expr | int) -> nw.Expr:
    """mul_div() row by row in 128 bits, for a positive divisor; null where the divisor is null.

    The product may reach 1.7 × 10³⁸, so amounts of 10¹⁴ units times one another are safe.
    """
    product = amount.cast(nw.Int128) * _wide(factor)
    return divide_expr(product, _wide(divisor)).cast(nw.Int64)


def ratio_ppm_expr(numerator: nw.Expr, denominator: nw.Expr) -> nw.Expr:
    """ratio_ppm() row by row: null where the denominator is zero or null.

    A long division in three digits of base 100, so int64 suffices to denominators of 9 × 10¹⁶.
    """
    below = nw.when(denominator != 0).then(denominator.abs()).otherwise(integer(None))
    size, rest = whole_and_rest(numerator.abs(), below)
    for _ in range(3):
        digit, rest = whole_and_rest(rest * 100, below)
        size = size * 100 + digit
    negative = (numerator < 0) != (denominator < 0)
    return nw.when(negative).then(0 - size - (rest > 0).cast(nw.Int64)).otherwise(size)


def integer(value: int | None) -> nw.Expr:
    """A literal of 64 bits; left to themselves engines make small ones narrower, and overflow."""
    return nw.lit(value, nw.Int64)


def _signed(negative: nw.Expr, size: nw.Expr) -> nw.Expr:
    # 0 − size, and not −size: Polars has no negation of 128-bit integers.
    return nw.when(negative).then(0 - size).otherwise(size)


def _wide(value: nw.Expr | int) -> nw.Expr:
    return nw.lit(value).cast(nw.Int128) if isinstance(value, int) else value.cast(nw.Int128)


# What people type.

_MULTIPLES = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "千": 10**3, "百万": 10**6}
_MULTIPLE = re.compile(r"(百万|[万萬亿億千])$")
_CURRENCY_BEFORE = re.compile(r"^(?:RMB|CNY|CN¥|人民币|[¥￥])", re.IGNORECASE)
_CURRENCY_AFTER = re.compile(r"(?:RMB|CNY|人民币|元整|元|圆|块)$", re.IGNORECASE)
_PLAIN = re.compile(r"^\d+(?:\.\d*)?$|^\.\d+$")
_SCIENTIFIC = re.compile(r"^\d(?:\.\d+)?E[+-]?\d{1,2}$", re.IGNORECASE)
_GROUPED = re.compile(r"^\d{1,3}(?:,\d{3})+(?:\.\d*)?$")
_TWO_READINGS = re.compile(r"^[\d.,' ]*\d[\d.,' ]*$")
_NOT_MONEY = re.compile(r"^[$€£]|^(?:USD|EUR|HKD|JPY|GBP|TWD)|[$€£]$")


def parse_amount(text: str | int | Decimal, *, decimals: int = 4) -> Decimal:
    """The amount a person typed: ``¥1,234.50``, ``12.5万``, ``1.2亿``, ``(300)``, ``-300 元``.

    Full-width digits and signs are read as plain ones; groups of three digits may be set off by
    commas. ``1.234,50``, ``1 234`` and ``12,34`` could mean two things and are refused as
    ``ambiguous``; another currency's sign is ``not_a_number``, for it would be read as yuan.
    Raises AmountError (see there); ``decimals`` is the most that is kept.
    """
    if isinstance(text, bool | float):
        raise TypeError("money is never a float")
    if not isinstance(text, str):
        return _within(_decimal(text), decimals)
    body, negative = _sign(_plain_text(text), text)
    body, multiple = _without_currency(body)
    number = _number(body, text) * multiple
    return _within(-number if negative else number, decimals)


def parse_rate(text: str | int | Decimal) -> int:
    """The rate a person typed, in ppm: ``5.2%`` → 52_000, ``3‰`` → 3_000, ``0.05`` → 50_000.

    Raises AmountError; ``too_many_decimals`` where a ppm is not fine enough.
    """
    if not isinstance(text, str):
        return to_ppm(text)
    body, negative = _sign(_plain_text(text), text)
    divisor = {"%": 100, "‰": 1000}.get(body[-1:], 1)
    number = _number(body[:-1].strip() if divisor > 1 else body, text)
    allowed = 7 - len(str(divisor))
    if (decimals := _decimals(number)) > allowed:
        raise AmountError("too_many_decimals", decimals=decimals, allowed=allowed)
    return to_ppm((-number if negative else number) / divisor)


def _plain_text(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).replace("\u2212", "-").replace("−", "-")
    plain = plain.replace("、", ",").strip().strip("\u200b\ufeff")
    if not plain or plain in {"-", "--", "—"}:
        raise AmountError("empty")
    return plain


def _sign(plain: str, text: str) -> tuple[str, bool]:
    """The text without its sign, and whether it was negative: (300), -300, 300-, ¥-300."""
    if plain.startswith("(") and plain.endswith(")"):
        return _not_empty(plain[1:-1], text), True
    bare = _CURRENCY_BEFORE.sub("", plain).strip()
    for candidate in (plain, bare):
        if candidate[:1] in "+-":
            return _not_empty(candidate[1:], text), candidate[0] == "-"
    if plain.endswith("-"):
        return _not_empty(plain[:-1], text), True
    return plain, False


def _not_empty(body: str, text: str) -> str:
    if not body.strip():
        raise AmountError("not_a_number", text=text)
    return body.strip()


def _without_currency(body: str) -> tuple[str, int]:
    body = _CURRENCY_AFTER.sub("", _CURRENCY_BEFORE.sub("", body).strip()).strip()
    found = _MULTIPLE.search(body)
    if not found:
        return body, 1
    return body[: found.start()].strip(), _MULTIPLES[found.group(1)]


def _number(body: str, text: str) -> Decimal:
    if _PLAIN.match(body) or _SCIENTIFIC.match(body):
        return Decimal(body)
    if _GROUPED.match(body):
        return Decimal(body.replace(",", ""))
    if _TWO_READINGS.match(body) and not _NOT_MONEY.match(body):
        raise AmountError("ambiguous", text=text)
    raise AmountError("not_a_number", text=text)


def _within(number: Decimal, allowed: int) -> Decimal:
    if abs(number) > LARGEST // SCALE:
        raise AmountError("too_large", largest=Decimal(LARGEST // SCALE))
    if (decimals := _decimals(number)) > allowed:
        raise AmountError("too_many_decimals", decimals=decimals, allowed=allowed)
    exponent = int(number.as_tuple().exponent)
    return number.quantize(Decimal(1).scaleb(max(-allowed, min(0, exponent))))


def _decimals(number: Decimal) -> int:
    return max(0, -int(number.normalize().as_tuple().exponent))
