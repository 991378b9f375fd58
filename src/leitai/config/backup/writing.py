"""Write a backup: one state of the database, and the files its rows speak of."""

import io
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader

from leitai.config.backup.manifest import FOLDERS, NAME, SEAL, Manifest, Member, table_name
from leitai.config.backup.tables import lines, tables

PIECE = 2**20


def write(path: Path, *, at: datetime, tell: Callable[[str], None] = lambda said: None) -> Manifest:
    """Write the backup to `path`, whole or not at all. Others go on working; what they write now is not in it.

    Raises FileExistsError where there is something already, OSError where it cannot be written.
    """
    if path.exists():
        raise FileExistsError(path)
    manifest = Manifest(at=at, vendor=connection.vendor, migrations=migrations())
    part = path.with_name(f"{path.name}.part")
    try:
        with tarfile.open(part, "w:gz", compresslevel=3) as tar:
            with one_state():
                for label, model in tables().items():
                    tell(label)
                    manifest.members[table_name(label)] = _add_table(tar, label, model)
            # Files are written before the rows that name them, so those of the rows above are all there.
            for name, source in _files():
                manifest.members[name] = _add_file(tar, name, source)
            said = manifest.as_bytes()
            _add_bytes(tar, NAME, said)
            _add_bytes(tar, SEAL, sha256(said).hexdigest().encode())
        part.chmod(0o600)
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)
    return manifest


def migrations() -> list[str]:
    """The last migration of each app that is applied here."""
    loader = MigrationLoader(connection)
    applied = dict(sorted(loader.applied_migrations))
    return [f"{app}.{name}" for app, name in sorted(applied.items())]


@contextmanager
def one_state() -> Iterator[None]:
    """All that is read within is of one moment, and nobody waits for it."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        # `atomic` would begin IMMEDIATE and keep every writer out.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield


def _add_table(tar: tarfile.TarFile, label: str, model) -> Member:
    digest, rows = sha256(), 0
    with tempfile.TemporaryFile() as kept:
        for line in lines(model):
            rows += 1
            digest.update(line)
            kept.write(line)
        return _add(tar, table_name(label), kept, digest.hexdigest(), rows)


def _add_file(tar: tarfile.TarFile, name: str, source: Path) -> Member:
    with source.open("rb") as file:
        digest = sha256()
        while piece := file.read(PIECE):
            digest.update(piece)
        return _add(tar, name, file, digest.hexdigest(), None)


def _add(tar: tarfile.TarFile, name: str, file, digest: str, rows: int | None) -> Member:
    described = tarfile.TarInfo(name)
    described.size, described.mode = file.seek(0, io.SEEK_END), 0o600
    file.seek(0)
    tar.addfile(described, file)
    return Member(digest, described.size, rows)


def _add_bytes(tar: tarfile.TarFile, name: str, said: bytes) -> None:
    described = tarfile.TarInfo(name)
    described.size = len(said)
    tar.addfile(described, io.BytesIO(said))


def _files() -> Iterator[tuple[str, Path]]:
    var = Path(settings.LEITAI_VAR)
    for folder in FOLDERS:
        for source in sorted((var / folder).rglob("*")):
            if source.is_file():
                yield source.relative_to(var).as_posix(), source
