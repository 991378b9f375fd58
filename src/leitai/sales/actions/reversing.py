"""Records that stop counting without a newer revision."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from leitai.audit import actions as audit
from leitai.sales.actions.writing import Writing, hold
from leitai.sales.errors import ChangedMeanwhile
from leitai.sales.models import Record, Reversal, Source
from leitai.sales.rows import rows_in


@transaction.atomic
def reverse_records(
    *, records: Iterable[Record], by, at: datetime, reason: str, cause: str = Reversal.Cause.WITHDRAWAL, batch=None
) -> list[Record]:
    """Withdraw live records; they stay readable. A locked one may go too: the next run takes back what was paid.

    Raises ChangedMeanwhile for one that no longer counts. An audit entry each, or one on the batch.
    """
    records = list(records)
    for source in Source.objects.filter(pk__in={record.source_id for record in records}).order_by("pk"):
        hold(source)
    records = _still_live(records)
    writing = Writing(by, at)
    writing.reverse(records, cause=cause, reason=reason, batch=batch)
    writing.finish(batch=batch)
    if batch and records:
        audit.record(batch, "withdrawn", by=by, at=at, after={"reversed": len(records), "reason": reason})
    else:
        for record in records:
            audit.record(record, "withdrawn", by=by, at=at, after={"reason": reason})
    return records


def _still_live(records: list[Record]) -> list[Record]:
    now = {record.pk: record for record in rows_in(Record.objects.all(), "pk", [each.pk for each in records])}
    for record in records:
        if not now[record.pk].live:
            revisions = Record.objects.filter(source_id=record.source_id, external_id=record.external_id)
            raise ChangedMeanwhile(record, revisions.filter(live=True).first())
    return list(now.values())
