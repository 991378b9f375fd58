from django.core.management.base import BaseCommand

from leitai.search.actions import rebuild


class Command(BaseCommand):
    help = "Make the search index anew."

    def handle(self, **options):
        self.stdout.write(f"{rebuild()} entries")
