"""Where uploaded files wait: under `var/imports`, by a name nobody typed. Swept when they can no longer be undone."""

import hashlib
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from leitai.imports.reading.judging import LARGEST


@dataclass(frozen=True)
class Stored:
    name: str
    size: int
    digest: str


class TooLarge(Exception):
    def __init__(self, size: int):
        self.size, self.limit = size, LARGEST
        super().__init__(f"{size} > {LARGEST}")


def folder() -> Path:
    place = Path(settings.LEITAI_VAR) / "imports"
    place.mkdir(parents=True, exist_ok=True)
    return place


def keep(chunks, size: int | None = None) -> Stored:
    """Write the chunks of an upload; stops at the first byte too many. Raises TooLarge."""
    if size is not None and size > LARGEST:
        raise TooLarge(size)
    name, digest, written = secrets.token_hex(16), hashlib.sha256(), 0
    path = folder() / name
    try:
        with path.open("xb") as file:
            for chunk in chunks:
                written += len(chunk)
                if written > LARGEST:
                    raise TooLarge(written)
                digest.update(chunk)
                file.write(chunk)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return Stored(name, written, digest.hexdigest())


def keep_path(path: Path) -> Stored:
    with path.open("rb") as file:
        return keep(iter(lambda: file.read(2**20), b""), path.stat().st_size)


def path_of(name: str) -> Path:
    """Raises ValueError for a name that was not made here."""
    if not name or not name.isalnum():
        raise ValueError("no such file")
    return folder() / name


def forget(name: str) -> None:
    if name:
        path_of(name).unlink(missing_ok=True)
