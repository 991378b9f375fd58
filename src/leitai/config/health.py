"""Is the product ready: `/healthz` answers 200 when database, jobs and live part are, else 503 and what is not."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from leitai import jobs
from leitai.accounts.access import anyone, may
from leitai.live.hub import hub

_migrated = False


@may(anyone)
@never_cache
@require_safe
def healthz(request):
    """Answers to anyone and tells only three words."""
    parts = {"database": _ready(database), "jobs": _ready(jobs.alive), "live": _ready(hub.ready)}
    return JsonResponse(
        {part: "ready" if ready else "not ready" for part, ready in parts.items()},
        status=200 if all(parts.values()) else 503,
    )


def database() -> bool:
    """Reachable, and no migration waiting. The plan is asked until it is empty once; then only a query."""
    global _migrated
    if not _migrated:
        _migrated = not pending_migrations()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return _migrated


def pending_migrations() -> list:
    executor = MigrationExecutor(connection)
    return executor.migration_plan(executor.loader.graph.leaf_nodes())


def _ready(question) -> bool:
    try:
        return bool(question())
    except Exception:
        return False
