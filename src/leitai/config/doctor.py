"""What is wrong with an installation, and what to do about it. Each question looks and changes nothing."""

import re
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.db import connection

from leitai import jobs
from leitai.audit.models import Entry
from leitai.config.environment import ROOT
from leitai.config.health import pending_migrations
from leitai.notifications.models import Outbox

LOCKED = re.compile(r"^([A-Za-z0-9_.-]+)==([^ ;\\]+)", re.MULTILINE)
LATE = timedelta(minutes=10)
GIB = 2**30
POSTGRESQL, SQLITE = 150_000, (3, 35)


@dataclass(frozen=True)
class Finding:
    """One thing looked at: how it stands, and what to do where it does not."""

    part: str
    state: Literal["ok", "warning", "wrong"]
    what: str
    remedy: str = ""


def examine(*, at: datetime) -> Iterator[Finding]:
    """Every part in turn; one that cannot be looked at is wrong, and the next is still asked."""
    for part, question in _QUESTIONS.items():
        try:
            yield from question(at)
        except Exception as error:
            yield Finding(part, "wrong", f"{type(error).__name__}: {error}", "Mend this first, then ask again.")


def _versions(at: datetime) -> Iterator[Finding]:
    yield Finding("versions", "ok", f"Leitai {version('leitai')}, Python {sys.version.split()[0]}")
    lock = ROOT / "requirements.lock"
    if not lock.exists():
        return
    odd = [f"{name} {there} (wanted {wanted})" for name, wanted, there in _packages(lock.read_text())]
    if odd:
        yield Finding("versions", "warning", f"not as locked: {', '.join(odd)}", "Run bin/setup.")


def _packages(lock: str) -> Iterator[tuple[str, str, str]]:
    """(name, wanted, there) of packages that are there in another version than the lock says."""
    wanted: dict[str, list[str]] = {}
    for name, locked in LOCKED.findall(lock):  # a package may be locked once for each Python
        wanted.setdefault(name, []).append(locked)
    for name, versions in wanted.items():
        try:
            there = version(name)
        except PackageNotFoundError:
            continue  # the lock covers every system and every extra; what is imported and missing fails at the start
        if there not in versions:
            yield name, " or ".join(versions), there


def _settings(at: datetime) -> Iterator[Finding]:
    yield Finding("settings", "ok", f"time zone {settings.TIME_ZONE}, files in {settings.LEITAI_VAR}")
    if settings.DEBUG:
        yield Finding("settings", "warning", "DEBUG is on: errors show code to everybody", "Unset DEBUG.")
    if len(settings.SECRET_KEY) < 32:
        yield Finding("settings", "wrong", "SECRET_KEY is shorter than 32 characters", "Set a long random one.")
    if "*" in settings.ALLOWED_HOSTS:
        yield Finding("settings", "warning", "ALLOWED_HOSTS takes any host", "Name the hosts people type.")
    kept = Path(settings.LEITAI_VAR) / "secret_key"
    if kept.exists() and kept.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH):
        yield Finding("settings", "wrong", f"others can read {kept}", f"chmod 600 {kept}")


def _database(at: datetime) -> Iterator[Finding]:
    connection.ensure_connection()
    yield from (_sqlite if connection.vendor == "sqlite" else _postgresql)()
    if waiting := pending_migrations():
        names = ", ".join(f"{each.app_label}.{each.name}" for each, _ in waiting[:5])
        yield Finding("database", "wrong", f"{len(waiting)} migrations wait: {names}", "Run leitai migrate.")


def _sqlite() -> Iterator[Finding]:
    path = Path(connection.settings_dict["NAME"])
    size = f", {path.stat().st_size / 2**20:.0f} MiB" if path.exists() else ""
    yield Finding("database", "ok", f"SQLite {_scalar('SELECT sqlite_version()')}{size}")
    if connection.Database.sqlite_version_info < SQLITE:
        yield Finding("database", "wrong", "this SQLite is older than 3.35", "Use a newer Python, or PostgreSQL.")
    if (found := _scalar("PRAGMA quick_check(1)")) != "ok":
        yield Finding("database", "wrong", f"the file is damaged: {found}", "Stop, keep a copy, restore a backup.")
    if broken := _scalar("SELECT count(*) FROM pragma_foreign_key_check"):
        yield Finding("database", "wrong", f"{broken} rows point to rows that are gone", "Restore a backup.")


def _postgresql() -> Iterator[Finding]:
    size = _scalar("SELECT pg_database_size(current_database())")
    yield Finding("database", "ok", f"PostgreSQL {_scalar('SHOW server_version')}, {size / 2**20:.0f} MiB")
    if connection.pg_version < POSTGRESQL:
        yield Finding("database", "wrong", "this PostgreSQL is older than 15", "Upgrade the server.")
    if _scalar("SHOW server_encoding") != "UTF8":
        yield Finding("database", "wrong", "the database is not UTF-8", "Create it with ENCODING 'UTF8'.")


def _jobs(at: datetime) -> Iterator[Finding]:
    if jobs.alive():
        yield Finding("jobs", "ok", f"a worker is at it, {jobs.huey.pending_count()} wait")
    else:
        yield Finding("jobs", "wrong", "no worker gave a sign of life", "Start leitai serve, or leitai jobs.")
    if late := Outbox.objects.filter(delivered_at=None, due_at__lt=at - LATE).count():
        yield Finding("jobs", "wrong", f"{late} messages wait for more than ten minutes", "Look at the worker's log.")
    if late := Entry.objects.filter(block=None, at__lt=at - LATE).count():
        yield Finding("jobs", "warning", f"{late} audit entries are not sealed yet", "A worker seals them in a minute.")


def _disk(at: datetime) -> Iterator[Finding]:
    var = Path(settings.LEITAI_VAR)
    probe = var / ".doctor"
    probe.write_bytes(b"")
    probe.unlink()
    free = shutil.disk_usage(var).free
    if free < GIB:
        yield Finding(
            "disk", "wrong" if free < GIB // 4 else "warning", f"{free / GIB:.1f} GiB left at {var}", "Make room."
        )
    else:
        yield Finding("disk", "ok", f"{free / GIB:.1f} GiB left at {var}")


def _pages(at: datetime) -> Iterator[Finding]:
    wanted = [
        Path(settings.STATIC_ROOT) / "staticfiles.json",
        *(ROOT / "src/leitai").glob("*/locale/*/LC_MESSAGES/*.po"),
    ]
    made = [path.with_suffix(".mo") if path.suffix == ".po" else path for path in wanted]
    if missing := [path for path in made if not path.exists()]:
        yield Finding("pages", "wrong", f"{len(missing)} built files are missing, {missing[0]} first", "Run bin/setup.")
    else:
        yield Finding("pages", "ok", "scripts, styles and translations are built")


def _scalar(sql: str):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


_QUESTIONS: dict[str, Callable[[datetime], Iterator[Finding]]] = {
    "versions": _versions, "settings": _settings, "database": _database, "jobs": _jobs, "disk": _disk, "pages": _pages,
}  # fmt: skip
