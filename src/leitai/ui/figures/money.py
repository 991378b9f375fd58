"""Amounts: in full on money pages, short everywhere else, and read aloud in Chinese."""

from decimal import Decimal

from leitai.ui.figures import MINUS, currency, exact, grouped, in_chinese, rounded

WAN, YI = Decimal(10_000), Decimal(100_000_000)
DIGITS = "零一二三四五六七八九"


def full(amount, code: str = "") -> str:
    """`¥1,234.50`. A third and fourth decimal are shown when there are any: an amount is kept to 1/10,000."""
    return signed(plain(amount), currency.symbol(code))


def plain(amount) -> str:
    """`1,234.50`, where the currency is said once in the heading."""
    amount = exact(amount)
    return grouped(amount, 2 if amount == rounded(amount, 2) else 4)


def short(amount, places: int | None = None) -> str:
    """`82.5万`, `1.80亿`, `9,600`; in English `825k`, `180m`. `places` keeps zeros, for columns."""
    amount = exact(amount)
    return _short_in_chinese(amount, places) if in_chinese() else _short_in_english(amount, places)


def short_money(amount, places: int | None = None, code: str = "") -> str:
    """`¥82.5万`, `−¥48万`."""
    return signed(short(amount, places), currency.symbol(code))


def short_amount(amount, places: int | None = None) -> str:
    """As each language speaks of money: `82.5万` in Chinese, where 万 says it, `¥825k` in English."""
    return short(amount, places) if in_chinese() and abs(exact(amount)) >= WAN else short_money(amount, places)


def signed(number: str, symbol: str) -> str:
    """The sign stands before the symbol: `−¥300`."""
    return f"{MINUS}{symbol}{number[1:]}" if number.startswith(MINUS) else f"{symbol}{number}"


def _short_in_chinese(amount: Decimal, places: int | None) -> str:
    size = abs(amount)
    # What rounds up to the next unit is written in it: 9,999.96万 is 1.00亿.
    if rounded(size / WAN, 1) >= WAN:
        return grouped(amount / YI, 2 if places is None else places) + "亿"
    if size >= WAN:
        coarse = size >= 1000 * WAN and places is None
        return grouped(amount / WAN, 0 if coarse else places if places is not None else 1, trim=places is None) + "万"
    return _under_the_units(amount)


def _short_in_english(amount: Decimal, places: int | None) -> str:
    size = abs(amount)
    for unit, letter, usual in ((10**9, "bn", 2), (10**6, "m", 2), (10**3, "k", 1 if size < 100_000 else 0)):
        if rounded(size / unit, usual) >= 1:
            return grouped(amount / unit, usual if places is None else places, trim=places is None) + letter
    return _under_the_units(amount)


def _under_the_units(amount: Decimal) -> str:
    return grouped(amount, 0 if amount == amount.to_integral_value() or abs(amount) >= 100 else 2)


def in_words(amount) -> str:
    """`十二万六千元整`, as a Chinese contract reads an amount back; empty in other languages.

    Rounded to the cent; up to 9,999 亿, above which nobody reads aloud: empty.
    """
    amount = rounded(exact(amount), 2)
    if not in_chinese() or abs(amount) >= 10_000 * YI:
        return ""
    whole, cents = divmod(int(abs(amount) * 100), 100)
    jiao, fen = divmod(cents, 10)
    words = f"{integer_in_words(whole)}元" if whole or not cents else ""
    if not cents:
        words += "整"
    else:
        words += f"{DIGITS[jiao]}角" if jiao else ("零" if whole else "")
        words += f"{DIGITS[fen]}分" if fen else ""
    return ("负" if amount < 0 else "") + words


def integer_in_words(number: int) -> str:
    """`十二万六千`, `一亿零三百`, in everyday characters. 0 ≤ number < 10¹²."""
    if number == 0:
        return DIGITS[0]
    words, gap = "", False
    for unit, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        group, number = divmod(number, unit)
        if group:
            words += ("零" if words and (gap or group < 1000) else "") + _four_digits(group) + name
            gap = False
        elif words:
            gap = True
    return words[1:] if words.startswith("一十") else words


def _four_digits(number: int) -> str:
    words, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            words += ("零" if zero and words else "") + DIGITS[digit] + name
            zero = False
        elif words:
            zero = True
    return words
