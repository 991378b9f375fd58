"""Checking and importing beside the pages. Whoever died in between is taken up again where it stood."""

from datetime import timedelta

from django.db.models import Q

from leitai import clock
from leitai.accounts.models import User
from leitai.imports.actions import check, import_rows
from leitai.imports.models import Batch
from leitai.imports.storage import forget
from leitai.jobs import job, periodic

SILENT = timedelta(minutes=3)
SMALL = 2_000


@job(retries=1, retry_delay=20)
def check_batch(batch_id: int) -> None:
    run_check(batch_id)


@job(retries=2, retry_delay=20)
def import_batch(batch_id: int, user_id: int) -> None:
    run_import(batch_id, user_id)


def run_check(batch_id: int) -> None:
    batch = Batch.objects.filter(pk=batch_id).first()
    if batch and batch.state in (Batch.State.MAPPING, Batch.State.CHECKING):
        check(batch=batch, today=clock.today(), clock=clock.now)


def run_import(batch_id: int, user_id: int | None) -> None:
    batch = Batch.objects.filter(pk=batch_id).first()
    if batch and batch.state in (Batch.State.CHECKED, Batch.State.IMPORTING):
        by = User.objects.get(pk=user_id) if user_id else None
        import_rows(batch=batch, today=clock.today(), by=by, clock=clock.now)


@periodic(minute="*")
def take_up_again() -> None:
    """Batches that were under way and gave no sign for minutes: their worker is gone."""
    silent = Q(beat_at__lt=clock.now() - SILENT) | Q(beat_at__isnull=True)
    for batch in Batch.objects.filter(silent, state__in=[Batch.State.CHECKING, Batch.State.IMPORTING]):
        # Whoever moves the beat takes it up. A lock would outlive a worker that dies holding it.
        if not Batch.objects.filter(silent, pk=batch.pk).update(beat_at=clock.now()):
            continue
        if batch.state == Batch.State.CHECKING:
            check_batch(batch.pk)
        else:
            import_batch(batch.pk, batch.imported_by_id)


@periodic(minute="20", hour="3")
def sweep() -> None:
    """Files of imports that can no longer be undone, or were given up, go; what was imported stays."""
    old = Batch.objects.exclude(stored="").filter(created_at__lt=clock.now() - timedelta(days=31))
    for batch in old:
        forget(batch.stored)
        if lookup := batch.plan.get("lookup"):
            forget(lookup["stored"])
        batch.lines.all().delete()
        Batch.objects.filter(pk=batch.pk).update(stored="")
