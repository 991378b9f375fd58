"""What the page of 记一单 offers, and a deal that is still being written."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, Max, Q

from leitai.customers.models import Customer
from leitai.customers.queries import initials
from leitai.organization.models import Membership, Person
from leitai.organization.queries import running, unit_on
from leitai.organization.rights import Rights
from leitai.sales.models import Channel, Kind, Product, Record
from leitai.sales.policies import reports_for_others
from leitai.tally.amounts import AmountError, parse_amount

RECENT_CUSTOMERS = 40
SHOWN_PRODUCTS = 8
COLLEAGUES = 300
USED_WITHIN = timedelta(days=180)


@dataclass(frozen=True)
class Draft:
    """A deal as far as it is written: for what upper rooms say in the slot `sales.deal.earns`."""

    person: Person
    amount: Decimal
    day: date
    product_id: int | None = None
    customer_id: int | None = None
    is_new_customer: bool = False

    @classmethod
    def read(cls, typed, *, person: Person, today: date) -> "Draft | None":
        """From what is typed so far; None while there is no amount to speak of."""
        try:
            amount = parse_amount(typed.get("amount", ""))
        except AmountError:
            return None
        if amount <= 0:
            return None
        customer_id = _number(typed.get("customer", ""))
        named = bool(typed.get("customer_name", "").strip())
        return cls(
            person, amount, _day(typed.get("day", "")) or today, _number(typed.get("product", "")), customer_id,
            is_new_customer=named and customer_id is None,
        )  # fmt: skip


@dataclass(frozen=True)
class Difference:
    """What correcting a record changes: the amount that goes, the one that comes, and a draft of what is more.

    There is a draft only where nothing but the amount grows within the same month: anything else is no deal more.
    """

    before: Decimal
    after: Decimal
    more: Draft | None

    @property
    def by(self) -> Decimal:
        return self.after - self.before

    @property
    def less(self) -> Decimal:
        return -self.by

    @classmethod
    def between(cls, record: Record, draft: Draft) -> "Difference":
        same = record.product_id == draft.product_id and record.customer_id == draft.customer_id
        same = same and (record.day.year, record.day.month) == (draft.day.year, draft.day.month)
        grows = same and draft.amount > record.amount
        more = replace(draft, amount=draft.amount - record.amount) if grows else None
        return cls(record.amount, draft.amount, more)


@dataclass(frozen=True)
class Choices:
    """What may be tapped, also without a network: products most used first, one's customers, colleagues."""

    products: list[Product]
    more_products: list[Product]
    channels: list[Channel]
    customers: list[Customer]
    colleagues: list[Person]
    reports_for_others: bool


def choices_for(person: Person, *, rights: Rights, today: date) -> Choices:
    products = _products(person, since=today - USED_WITHIN)
    return Choices(
        products=products[:SHOWN_PRODUCTS],
        more_products=products[SHOWN_PRODUCTS:],
        channels=list(Channel.objects.filter(archived_at__isnull=True)),
        customers=_customers(person),
        colleagues=_colleagues(person, today=today),
        reports_for_others=reports_for_others(rights),
    )


def _products(person: Person, *, since: date) -> list[Product]:
    sold = Q(records__person=person, records__live=True, records__day__gte=since)
    products = Product.objects.filter(archived_at__isnull=True).annotate(used=Count("records", filter=sold))
    return list(products.order_by("-used", "line", "id"))


def _customers(person: Person) -> list[Customer]:
    """One's latest customers, each with the letters it is found by."""
    orders = Record.objects.filter(person=person, live=True, kind=Kind.ORDER, customer__isnull=False)
    rows = orders.values("customer_id").annotate(last=Max("day")).order_by("-last")[:RECENT_CUSTOMERS]
    last = {row["customer_id"]: row["last"] for row in rows}
    customers = Customer.objects.in_bulk(last)
    for pk, customer in customers.items():
        customer.last, customer.letters = last[pk], initials(customer.name)
    return [customers[pk] for pk in last]


def _colleagues(person: Person, *, today: date) -> list[Person]:
    """Who may share: one's own unit first, then everybody else."""
    home = unit_on(person.pk, today)
    spells = Membership.objects.filter(running(today)).exclude(person=person).select_related("person", "unit")
    spells = spells.filter(
        Q(person__left_on__isnull=True) | Q(person__left_on__gt=today), person__alias_of__isnull=True
    )
    people = []
    for spell in sorted(
        spells[: COLLEAGUES * 4], key=lambda each: (each.unit_id != home, each.unit_id, each.person_id)
    ):
        spell.person.home, spell.person.letters = spell.unit, initials(spell.person.name)
        people.append(spell.person)
    return people[:COLLEAGUES]


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 18 else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
