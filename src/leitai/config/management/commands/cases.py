"""`leitai cases run PATH…`: run worked cases; ends with `N passed, N failed`, and 1 where one failed."""

import sys

from django.core.management.base import BaseCommand

from leitai.tally.cases import ENGINES, run_paths


class Command(BaseCommand):
    help = "Run worked cases of the calculation from YAML files."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("action", choices=["run"])
        parser.add_argument("paths", nargs="+", metavar="PATH", help="YAML files, or folders of them")
        parser.add_argument("--engine", choices=ENGINES, default="polars", help="what calculates (polars)")

    def handle(self, *, paths, engine, **options):
        report = run_paths(paths, engine)
        self.stdout.write(report.text())
        if report.failed:
            sys.exit(1)
