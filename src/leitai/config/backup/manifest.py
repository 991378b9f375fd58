"""What a backup says of itself."""

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Self

FORMAT = 1
NAME, SEAL = "manifest.json", "manifest.sha256"
FOLDERS = ("files", "imports")
"""What lies in `var/` and belongs to the rows."""


class BackupError(Exception):
    """A file that cannot be restored here; its text says why and what to do."""


@dataclass(frozen=True)
class Member:
    """One file of the backup; `rows` of a table, None of a file."""

    sha256: str
    size: int
    rows: int | None = None


@dataclass(frozen=True)
class Manifest:
    """`migrations` are the last of each app, as "app.name"; `members` by their path in the backup."""

    at: datetime
    vendor: str
    migrations: list[str]
    members: dict[str, Member] = field(default_factory=dict)
    format: int = FORMAT

    def as_bytes(self) -> bytes:
        said = {**asdict(self), "at": self.at.isoformat()}
        return json.dumps(said, ensure_ascii=False, sort_keys=True, indent=1).encode()

    @classmethod
    def from_bytes(cls, said: bytes) -> Self:
        """Raises BackupError for one of another format."""
        told = json.loads(said)
        if told.get("format") != FORMAT:
            raise BackupError(f"This backup has format {told.get('format')}; this version reads {FORMAT}.")
        members = {name: Member(**each) for name, each in told.pop("members").items()}
        return cls(**{**told, "at": datetime.fromisoformat(told["at"]), "members": members})

    @property
    def rows(self) -> int:
        return sum(each.rows or 0 for each in self.members.values())

    @property
    def files(self) -> int:
        return sum(each.rows is None for each in self.members.values())


def table_name(label: str) -> str:
    return f"tables/{label}.jsonl"
