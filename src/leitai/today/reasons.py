"""Why someone is behind, as far as the records tell: new, fewer deals, smaller deals, nothing for days, returns.

A reason is a comparison of this month so far with the same share of the three months before.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leitai.metrics.queries import by_code, read
from leitai.organization.models import Person
from leitai.sales.models import Kind, PersonDay
from leitai.tally.amounts import PPM, from_units
from leitai.tally.periods import Period
from leitai.ui.figures import money

NEW_FOR = 120  # days
QUIET_FOR = 7  # days without an order that are worth a word


@dataclass(frozen=True)
class Reason:
    """`kind` for tests and icons; `text` for the reader."""

    kind: str
    text: str


def reasons_for(people: list[Person], *, period: Period, today: date, share: int) -> dict[int, Reason]:
    """{person id: the reason that weighs most}; people with nothing to say about are missing. Four queries."""
    ids = [person.pk for person in people]
    if not ids:
        return {}
    months = [period, period.previous(), period.previous().previous(), period.previous().previous().previous()]
    orders = read(by_code("orders"), months, person_ids=ids, as_of=today)
    sales = read(by_code("sales"), months, person_ids=ids, as_of=today)
    last = dict(
        PersonDay.objects.filter(person__in=ids, kind=Kind.ORDER, count__gt=0, day__lte=today)
        .order_by("person", "day")
        .values_list("person", "day")
    )
    found = {}
    for person in people:
        counts, amounts = (list(each.of(person.pk)) for each in (orders, sales))
        reason = _reason(person, counts, amounts, last.get(person.pk), today, share)
        if reason:
            found[person.pk] = reason
    return found


def _reason(person, counts, amounts, last_order, today, share) -> Reason | None:
    now, *before = [(count or 0) // 10_000 for count in counts]
    usual = sum(before) * share // (3 * PPM)
    if person.hired_on and (today - person.hired_on).days < NEW_FOR:
        months = max(1, (today - person.hired_on).days // 30)
        return Reason("new", ngettext("Joined %(n)d month ago.", "Joined %(n)d months ago.", months) % {"n": months})
    if last_order is None or (today - last_order).days >= QUIET_FOR:
        return _quiet(last_order, today)
    if now < usual:
        return Reason(
            "fewer",
            ngettext("%(n)d deal fewer than usual by now.", "%(n)d deals fewer than usual by now.", usual - now)
            % {"n": usual - now},
        )
    return _smaller(now, sum(before), amounts)


def _quiet(last_order, today) -> Reason:
    if last_order is None:
        return Reason("none", _("No order yet."))
    days = (today - last_order).days
    return Reason("quiet", ngettext("No order for %(n)d day.", "No order for %(n)d days.", days) % {"n": days})


def _smaller(now, before, amounts) -> Reason | None:
    if not now or not before:
        return None
    average, usual = (amounts[0] or 0) // now, sum(each or 0 for each in amounts[1:]) // before
    if average >= usual:
        return None
    return Reason(
        "smaller",
        _("Deals are smaller: %(now)s on average, usually %(usual)s.")
        % {"now": money.short_amount(from_units(average)), "usual": money.short_amount(from_units(usual))},
    )
