"""Totals, kept in the transaction of their records, so that boards cost people × days and not records.

`count` counts records for the person whose record it is; amounts follow the credits of a shared record.
"""

from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Coalesce

from leitai.customers.models import Customer
from leitai.money.columns import AmountField
from leitai.organization.models import Person, Unit
from leitai.sales.models.catalogue import Channel, Product
from leitai.sales.models.records import Kind, Record


class Sums(models.Model):
    """What is added up. `cost` adds the known costs."""

    amount = AmountField(default=0)
    quantity = AmountField(default=0)
    discount = AmountField(default=0)
    cost = AmountField(default=0)
    count = models.BigIntegerField(default=0)

    class Meta:
        abstract = True


class PersonDay(Sums):
    """A person's records of a kind on a day."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "day", "person"], name="person_day_once")]
        indexes = [models.Index(fields=["person", "kind", "day"])]


def or_zero(name: str) -> Coalesce:
    return Coalesce(name, Value(0))


class UnitMonth(Sums):
    """A unit's own records of a kind in a month (its first day), by product and channel; not those of units below.

    No unit, product or channel is a row of its own, with None.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    product = models.ForeignKey(Product, models.PROTECT, null=True, related_name="+", db_index=False)
    channel = models.ForeignKey(Channel, models.PROTECT, null=True, related_name="+", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    month = models.DateField()

    class Meta:
        constraints = [
            # Over Coalesce, and not nulls_distinct: SQLite knows only nulls that differ from one another.
            models.UniqueConstraint(
                F("month"), F("kind"), or_zero("unit"), or_zero("product"), or_zero("channel"), name="unit_month_once"
            )
        ]


class FirstOrder(models.Model):
    """A customer's first live order: what makes them new in that period."""

    customer = models.OneToOneField(Customer, models.CASCADE, primary_key=True, related_name="first_order")
    record = models.ForeignKey(Record, models.PROTECT, related_name="+")
    day = models.DateField(db_index=True)
