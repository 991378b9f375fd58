"""Customers, products and channels that an import makes because its rows name them, and what undoing takes back.

Withdrawn records still name them, so nothing is deleted: what is taken back is archived, and comes back when it is
named again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model

from leitai.audit.models import Entry
from leitai.customers.models import Customer
from leitai.imports.models import Change
from leitai.sales.models import Channel, Deal, Product, Record
from leitai.sales.rows import chunks

MADE_BY_IMPORTS: dict[str, type[Model]] = {"product": Product, "customer": Customer, "channel": Channel}


@dataclass(frozen=True)
class Made:
    """What an import made of one sort: those nothing else uses, and those that something does."""

    what: str
    unused: list
    used: list

    @property
    def count(self) -> int:
        return len(self.unused) + len(self.used)


def make(what: str, names: list[str], *, batch, at: datetime) -> list[tuple[int, str]]:
    """(id, name) of each name; what an import made and its undoing took back is taken up again."""
    model = MADE_BY_IMPORTS[what]
    found = []
    for some in chunks(names):
        back = list(model.objects.filter(pk__in=taken_back(model), name__in=some))
        model.objects.filter(pk__in=[each.pk for each in back]).update(archived_at=None)
        known = {each.name for each in back}
        created = [_new(model, name, at) for name in some if name not in known]
        found += [*{each.name: each for each in back}.values(), *model.objects.bulk_create(created)]
    label = model._meta.label_lower
    Change.objects.bulk_create(
        [Change(batch=batch, subject_type=label, subject_id=each.pk, after={"name": each.name}) for each in found]
    )
    return [(each.pk, each.name) for each in found]


def taken_back(model: type[Model]):
    """Ids of those that an import made and its undoing archived."""
    undone = Change.objects.filter(
        batch__undoing__isnull=False, before__isnull=True, subject_type=model._meta.label_lower
    )
    return model.objects.filter(archived_at__isnull=False, pk__in=undone.values("subject_id")).values("pk")


def made_by(batch) -> list[Made]:
    """What the import made besides its records, by sort; nothing for what it made none of."""
    return [found for what in MADE_BY_IMPORTS if (found := _made(what, batch)).count]


def take_back(batch, *, at: datetime) -> dict[str, int]:
    """Archive what the import made and nothing else uses; how many of each sort."""
    counts = {}
    for made in made_by(batch):
        for some in chunks(each.pk for each in made.unused):
            MADE_BY_IMPORTS[made.what].objects.filter(pk__in=some).update(archived_at=at)
        counts[made.what] = len(made.unused)
    return counts


def _new(model: type[Model], name: str, at: datetime) -> Model:
    return model(name=name, created_at=at) if model is Customer else model(name=name)


def _made(what: str, batch) -> Made:
    model = MADE_BY_IMPORTS[what]
    label = model._meta.label_lower
    ids = batch.changes.filter(subject_type=label, before__isnull=True).values_list("subject_id", flat=True)
    unused, used = [], []
    for some in chunks(ids):
        busy = _busy(what, label, some, batch)
        for thing in model.objects.filter(pk__in=some).order_by("pk"):
            (used if thing.pk in busy else unused).append(thing)
    return Made(what, unused, used)


def _busy(what: str, label: str, ids: list[int], batch) -> set[int]:
    """Those that other records or reported deals name, that another file brought too, or that somebody changed."""
    named = {f"{what}_id__in": ids}
    records = Record.objects.filter(live=True, **named).exclude(batch=batch).values_list(f"{what}_id", flat=True)
    deals = Deal.objects.filter(withdrawal__isnull=True, **named).values_list(f"{what}_id", flat=True)
    subject = {"subject_type": label, "subject_id__in": ids}
    files = Change.objects.filter(batch__undoing__isnull=True, **subject).exclude(batch=batch)
    hands = Entry.objects.filter(**subject)
    asked: Iterable = (records, deals, *(rows.values_list("subject_id", flat=True) for rows in (files, hands)))
    return {pk for ids in asked for pk in ids.distinct()}


__all__ = ["MADE_BY_IMPORTS", "Made", "made_by", "make", "take_back", "taken_back"]
