"""Open a backup: every byte held against its digest before anything is believed."""

import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from leitai.config.backup.manifest import NAME, SEAL, BackupError, Manifest, table_name

DAMAGED = "{} is damaged: {}. Nothing was changed here; take another backup."


@dataclass(frozen=True)
class Contents:
    """A backup laid out in a folder of its own, checked."""

    manifest: Manifest
    folder: Path

    def lines(self, label: str) -> Iterator[bytes]:
        with (self.folder / table_name(label)).open("rb") as file:
            yield from file

    def files(self) -> Iterator[tuple[str, Path]]:
        for name, member in self.manifest.members.items():
            if member.rows is None:
                yield name, self.folder / name


@contextmanager
def opened(path: Path) -> Iterator[Contents]:
    """The contents of a backup. Raises BackupError for a file that is none, or damaged; OSError."""
    with tempfile.TemporaryDirectory(prefix="leitai-restore-") as made:
        folder = Path(made)
        try:
            with tarfile.open(path, "r:gz") as tar:
                tar.extractall(folder, filter="data")
        except (tarfile.TarError, EOFError, zlib.error, OSError) as error:
            if isinstance(error, FileNotFoundError | PermissionError | IsADirectoryError):
                raise
            raise BackupError(DAMAGED.format(path, error)) from error
        yield Contents(_checked(path, folder), folder)


def _checked(path: Path, folder: Path) -> Manifest:
    try:
        said, seal = (folder / NAME).read_bytes(), (folder / SEAL).read_text("ascii", "replace")
    except FileNotFoundError:
        raise BackupError(f"{path} is no backup of Leitai, or only a part of one.") from None
    if sha256(said).hexdigest() != seal:
        raise BackupError(DAMAGED.format(path, "its manifest is not the one it was sealed with"))
    manifest = Manifest.from_bytes(said)
    there = {each.relative_to(folder).as_posix() for each in folder.rglob("*") if each.is_file()}
    if odd := there.symmetric_difference({*manifest.members, NAME, SEAL}):
        raise BackupError(DAMAGED.format(path, f"{', '.join(sorted(odd))} too many or missing"))
    for name, member in manifest.members.items():
        with (folder / name).open("rb") as file:
            if _digest(file) != member.sha256:
                raise BackupError(DAMAGED.format(path, f"{name} is not what was written"))
    return manifest


def _digest(file) -> str:
    digest = sha256()
    while piece := file.read(2**20):
        digest.update(piece)
    return digest.hexdigest()
