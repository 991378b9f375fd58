"""A whole import undone (整批撤销): what it added goes, what it changed or withdrew comes back as it was.

The customers, products and channels it made go with it where nothing else uses them by then.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from leitai.audit import actions as audit
from leitai.sales.actions.making import take_back
from leitai.sales.actions.writing import Revision, Writing, credits_of, hold
from leitai.sales.content import content_of
from leitai.sales.errors import UndoRefused
from leitai.sales.models import Lock, Record, Reversal, Source
from leitai.sales.rows import chunks, rows_in


@dataclass
class Undoing:
    """What undoing did: records that went, records that came back, and how many of each sort of thing were taken back."""

    reversed: list[Record] = field(default_factory=list)
    restored: list[Record] = field(default_factory=list)
    taken_back: dict[str, int] = field(default_factory=dict)


@transaction.atomic
def undo_batch(*, batch, by, at: datetime) -> Undoing:
    """Undo an import as a whole. Append-only: what comes back is a new revision with the old content.

    Raises UndoRefused, with every reason, where a run has paid on one of its records, where a record was
    changed since by somebody or something else, or where it is undone already.
    """
    for source in Source.objects.filter(records__in=_touched_by(batch)).distinct().order_by("pk"):
        hold(source)
    histories = _histories(batch)
    _refuse(batch, histories)
    pairs = [(rows[-1], before) for rows in histories if (before := _before(rows, batch))]
    writing = Writing(by, at)
    going = [rows[-1] for rows in histories if rows[-1].live]
    writing.reverse(going, cause=Reversal.Cause.UNDO, batch=batch)
    credits = credits_of([before for _last, before in pairs])
    restored = writing.add([_again(last, before, credits) for last, before in pairs])
    writing.finish(batch=batch)
    taken = take_back(batch, at=at)
    counts = {"reversed": len(going), "restored": len(restored), "taken_back": taken}
    audit.record(batch, "undone", by=by, at=at, after=counts)
    return Undoing(going, restored, taken)


def why_not_undo(batch) -> UndoRefused | None:
    """The reasons against undoing, to be shown before anybody asks for it; None: it can be undone."""
    try:
        _refuse(batch, _histories(batch))
    except UndoRefused as refused:
        return refused
    return None


def _touched_by(batch):
    """Records the batch added, replaced or withdrew."""
    return Record.objects.filter(Q(batch=batch) | Q(reversal__batch=batch))


def _histories(batch) -> list[list[Record]]:
    """All revisions, oldest first, of everything the batch touched."""
    numbers = defaultdict(set)
    for source_id, external_id in _touched_by(batch).values_list("source_id", "external_id"):
        numbers[source_id].add(external_id)
    histories = defaultdict(list)
    for source_id, external_ids in numbers.items():
        rows = Record.objects.filter(source_id=source_id).select_related("reversal").order_by("revision")
        for record in rows_in(rows, "external_id", sorted(external_ids)):
            histories[source_id, record.external_id].append(record)
    return list(histories.values())


def _refuse(batch, histories: list[list[Record]]) -> None:
    if Reversal.objects.filter(batch=batch, cause=Reversal.Cause.UNDO).exists():
        raise UndoRefused(undone=True)
    locked = Counter()
    for some in chunks(record.pk for rows in histories for record in rows if record.batch_id == batch.pk):
        locked.update(Lock.objects.filter(record_id__in=some).values_list("run_label", flat=True))
    changed = [rows[-1].external_id for rows in histories if rows[-1].live and rows[-1].batch_id != batch.pk]
    if locked or changed:
        raise UndoRefused(locked=dict(locked), changed=changed)


def _before(rows: list[Record], batch) -> Record | None:
    """The record of another's that the batch replaced or withdrew. What somebody withdrew since stays withdrawn."""
    if batch.pk not in (rows[-1].batch_id if rows[-1].live else None, _reversal_batch(rows[-1])):
        return None
    replaced = (row for row in rows if _reversal_batch(row) == batch.pk and row.batch_id != batch.pk)
    return next(replaced, None)


def _reversal_batch(record: Record) -> int | None:
    return record.reversal.batch_id if hasattr(record, "reversal") else None


def _again(last: Record, before: Record, credits) -> Revision:
    content = content_of(before, credits.get(before.pk))
    return Revision(before.source_id, content, last.revision + 1, before.told, before.batch_id)
