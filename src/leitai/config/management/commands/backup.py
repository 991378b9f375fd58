"""`leitai backup FILE`: the whole product in one file, while everybody goes on working."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from leitai import clock
from leitai.config import backup


class Command(BaseCommand):
    help = "Write all rows and files into one file; it is as confidential as the database."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *, file, verbosity, **options):
        tell = self.stdout.write if verbosity > 1 else (lambda said: None)
        try:
            written = backup.write(file, at=clock.now(), tell=tell)
        except FileExistsError:
            raise CommandError(f"{file} is there already; name another file.") from None
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror or error}.") from None
        size = file.stat().st_size / 2**20
        self.stdout.write(f"{file}: {written.rows} rows, {written.files} files, {size:.1f} MiB")
