"""Keeping the index: at each save, and in bulk for what was written without one."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Model

from leitai.search.models import Entry
from leitai.search.sources import registered
from leitai.search.tokens import tokens_of

A_CHUNK = 2000


def index(rows: Iterable[Model]) -> int:
    """Write or rewrite the entries of these rows; answers how many."""
    entries = [_entry(row) for row in rows]
    Entry.objects.bulk_create(
        entries,
        update_conflicts=True,
        unique_fields=["subject_type", "subject_id"],
        update_fields=["tokens", "weight"],
        batch_size=500,
    )
    return len(entries)


def forget(row: Model) -> None:
    Entry.objects.filter(subject_type=row._meta.label_lower, subject_id=row.pk).delete()


def catch_up() -> int:
    """Index what was written in bulk since: rows above the highest id indexed, of each kind. Answers how many."""
    return sum(_catch_up(label) for label in registered())


def rebuild() -> int:
    """Throw the index away and make it anew."""
    with transaction.atomic():
        Entry.objects.all().delete()
        return catch_up()


def _catch_up(label: str) -> int:
    rows, done = registered()[label].rows().order_by("pk"), 0
    last = Entry.objects.filter(subject_type=label).order_by("-subject_id").values_list("subject_id", flat=True).first()
    while chunk := list(rows.filter(pk__gt=last or 0)[:A_CHUNK]):
        done += index(chunk)
        last = chunk[-1].pk
    return done


def _entry(row: Model) -> Entry:
    source = registered()[row._meta.label_lower]
    tokens = " ".join(tokens_of(*source.texts(row)))
    return Entry(subject_type=row._meta.label_lower, subject_id=row.pk, tokens=tokens, weight=source.weight)
