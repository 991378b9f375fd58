"""`leitai serve`: pages, live part and jobs in one command, from environment variables."""

import os
import socket

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from leitai.config.environment import flag
from leitai.config.health import pending_migrations
from leitai.config.serving import Server, jobs_beside, stop_on_sigterm

MIGRATION_LOCK = 7_104_002


class Command(BaseCommand):
    help = "Serve the product: HOST and PORT say where. Stops cleanly on SIGTERM or Ctrl-C."

    def add_arguments(self, parser):
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--no-jobs", action="store_true", help="another process runs `leitai jobs`")
        parser.add_argument("--no-migrate", action="store_true", help="refuse to start on an older database")

    def handle(self, *, host, port, no_jobs, no_migrate, **options):
        stop_on_sigterm()
        listener = _listen(host, port)
        self._bring_up_to_date(no_migrate)
        connection.close()
        with jobs_beside(wanted=not no_jobs):
            self.stdout.write(f"Leitai: http://{_spoken(host)}:{listener.getsockname()[1]}")
            self.stdout.flush()
            Server.over(listener).run_until_stopped()

    def _bring_up_to_date(self, no_migrate):
        waiting = pending_migrations()
        if waiting and (no_migrate or flag("NO_MIGRATE")):
            raise CommandError(f"The database lacks {len(waiting)} migrations. Run `leitai migrate`, then start again.")
        if waiting:
            self.stdout.write(f"Bringing the database up to date: {len(waiting)} migrations.")
            _migrate()


def _listen(host: str, port: int) -> socket.socket:
    """Take the port before anything else starts, so that a taken one is a plain message."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(1024)
    except OSError as error:
        raise CommandError(f"Cannot listen on {host}:{port}: {error.strerror}. Set PORT to another one.") from error
    listener.set_inheritable(False)
    return listener


def _migrate():
    """One of several servers that start together migrates; the others wait for it."""
    if connection.vendor != "postgresql":
        call_command("migrate", verbosity=0, interactive=False)
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        try:
            call_command("migrate", verbosity=0, interactive=False)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])


def _spoken(host: str) -> str:
    return f"[{host}]" if ":" in host else host
