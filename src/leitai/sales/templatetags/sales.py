"""Tags of the pages of records: addresses of a narrowed list, its heads and its cells."""

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, ngettext, pgettext

from leitai import clock
from leitai.sales.columns import Column
from leitai.sales.forms.filters import RecordFilter
from leitai.sales.models import Kind, Record
from leitai.sales.queries.listing import MONEY
from leitai.ui import icons
from leitai.ui.figures import MISSING, days, money, shares

register = template.Library()


@register.simple_tag
def address(asked: RecordFilter, name: str = "", value=None) -> str:
    """{% address asked 'after' page.after %}: the list as it is asked for, with one thing changed or gone."""
    return asked.address(**({name: value} if name else {}))


@register.simple_tag
def sort_address(asked: RecordFilter, column: Column) -> str:
    """Largest or latest first; asked again, the other way round."""
    down = f"-{column.sort}"
    return asked.address(sort=column.sort if asked.sort == down else down)


@register.simple_tag
def sort_state(asked: RecordFilter, column: Column) -> str:
    if not column.sort or asked.sort.lstrip("-") != column.sort:
        return ""
    way = "descending" if asked.sort.startswith("-") else "ascending"
    return format_html(' aria-sort="{}"', way)


@register.simple_tag
def sort_mark(asked: RecordFilter, column: Column) -> str:
    if asked.sort.lstrip("-") != column.sort:
        return ""
    return icons.icon("chevron-down" if asked.sort.startswith("-") else "chevron-up", 14)


@register.simple_tag
def period_words(asked: RecordFilter) -> str:
    """11月1日–30日; empty for all time."""
    start, end = asked.days
    if start and end:
        return days.day_range(start, end)
    if start:
        return gettext("Since %(day)s") % {"day": days.day(start, year=True)}
    return gettext("Until %(day)s") % {"day": days.day(asked.last_day, year=True)} if end else ""


def _counted(kind: str, count: int) -> str:
    match kind:
        case Kind.ORDER:
            return ngettext("%(count)s order", "%(count)s orders", count)
        case Kind.RETURN:
            return ngettext("%(count)s return", "%(count)s returns", count)
        case Kind.PAYMENT:
            return ngettext("%(count)s payment", "%(count)s payments", count)
        case Kind.WON:
            return ngettext("%(count)s won", "%(count)s won", count)
        case Kind.LOST:
            return ngettext("%(count)s lost", "%(count)s lost", count)
        case Kind.ACTIVITY:
            return ngettext("%(count)s activity", "%(count)s activities", count)
        case Kind.RATING:
            return ngettext("%(count)s rating", "%(count)s ratings", count)
        case _:
            return ngettext("%(count)s assist", "%(count)s assists", count)


@register.simple_tag
def kind_count(added) -> str:
    """128 单订单, in a sentence."""
    return _counted(added.kind, added.count) % {"count": shares.count(added.count)}


@register.simple_tag
def record_cell(record: Record, column: Column, first: bool = False) -> str:
    """A cell of the list. The first one opens the record."""
    inside = _inside(record, column)
    if first:
        where = reverse("sales:record", args=[record.pk])
        return format_html('<td data-label="{}"><a class="strong" href="{}">{}</a></td>', column.label, where, inside)
    marks = {"class": "number"} if column.is_number else {}
    if column.cell in ("customer", "note"):
        marks["data-truncates"] = ""
    attributes = format_html_join("", ' {}="{}"', {"data-label": column.label, **marks}.items())
    return format_html("<td{}>{}</td>", attributes, inside)


@register.simple_tag
def phone_note(record: Record) -> str:
    """The second line of a record on a phone: 11月9日 · 订单 · 远程运维 · 周若溪."""
    day = days.day(record.day, year=record.day.year != _this_year())
    product = record.product.name if record.product_id else ""
    return " · ".join(filter(None, [day, str(record.get_kind_display()), product, record.person.name]))


@register.simple_tag
def phone_amount(record: Record) -> str:
    part = getattr(record, "part", record.amount)
    return money.full(part) if part or record.kind in MONEY else ""


def _inside(record: Record, column: Column):
    value = column.value(record)
    match column.cell:
        case "day":
            return days.day(value, year=value.year != _this_year())
        case "amount" if value is not None and (value or record.kind in MONEY):
            return _amount(record, column, value)
        case "quantity":
            return shares.count(value, 0 if value == value.to_integral_value() else 2) if value else MISSING
        case "customer" if record.customer_id:
            where = reverse("customers:customer", args=[record.customer_id])
            return format_html('<a href="{}">{}</a>', where, value)
    return value or MISSING


def _amount(record: Record, column: Column, value):
    said = money.full(value)
    if column.key == "amount" and record.split and value != record.amount:
        whole = pgettext("part of an amount", "of %(whole)s") % {"whole": money.full(record.amount)}
        return format_html('{} <span class="text-small ink-faint">{}</span>', said, whole)
    return said


def _this_year() -> int:
    return clock.today().year


@register.inclusion_tag("sales/said_value.html")
def said_value(value, how: str):
    """One side of a change in the history of a record."""
    return {"value": value, "how": how}


@register.filter
def verb_said(entry) -> str:
    """What an audit entry of a record tells, in the reader's words."""
    words = {
        "posted": gettext("recorded"),
        "revised": gettext("corrected"),
        "withdrawn": gettext("withdrawn"),
        "file attached": gettext("file attached"),
    }
    return words.get(entry.verb, entry.verb)
