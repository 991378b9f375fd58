"""Background jobs: what runs beside the pages, now or at a set time. A context's `tasks.py` imports from here.

    @job(retries=3, retry_delay=30)
    def send(letter_id): ...

    send(7)                  # as soon as a worker is free
    after_commit(send, 7)    # the same, but only if the transaction holds
    send.call_local(7)       # here and now, as a plain function

    @periodic(minute="*/5")
    def remind(): ...        # in the company's time zone, once, whatever the number of consumers

A job may run twice (a worker can die after the work and before saying so), so it must be idempotent. It answers
nothing: what it did is in the database. Tests run jobs at once, in the caller's transaction (`jobs.huey.immediate`).
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial, wraps
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import close_old_connections, transaction
from huey import Huey, crontab
from huey.consumer import Consumer, Scheduler
from huey.serializer import SignedSerializer
from huey.storage import PostgresStorage, RedisStorage, SqliteStorage

BEAT_EVERY = 5
ALIVE_FOR = 30


class LazySqliteStorage(SqliteStorage):
    """Makes its file and tables when first used, so that importing a task touches nothing."""

    def __init__(self, name, **options):
        super().__init__(name, create_tables=False, **options)

    def _create_connection(self):
        connection = super()._create_connection()
        connection.execute("pragma synchronous=normal")
        for statement in self.ddl:
            connection.execute(statement)
        return connection


class LazyPostgresStorage(PostgresStorage):
    def __init__(self, name, **options):
        super().__init__(name, create_tables=False, **options)
        self._made = False

    def _create_connection(self):
        connection = super()._create_connection()
        if not self._made:
            # Two consumers that start together may not both create the tables.
            connection.execute("select pg_advisory_lock(7104001)")
            for statement in self.ddl:
                connection.execute(statement)
            connection.execute("select pg_advisory_unlock(7104001)")
            self._made = True
        return connection


def _storage(url: str) -> dict:
    """Where the queue lives: `JOBS_URL`, else its own SQLite file. Raises ValueError for another scheme."""
    if not url:
        settings.LEITAI_VAR.mkdir(parents=True, exist_ok=True)
        path = settings.LEITAI_VAR / "jobs.sqlite3"
        return {"storage_class": LazySqliteStorage, "filename": str(path), "timeout": 20}
    if url.startswith(("postgres://", "postgresql://")):
        return {"storage_class": LazyPostgresStorage, "dsn": url}
    if url.startswith(("redis://", "rediss://", "unix://")):
        return {"storage_class": RedisStorage, "url": url}
    raise ValueError("JOBS_URL must start with postgresql:// or redis://")


huey = Huey(
    "leitai",
    results=False,
    serializer=SignedSerializer(secret=settings.SECRET_KEY, salt="leitai.jobs"),
    **_storage(settings.JOBS_URL),
)


def job(**options) -> Callable:
    """Make a function a job. Options are Huey's: `retries`, `retry_delay`, `priority`, `timeout`, `name`."""

    def decorate(function):
        return huey.task(**options)(_connected(function))

    return decorate


def periodic(*, minute="*", hour="*", day="*", month="*", day_of_week="*", **options) -> Callable:
    """Make a function run by the calendar, written as in crontab, 0 being Sunday."""
    due = crontab(minute=minute, hour=hour, day=day, month=month, day_of_week=day_of_week, strict=True)

    def decorate(function):
        return huey.periodic_task(
            lambda utc: due(utc.replace(tzinfo=UTC).astimezone(ZoneInfo(settings.TIME_ZONE))),
            **options,
        )(_connected(function))

    return decorate


def after_commit(task, *args, **kwargs) -> None:
    """Enqueue when the transaction commits; never if it rolls back."""
    transaction.on_commit(partial(task, *args, **kwargs))


def _connected(function):
    """Give the job fresh database connections, and the pool its own back."""

    @wraps(function)
    def run(*args, **kwargs):
        if huey.immediate:
            return function(*args, **kwargs)
        close_old_connections()
        try:
            return function(*args, **kwargs)
        finally:
            close_old_connections()

    return run


def alive() -> bool:
    """Whether some consumer gave a sign of life lately."""
    if huey.immediate:
        return True
    told = huey.get("beat", peek=True)
    return told is not None and time.time() - told < ALIVE_FOR


class MinuteScheduler(Scheduler):
    """Enqueues each minute's periodic jobs once: of several consumers, whoever claims the minute does it."""

    def __init__(self, huey, stop_flag, interval, periodic):
        super().__init__(huey, stop_flag, interval, periodic=False)
        self.runs_periodic = periodic
        self._minute = None
        self._beaten = 0.0

    def loop(self, now=None):
        self._beat()
        minute = (now or datetime.now(UTC).replace(tzinfo=None)).replace(second=0, microsecond=0)
        if self.runs_periodic and minute != self._minute:
            self._minute = minute
            if self._claim(minute):
                self.enqueue_periodic_tasks(minute)
        super().loop(now)

    def _beat(self):
        if time.monotonic() - self._beaten >= BEAT_EVERY:
            self._beaten = time.monotonic()
            self.huey.put("beat", time.time())

    def _claim(self, minute: datetime) -> bool:
        self.huey.delete(_minute_key(minute - timedelta(minutes=10)))
        return self.huey.put_if_empty(_minute_key(minute), True)


def _minute_key(minute: datetime) -> str:
    return f"minute:{minute:%Y-%m-%dT%H:%M}"


class JobConsumer(Consumer):
    scheduler_class = MinuteScheduler


def consumer(*, workers: int = 2, periodic: bool = True) -> JobConsumer:
    """A consumer that finishes what it is doing on SIGTERM or SIGINT. Import the tasks before making it."""
    made = JobConsumer(
        huey, workers=workers, periodic=periodic, max_delay=0.5, shutdown_timeout=20, graceful_signal="TERM"
    )
    for signum in made._signal_actions:
        made._signal_actions[signum] = (False, True)
    return made
