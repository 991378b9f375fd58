"""`leitai doctor`: what is wrong with this installation and what to do; 1 where something is wrong."""

import sys

from django.core.management.base import BaseCommand

from leitai import clock
from leitai.config.doctor import examine


class Command(BaseCommand):
    help = "Look at versions, settings, database, jobs, disk and built files; say what is wrong and what to do."
    requires_system_checks = ()
    requires_migrations_checks = False

    def handle(self, **options):
        wrong = 0
        for each in examine(at=clock.now()):
            self.stdout.write(f"{each.state:<9} {each.part:<10} {each.what}")
            if each.remedy:
                self.stdout.write(f"{'':<20} → {each.remedy}")
            wrong += each.state == "wrong"
        if wrong:
            sys.exit(1)
