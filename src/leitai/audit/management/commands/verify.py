"""`leitai verify`: calculate again what is kept, and name what differs; 1 where something does."""

import sys
import time

from django.core.management.base import BaseCommand, CommandError

from leitai.audit import sealing, verification

AT_MOST = 50
"""Sentences shown of one check; the rest is counted."""


class Command(BaseCommand):
    help = "Calculate totals, digests, runs and the audit chain again; exits 1 and names what differs."

    def add_arguments(self, parser):
        parser.add_argument("only", nargs="*", metavar="CHECK", help="only these checks (all)")
        parser.add_argument("--head", metavar="NUMBER:DIGEST", help="a head noted earlier: must still be in the chain")

    def handle(self, *, only, head, **options):
        try:
            differing = sum(self._told(name, found) for name, found in verification.findings(only))
        except ValueError as unknown:
            raise CommandError(str(unknown)) from None
        if head and not sealing.leads_to(head):
            self.stderr.write(f"The audit chain does not lead to {head}: it was cut or sealed anew.")
            differing += 1
        self.stdout.write(f"head of the audit chain  {sealing.head() or 'nothing sealed yet'}")
        if differing:
            sys.exit(1)

    def _told(self, name, found) -> int:
        """Say what a check finds; how much."""
        start, count = time.monotonic(), 0
        for count, sentence in enumerate(found, start=1):
            if count <= AT_MOST:
                self.stderr.write(f"  {sentence}")
        if count > AT_MOST:
            self.stderr.write(f"  and {count - AT_MOST} more")
        said = f"{count} differ" if count else "ok"
        self.stdout.write(f"{name:<24} {said:<12} {time.monotonic() - start:6.1f} s")
        return count
