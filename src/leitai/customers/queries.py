"""Which customers somebody may see, and which a few letters may mean."""

from collections.abc import Callable

from django.db.models import Expression, F, Q, QuerySet
from pypinyin import Style, lazy_pinyin

from leitai.customers.models import Customer
from leitai.organization.rights import Rights

READ = 3_000
"""How many customers are read to find some by pinyin."""

_last_orders: list[Callable[[Rights], Expression]] = []
_sights: dict[str, Callable[[Rights], QuerySet]] = {}


def register_sight(key: str, customer_ids: Callable[[Rights], QuerySet]) -> None:
    """An upper room says which customers a viewer deals with: a queryset of customer ids."""
    _sights[key] = customer_ids


def register_last_orders(last_day: Callable[[Rights], Expression]) -> None:
    """The upper room that knows orders says how to find the day of a customer's last one, as far as one sees it."""
    _last_orders.append(last_day)


def by_last_order(customers: QuerySet[Customer], rights: Rights, *, newest: bool) -> QuerySet[Customer]:
    """Ordered by the last order; whoever ordered nothing stands at the end either way."""
    if not _last_orders:
        return customers.order_by("-id")
    customers = customers.annotate(last_order=_last_orders[-1](rights))
    last = F("last_order")
    return customers.order_by(last.desc(nulls_last=True) if newest else last.asc(nulls_last=True), "-id")


def customers_visible_to(rights: Rights, *, on=None) -> QuerySet[Customer]:
    """Everyone's, or those the viewer or the viewer's units deal with; merged and archived ones are left out."""
    customers = Customer.objects.filter(alias_of__isnull=True, archived_at__isnull=True)
    if rights.sees_all():
        return customers
    seen = Q(pk__in=[])
    for customer_ids in _sights.values():
        seen |= Q(pk__in=customer_ids(rights))
    return customers.filter(seen)


def suggestions(customers: QuerySet[Customer], text: str, *, first: int = 8) -> list[Customer]:
    """Those whose name or number holds the text, or whose name sounds like it: 钟麓 by zhonglu or by zl."""
    text = text.strip()
    if not text:
        return []
    found = list(customers.filter(Q(name__icontains=text) | Q(code__icontains=text)).order_by("-id")[:first])
    if len(found) < first and text.isascii():
        known = {customer.pk for customer in found}
        recent = customers.exclude(pk__in=known).order_by("-id")[:READ]
        found += [customer for customer in recent if sounds_like(customer.name, text)][: first - len(found)]
    return found


def sounds_like(name: str, letters: str) -> bool:
    """Whether the letters are in the name's pinyin or its initials."""
    letters = letters.casefold().replace(" ", "")
    return letters in initials(name) or letters in "".join(lazy_pinyin(name)).casefold()


def initials(name: str) -> str:
    """njzl for 南京钟麓."""
    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).casefold()
