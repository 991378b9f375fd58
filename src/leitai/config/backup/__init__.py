"""The whole product in one file, and back: from any database the product runs on to any other.

The file is a gzipped tar: `tables/NAME.jsonl` (one JSON list per row, by primary key), `files/…` and `imports/…` as they
lie in `var/`, `manifest.json` (when, migrations, each member with its rows and SHA-256), and last `manifest.sha256`.
What a machine makes anew is left out: sessions, content types, permissions, waiting jobs, the secret key.
"""

from leitai.config.backup.manifest import BackupError, Manifest
from leitai.config.backup.reading import Contents, opened
from leitai.config.backup.restoring import restore
from leitai.config.backup.writing import write

__all__ = ["BackupError", "Contents", "Manifest", "opened", "restore", "write"]
