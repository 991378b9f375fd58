"""Put a backup in the place of an empty installation."""

import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import transaction

from leitai.config.backup.manifest import BackupError, table_name
from leitai.config.backup.reading import Contents
from leitai.config.backup.tables import empty, insert, lines, reset_sequences, tables
from leitai.config.backup.writing import migrations
from leitai.organization.models import Company


def restore(contents: Contents, *, tell: Callable[[str], None] = lambda said: None) -> None:
    """All rows and files, or nothing. Raises BackupError where there is a company here already, or where the
    backup was written by another version."""
    if Company.objects.exists():
        raise BackupError("There is a company here already. Restore into an empty database and an empty folder.")
    _check_version(contents)
    with transaction.atomic():
        for model in tables().values():
            empty(model)
        for label, model in tables().items():
            tell(label)
            insert(model, contents.lines(label))
            _check_same(contents, label, model)
        reset_sequences()
        for name, source in contents.files():
            place = Path(settings.LEITAI_VAR) / name
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, place)


def _check_version(contents: Contents) -> None:
    here, there = set(migrations()), set(contents.manifest.migrations)
    if here != there:
        differ = ", ".join(sorted(here ^ there))
        raise BackupError(f"This backup is of another version ({differ}). Restore it with that version, then upgrade.")
    wanted = {table_name(label) for label in tables()}
    found = {name for name, member in contents.manifest.members.items() if member.rows is not None}
    if wanted != found:
        raise BackupError(f"This backup has other tables: {', '.join(sorted(wanted ^ found))}.")


def _check_same(contents: Contents, label: str, model) -> None:
    """Read back, the table is byte for byte what the backup says."""
    digest = sha256()
    for line in lines(model):
        digest.update(line)
    if digest.hexdigest() != contents.manifest.members[table_name(label)].sha256:
        raise BackupError(f"{label} came out otherwise than it went in; nothing was restored.")
