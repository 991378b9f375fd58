"""From the outbox into the inbox: each row once, whoever and however many run it."""

from datetime import datetime

from django.db import transaction

from leitai.notifications.events import inbox_changed
from leitai.notifications.models import Entry, Outbox

BATCH = 500


def deliver_due(*, at: datetime) -> int:
    """Deliver everything due by `at`; how many. Any number of workers may run it at once."""
    count = 0
    while batch := _deliver_batch(at):
        count += batch
    return count


@transaction.atomic
def _deliver_batch(at: datetime) -> int:
    due = Outbox.objects.select_for_update(skip_locked=True).filter(delivered_at__isnull=True, due_at__lte=at)
    rows = list(due.order_by("due_at", "id")[:BATCH])
    if not rows:
        return 0
    Entry.objects.bulk_create(Entry(outbox=row, recipient_id=row.recipient_id, at=row.due_at) for row in rows)
    Outbox.objects.filter(pk__in=[row.pk for row in rows]).update(delivered_at=at)
    inbox_changed.send(Entry, user_ids=sorted({row.recipient_id for row in rows}), delivered=rows)
    return len(rows)
