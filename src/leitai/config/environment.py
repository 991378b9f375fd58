"""What the settings read from the environment, and where the product keeps its files.

Every variable has a default that works on a laptop; docs/operations lists them.
"""

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

ROOT = Path(os.environ.get("LEITAI_ROOT") or Path(__file__).resolve().parents[3])
VAR = Path(os.environ.get("LEITAI_VAR") or ROOT / "var")
BUILD = Path(os.environ.get("LEITAI_BUILD") or ROOT / "build")


def flag(name: str, default: bool = False) -> bool:
    return os.environ.get(name, str(int(default))).lower() in {"1", "true", "yes", "on"}


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated variable as a list, blanks dropped."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def secret_key() -> str:
    """`SECRET_KEY`, or one made at the first start and kept in `var/` for its owner alone."""
    if given := os.environ.get("SECRET_KEY"):
        return given
    VAR.mkdir(parents=True, exist_ok=True)
    kept = VAR / "secret_key"
    try:
        with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return kept.read_text()


def database() -> dict:
    """The default database: `DATABASE_URL` for PostgreSQL, else one SQLite file in `var/`."""
    url = os.environ.get("DATABASE_URL", "")
    if url.startswith(("postgres://", "postgresql://")):
        return _postgresql(url)
    if url and not url.startswith("sqlite:///"):
        raise ValueError("DATABASE_URL must start with postgresql:// or sqlite:///")
    VAR.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": url.removeprefix("sqlite:///") or str(VAR / "leitai.sqlite3"),
        "OPTIONS": {
            # Take the write lock at the start: a reader that turns writer half-way cannot wait for it.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-64000;",
        },
    }


def _postgresql(url: str) -> dict:
    parts = urlsplit(url)
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", None) or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 8}, **query},
    }
