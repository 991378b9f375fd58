"""The verbs of customers."""

from datetime import datetime

from django.db import transaction

from leitai.audit import actions as audit
from leitai.customers.models import Customer
from leitai.imports.fields import simple

CORRECTABLE = ("name", "code", "region", "industry")


def find_or_add_customer(*, name: str, at: datetime) -> Customer:
    """The customer of this name, spelling aside (spaces, brackets, width), or a new one."""
    name = " ".join(name.split())[:200]
    alike = Customer.objects.filter(alias_of__isnull=True, name__istartswith=name[:2]).order_by("id")
    for customer in alike:
        if customer.name == name or simple(customer.name) == simple(name) != "":
            return _taken_up(customer)
    return Customer.objects.create(name=name, created_at=at)


def _taken_up(customer: Customer) -> Customer:
    """Whoever is named again is archived no longer."""
    if customer.archived_at is not None:
        customer.archived_at = None
        customer.save(update_fields=["archived_at"])
    return customer


@transaction.atomic
def correct_customer(*, customer: Customer, by, at: datetime, **fields) -> Customer:
    """Another name, number, region or industry; what was there is kept in the audit entry."""
    changed = {
        name: value for name, value in fields.items() if name in CORRECTABLE and getattr(customer, name) != value
    }
    if not changed:
        return customer
    before = {name: getattr(customer, name) for name in changed}
    for name, value in changed.items():
        setattr(customer, name, value)
    customer.save(update_fields=list(changed))
    audit.record(customer, "corrected", by=by, at=at, before=before, after=changed)
    return customer
