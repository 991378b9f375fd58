"""What tests of sales hand in, in as few words as possible."""

from decimal import Decimal

from leitai.sales.actions import post_records
from leitai.sales.content import Content
from leitai.sales.models import Source
from tests.people import DAY, NOW


def source(code="crm") -> Source:
    return Source.objects.get_or_create(code=code, defaults={"name": code.upper()})[0]


def order(person, amount="100", number="A1", *, kind="order", day=DAY, **said) -> Content:
    return Content(external_id=number, kind=kind, day=day, person_id=person.pk, amount=Decimal(amount), **said)


def post(*contents, at=NOW, by=None, batch=None, origin=None):
    return post_records(source=origin or source(), contents=contents, by=by, at=at, batch=batch)
