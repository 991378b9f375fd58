"""`leitai jobs`: run background jobs, apart from the pages."""

import os
import signal
import sys
import threading

from django.core.management.base import BaseCommand
from django.utils.module_loading import autodiscover_modules

from leitai import jobs


class Command(BaseCommand):
    help = "Run background jobs. Several may run at once; each periodic job still runs once."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--workers", type=int, default=int(os.environ.get("JOBS_WORKERS", "2")))
        parser.add_argument("--no-periodic", action="store_true", help="leave the calendar to other consumers")
        parser.add_argument("--with-parent", action="store_true", help="stop when standard input ends")

    def handle(self, *, workers, no_periodic, with_parent, **options):
        autodiscover_modules("tasks")
        consumer = jobs.consumer(workers=workers, periodic=not no_periodic)
        if with_parent:
            threading.Thread(target=_stop_with_parent, daemon=True).start()
        consumer.run()


def _stop_with_parent():
    """The parent holds the other end of standard input: it ends also when the parent was killed."""
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)
