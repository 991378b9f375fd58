"""What a revision changed, in words of the page."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from leitai.customers.models import Customer
from leitai.organization.models import Person
from leitai.sales.content import Content, content_of
from leitai.sales.models import Channel, Credit, Kind, Product, Record

LABELS = {
    "kind": _("Kind"),
    "day": _("Day"),
    "at": _("Time"),
    "person_id": _("Person"),
    "customer_id": _("Customer"),
    "product_id": _("Product"),
    "channel_id": _("Channel"),
    "amount": _("Amount"),
    "quantity": _("Quantity"),
    "cost": _("Cost"),
    "discount": _("Discount"),
    "currency": _("Currency"),
    "original_amount": _("Amount in its own currency"),
    "order_no": _("Order no."),
    "contract_no": _("Contract no."),
    "invoice_no": _("Invoice no."),
    "refers_to_external_id": _("Its order"),
    "note": _("Note"),
    "shares": _("Split"),
}
NAMED = {"person_id": Person, "customer_id": Customer, "product_id": Product, "channel_id": Channel}


@dataclass(frozen=True)
class FieldChange:
    """`how` says how the two values are shown: text, amount, day, moment, shares."""

    label: object
    how: str
    before: object
    after: object


def changes_between(revisions: list[Record]) -> dict[int, list[FieldChange]]:
    """{record id: what it changed against the revision before it}, for revisions newest first."""
    credits = _credits(revisions)
    contents = [content_of(revision, credits.get(revision.pk, [])) for revision in revisions]
    pairs = list(zip(revisions, contents, contents[1:], strict=False))
    names = _names(contents)
    return {
        newer.pk: [
            FieldChange(LABELS[field], _how(field), _said(field, before, names), _said(field, after, names))
            for field, (before, after) in old.differences(new).items()
            if field in LABELS
        ]
        for newer, new, old in pairs
    }


def _credits(revisions: list[Record]) -> dict[int, list[Credit]]:
    found: dict[int, list[Credit]] = {}
    for credit in Credit.objects.filter(record__in=revisions).order_by("person_id"):
        found.setdefault(credit.record_id, []).append(credit)
    return found


def _names(contents: list[Content]) -> dict[str, dict[int, str]]:
    """The names of everything the revisions mention: at most four queries."""
    names = {}
    for field, model in NAMED.items():
        ids = {getattr(content, field) for content in contents} - {None}
        if model is Person:
            ids |= {person for content in contents for person, _share in content.shares}
        names[field] = dict(model.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}
    return names


def _how(field: str) -> str:
    if field in ("amount", "quantity", "cost", "discount", "original_amount"):
        return "amount"
    return {"day": "day", "at": "moment", "shares": "shares"}.get(field, "text")


def _said(field: str, value, names):
    if value is None or value == "":
        return None
    if field in NAMED:
        return names[field].get(value)
    if field == "kind":
        return str(Kind(value).label)
    if field == "shares":
        return [(names["person_id"].get(person), share) for person, share in value] or None
    return value
