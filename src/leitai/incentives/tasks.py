"""Jobs: calculate a run, and take up those a dead worker left."""

import logging
from datetime import datetime, timedelta

from django.db.models import Q

from leitai import clock
from leitai.incentives.actions.runs import calculate_run
from leitai.incentives.models import Run
from leitai.jobs import job, periodic

log = logging.getLogger(__name__)
SILENT_FOR = timedelta(minutes=2)


@job()
def calculate(run_id: int) -> None:
    """Calculate a run. Twice is the same as once; a failure is written on the run, where people see it."""
    if not _claimed(run_id, at=clock.now()):
        return
    try:
        calculate_run(run=Run.objects.get(pk=run_id), at=clock.now(), clock=clock.now)
    except Exception as error:
        log.exception("Run %s failed", run_id)
        Run.objects.filter(pk=run_id).update(failure=f"{type(error).__name__}: {error}"[:300])


def _claimed(run_id: int, *, at: datetime) -> bool:
    """Whoever moves a still beat has the run. A lock would outlive a worker that dies holding it."""
    still = Q(beat_at__lt=at - SILENT_FOR) | Q(beat_at__isnull=True)
    return bool(Run.objects.filter(still, pk=run_id, calculated_at__isnull=True).update(beat_at=at))


@periodic(minute="*")
def take_up_runs() -> None:
    """Runs whose worker died: asked for or heard of long ago, neither calculated nor failed."""
    before = clock.now() - SILENT_FOR
    silent = Q(beat_at__lt=before) | Q(beat_at__isnull=True, requested_at__lt=before)
    for run in Run.objects.filter(silent, calculated_at__isnull=True, failure="", discard__isnull=True):
        calculate(run.pk)
