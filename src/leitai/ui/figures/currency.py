"""The company's currency, once: who knows it says so at start-up; until then it is the renminbi."""

from collections.abc import Callable
from contextlib import contextmanager
from contextvars import ContextVar

SYMBOLS = {
    "CNY": "¥",
    "USD": "$",
    "EUR": "€",
    "GBP": "£",
    "HKD": "HK$",
    "TWD": "NT$",
    "MOP": "MOP$",
    "SGD": "S$",
    "JPY": "JP¥",
    "KRW": "₩",
}
_source: Callable[[], str] = lambda: "CNY"  # noqa: E731
_known: ContextVar[str] = ContextVar("currency", default="")


def ask(source: Callable[[], str]) -> None:
    """`source` tells the ISO code of the company's currency where no request has said it."""
    global _source
    _source = source


@contextmanager
def known(currency: str):
    """Inside, amounts are written in this currency without asking again: for the length of a request."""
    token = _known.set(currency)
    try:
        yield
    finally:
        _known.reset(token)


def code() -> str:
    return _known.get() or _source() or "CNY"


def symbol(currency: str = "") -> str:
    """`¥` for CNY; a currency without a sign of its own is written by its code and a space."""
    currency = currency or code()
    return SYMBOLS.get(currency, f"{currency}\N{NO-BREAK SPACE}")
