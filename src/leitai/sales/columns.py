"""The columns a list of records may have, on the page and in a file."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from leitai.sales.models import Kind, Record


@dataclass(frozen=True)
class Column:
    """`value` answers a text, a Decimal or a date; `cell` names how the page shows it."""

    key: str
    label: object
    value: Callable[[Record], object]
    cell: str = "text"
    sort: str = ""

    @property
    def is_number(self) -> bool:
        return self.cell in ("amount", "quantity")


def _kind(record: Record) -> str:
    return _words_of_kinds(get_language())[record.kind]


@cache
def _words_of_kinds(_language: str) -> dict[str, str]:
    """Looked up once: Django says every kind anew for every record it is asked of, which is a third of a long file."""
    return {key: str(label) for key, label in Kind.choices}


def _name(thing) -> str:
    return str(thing) if thing else ""


def _part(record: Record) -> Decimal:
    return getattr(record, "part", record.amount)


ALL = {
    column.key: column
    for column in (
        Column("day", _("Day"), lambda record: record.day, "day", "day"),
        Column("kind", _("Kind"), _kind, "kind"),
        Column("customer", _("Customer"), lambda record: _name(record.customer), "customer"),
        Column("product", _("Product"), lambda record: _name(record.product)),
        Column("channel", _("Channel"), lambda record: _name(record.channel)),
        Column("person", _("Person"), lambda record: record.person.name, "person"),
        Column("code", _("Staff number"), lambda record: record.person.code),
        Column("unit", _("Unit"), lambda record: _name(record.unit)),
        Column("amount", _("Amount"), _part, "amount", "amount"),
        Column("quantity", _("Quantity"), lambda record: record.quantity, "quantity"),
        Column("discount", _("Discount"), lambda record: record.discount, "amount"),
        Column("cost", _("Cost"), lambda record: record.cost, "amount"),
        Column("order_no", _("Order no."), lambda record: record.order_no),
        Column("contract_no", _("Contract no."), lambda record: record.contract_no),
        Column("invoice_no", _("Invoice no."), lambda record: record.invoice_no),
        Column("note", _("Note"), lambda record: record.note, "note"),
        Column("number", _("Number at the source"), lambda record: record.external_id),
        Column("source", _("Source"), lambda record: str(record.source)),
    )
}
USUAL = ("day", "kind", "customer", "product", "person", "unit", "amount")


def chosen(keys) -> list[Column]:
    """The columns asked for, in our order; the usual ones where none is."""
    asked = [key for key in ALL if key in set(keys)]
    return [ALL[key] for key in asked or USUAL]
