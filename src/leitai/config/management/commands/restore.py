"""`leitai restore FILE`: a backup in the place of an empty installation, on any database."""

from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from leitai.config import backup


class Command(BaseCommand):
    help = "Restore a backup into an empty installation: all of it, or nothing."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *, file, verbosity, **options):
        tell = self.stdout.write if verbosity > 1 else (lambda said: None)
        try:
            with backup.opened(file) as contents:
                call_command("migrate", verbosity=0)
                backup.restore(contents, tell=tell)
        except backup.BackupError as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror or error}.") from None
        manifest = contents.manifest
        self.stdout.write(
            f"{manifest.rows} rows and {manifest.files} files of {manifest.at:%Y-%m-%d %H:%M %Z} are back. "
            "Everybody signs in anew. `leitai verify` calculates them again."
        )
