"""How a process hears of changes: a cheap poll on SQLite, notifications on PostgreSQL."""

import time

from django.db import connection

from leitai.live.actions import NOTIFICATION

POLL_EVERY = 0.05


class SqliteWatch:
    """`data_version` moves when another connection commits; only then are the topics asked for."""

    def __init__(self):
        self._version = self._data_version()
        self._revision = self._newest()

    def wait(self, timeout: float) -> set[str]:
        """The topics touched since the last call, or none after `timeout` seconds."""
        until = time.monotonic() + timeout
        while time.monotonic() < until:
            version = self._data_version()
            if version != self._version:
                self._version = version
                if touched := self._touched():
                    return touched
            time.sleep(POLL_EVERY)
        return set()

    def _data_version(self) -> int:
        return _rows("PRAGMA data_version")[0][0]

    def _newest(self) -> int:
        return _rows("SELECT COALESCE(MAX(revision), 0) FROM live_topic")[0][0]

    def _touched(self) -> set[str]:
        if self._newest() < self._revision:
            self._revision = 0  # a restored database counts from its own past
        rows = _rows("SELECT name, revision FROM live_topic WHERE revision > %s", [self._revision])
        self._revision = max([self._revision, *(revision for _, revision in rows)])
        return {name for name, _ in rows}

    def close(self):
        connection.close()


class PostgresWatch:
    """A connection of its own that listens; several notifications that wait are taken together."""

    def __init__(self):
        import psycopg

        parameters = connection.get_connection_params()
        parameters.pop("pool", None)
        self._listening = psycopg.connect(**{**parameters, "autocommit": True})
        self._listening.execute(f"LISTEN {NOTIFICATION}")

    def wait(self, timeout: float) -> set[str]:
        touched = {each.payload for each in self._listening.notifies(timeout=timeout, stop_after=1)}
        if touched:
            touched |= {each.payload for each in self._listening.notifies(timeout=0)}
        return touched

    def close(self):
        self._listening.close()
        connection.close()


def watch():
    """A watch for this thread's database."""
    return PostgresWatch() if connection.vendor == "postgresql" else SqliteWatch()


def _rows(sql: str, parameters=None) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()
