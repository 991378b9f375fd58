"""A run that pays locks what it paid on, so that the import of it can no longer vanish from under it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from leitai.sales.models import Lock, Record
from leitai.sales.rows import insert, rows_in


@transaction.atomic
def lock_records(*, records: QuerySet[Record] | Iterable[Record], run_label: str, by, at: datetime) -> int:
    """Lock these records for the run named by the label; how many were not yet. The run writes the audit entry."""
    ids = set(records.values_list("id", flat=True)) if isinstance(records, QuerySet) else {each.pk for each in records}
    locked = rows_in(Lock.objects.filter(run_label=run_label), "record_id", ids)
    fresh = ids - {lock.record_id for lock in locked}
    facts = {"run_label": run_label, "by_id": getattr(by, "pk", None), "at": at}
    insert([Lock(record_id=pk, **facts) for pk in sorted(fresh)])
    return len(fresh)
