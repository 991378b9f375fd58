"""How scores, places and prizes read."""

from decimal import Decimal

from django.conf import settings
from django.utils.translation import get_language, ngettext, override, pgettext
from django.utils.translation import gettext as _

from leitai.contests.rules import Rules
from leitai.tally.amounts import SCALE, from_units
from leitai.ui.figures import MISSING, grouped, money, shares

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


def score(rules: Rules, units: int | None, *, full: bool = False) -> str:
    """`908.4` points, `82.5万`, `12`, `57.4%`; `full` writes money out for where somebody is held to it."""
    if units is None:
        return MISSING
    amount = from_units(units)
    if rules.per_point is not None:
        return grouped(amount, 1)
    if rules.unit == "money":
        return money.full(amount) if full else money.short(amount)
    if rules.unit == "ratio":
        return shares.percent(units)
    return grouped(amount, 2, trim=True)


def score_unit(rules: Rules) -> str:
    """What a score counts: 分, 元, or nothing where the number says it."""
    if rules.per_point is not None:
        return pgettext("score", "points")
    return ""


def in_each_language(write, *arguments) -> dict[str, str]:
    """One text a language, for messages that viewers of all languages share."""
    written = {}
    for language in LANGUAGES:
        with override(language):
            written[language] = write(*arguments)
    return written


def here(texts) -> str:
    """The one of them that the page's language asks for; a plain text is itself."""
    if not isinstance(texts, dict):
        return texts or ""
    return texts.get(get_language() or "", next(iter(texts.values()), ""))


def per_point(rules: Rules) -> str:
    """How much makes a point: `1万`, `1`."""
    amount = Decimal(rules.per_point) / SCALE
    return money.short(amount) if rules.unit == "money" else grouped(amount, 2, trim=True)


def prize(kind: str, amount: int, points: int, text: str) -> str:
    """`¥3,000`, `800 积分`, `三亚双人游`, `称号“十一月销冠”`."""
    if kind == "money":
        return money.signed(grouped(from_units(amount), 0 if amount % SCALE == 0 else 2), _symbol())
    if kind == "points":
        return ngettext("%(n)s point", "%(n)s points", points) % {"n": f"{points:,}"}
    if kind == "title":
        return _("the title “%(text)s”") % {"text": text}
    return text


def places(first: int, last: int) -> str:
    """`第 1 名`, `第 4–10 名`."""
    if first == last:
        return _("place %(place)s") % {"place": first}
    return _("places %(first)s–%(last)s") % {"first": first, "last": last}


def _symbol() -> str:
    from leitai.ui.figures import currency

    return currency.symbol()
