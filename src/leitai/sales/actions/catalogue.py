"""Products and channels: kept, corrected, archived; never deleted."""

from datetime import datetime

from django.db import transaction

from leitai.audit import actions as audit
from leitai.sales.models import Channel, Product


@transaction.atomic
def add_product(*, by, at: datetime, **fields) -> Product:
    product = Product.objects.create(**fields)
    audit.record(product, "added", by=by, at=at, after=fields)
    return product


@transaction.atomic
def correct_product(*, product: Product, by, at: datetime, **fields) -> Product:
    return _correct(product, fields, by=by, at=at)


@transaction.atomic
def add_channel(*, by, at: datetime, **fields) -> Channel:
    channel = Channel.objects.create(**fields)
    audit.record(channel, "added", by=by, at=at, after=fields)
    return channel


@transaction.atomic
def correct_channel(*, channel: Channel, by, at: datetime, **fields) -> Channel:
    return _correct(channel, fields, by=by, at=at)


@transaction.atomic
def archive(*, thing: Product | Channel, by, at: datetime) -> None:
    """No longer offered; records keep it. Archiving twice is once."""
    if thing.archived_at is None:
        thing.archived_at = at
        thing.save(update_fields=["archived_at"])
        audit.record(thing, "archived", by=by, at=at)


@transaction.atomic
def unarchive(*, thing: Product | Channel, by, at: datetime) -> None:
    """Offered again."""
    if thing.archived_at is not None:
        thing.archived_at = None
        thing.save(update_fields=["archived_at"])
        audit.record(thing, "unarchived", by=by, at=at)


def _correct(thing, fields: dict, *, by, at: datetime):
    before = {name: getattr(thing, name) for name, value in fields.items() if getattr(thing, name) != value}
    if before:
        for name in before:
            setattr(thing, name, fields[name])
        thing.save(update_fields=list(before))
        audit.record(thing, "corrected", by=by, at=at, before=before, after={name: fields[name] for name in before})
    return thing
