"""A backup is the whole product, checked to the last byte, and comes back the same or not at all."""

import io
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leitai.accounts.models import User
from leitai.audit.verification import findings
from leitai.config import backup
from leitai.config.backup.tables import lines, tables
from leitai.organization.models import Company, Unit
from leitai.sales.models import Record
from leitai.sales.tests.posting import order, post
from tests.people import NOW

ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture
def var(tmp_path, settings):
    settings.LEITAI_VAR = tmp_path / "var"
    settings.MEDIA_ROOT = settings.LEITAI_VAR / "files"
    return settings.LEITAI_VAR


@pytest.fixture
def kept(cast, var, tmp_path):
    """A company with records and a file, and its backup."""
    post(order(cast.wei, "1234.56", "A1", shares=((cast.wei.pk, 333_333), (cast.li.pk, 666_667))))
    default_storage.save("合同.txt", ContentFile("一份合同".encode()))
    path = tmp_path / "leitai.tgz"
    backup.write(path, at=NOW)
    return path


def everything() -> dict[str, list[bytes]]:
    return {label: list(lines(model)) for label, model in tables().items()}


def restored(path: Path) -> None:
    with backup.opened(path) as contents:
        backup.restore(contents)


@pytest.mark.django_db
def test_what_comes_back_is_what_was_there(kept, var):
    before, joined = everything(), User.objects.order_by("pk").first().date_joined
    Company.objects.all().delete()
    Record.objects.update(amount=1)
    (var / "files" / "合同.txt").unlink()
    restored(kept)
    assert everything() == before
    assert User.objects.order_by("pk").first().date_joined == joined
    assert (var / "files" / "合同.txt").read_text() == "一份合同"
    assert not [found for _, sentences in findings() for found in sentences]
    assert Unit.objects.create(name="新").pk == max(unit.pk for unit in Unit.objects.all())


@pytest.mark.django_db
def test_a_company_is_not_written_over(kept):
    before = everything()
    with pytest.raises(backup.BackupError, match="company here already"):
        restored(kept)
    assert everything() == before


@pytest.mark.django_db
def test_a_backup_is_not_written_over_and_a_folder_must_be_there(kept, tmp_path):
    with pytest.raises(CommandError, match="name another file"):
        call_command("backup", kept)
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("backup", tmp_path / "nowhere" / "a.tgz")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("restore", tmp_path / "nowhere.tgz")
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == [kept.name]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
@pytest.mark.django_db
def test_a_flipped_bit_is_refused_or_changes_nothing(kept, place, bit):
    """Some bits of a compressed file mean nothing (its time, its padding); no other may be let through."""
    said = bytearray(kept.read_bytes())
    said[int(place * len(said))] ^= 1 << bit
    damaged = kept.with_name("damaged.tgz")
    damaged.write_bytes(said)
    try:
        with backup.opened(damaged) as found, backup.opened(kept) as right:
            assert _bytes_of(found.folder) == _bytes_of(right.folder)
    except backup.BackupError as error:
        assert str(damaged) in str(error)


def _bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["tables/sales.record.jsonl", "files/合同.txt", "manifest.json", "manifest.sha256"])
def test_a_sound_archive_of_changed_contents_is_refused(kept, tmp_path, name):
    """Packed anew, no checksum of the archive tells: what is inside must."""
    with tarfile.open(kept) as tar:
        tar.extractall(tmp_path / "laid-out", filter="data")
    changed = tmp_path / "laid-out" / name
    said = bytearray(changed.read_bytes())
    said[len(said) // 2] ^= 1
    changed.write_bytes(said)
    with tarfile.open(tmp_path / "changed.tgz", "w:gz") as tar:
        for path in sorted((tmp_path / "laid-out").rglob("*")):
            if path.is_file():
                tar.add(path, path.relative_to(tmp_path / "laid-out").as_posix())
    with pytest.raises(backup.BackupError, match="damaged"), backup.opened(tmp_path / "changed.tgz"):
        pytest.fail("opened")


def _manifest(path: Path) -> backup.Manifest:
    with backup.opened(path) as contents:
        return contents.manifest


@pytest.mark.parametrize("said", [b"", b"not a backup", bytes(10_000)])
def test_what_is_no_backup_is_refused(said, tmp_path):
    (tmp_path / "a.tgz").write_bytes(said)
    with pytest.raises(backup.BackupError), backup.opened(tmp_path / "a.tgz"):
        pytest.fail("opened")


@pytest.mark.django_db
def test_a_part_of_a_backup_and_another_tar_are_refused(kept, tmp_path):
    half = tmp_path / "half.tgz"
    half.write_bytes(kept.read_bytes()[: kept.stat().st_size // 2])
    other = tmp_path / "other.tgz"
    with tarfile.open(other, "w:gz") as tar:
        described = tarfile.TarInfo("../outside")
        described.size = 1
        tar.addfile(described, io.BytesIO(b"x"))
    for path in (half, other):
        with pytest.raises(backup.BackupError), backup.opened(path):
            pytest.fail("opened")
    assert not (tmp_path.parent / "outside").exists()


@pytest.mark.django_db
def test_another_version_says_which_migrations_differ(kept, monkeypatch):
    Company.objects.all().delete()
    monkeypatch.setattr("leitai.config.backup.restoring.migrations", lambda: ["sales.0002_later"])
    with pytest.raises(backup.BackupError, match=r"sales\.0002_later"):
        restored(kept)


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="needs a second kind of database")
def test_from_sqlite_to_postgresql_and_back_every_byte_is_the_same(django_db_blocker, tmp_path):
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        name = f"{connection.settings_dict['NAME']}_restored"
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
        there = "postgresql://{USER}@/{name}?host={HOST}".format(name=name, **connection.settings_dict)
    try:
        leitai(tmp_path / "first", "", "migrate", "-v0")
        leitai(tmp_path / "first", "", "demo", "load", "--small", "--months", "1")
        leitai(tmp_path / "first", "", "backup", tmp_path / "1.tgz")
        leitai(tmp_path / "second", there, "restore", tmp_path / "1.tgz")
        leitai(tmp_path / "second", there, "verify")
        leitai(tmp_path / "second", there, "backup", tmp_path / "2.tgz")
        leitai(tmp_path / "third", "", "restore", tmp_path / "2.tgz")
        leitai(tmp_path / "third", "", "verify")
        assert _manifest(tmp_path / "1.tgz").members == _manifest(tmp_path / "2.tgz").members
    finally:
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')


def leitai(var: Path, database: str, *arguments) -> str:
    environment = {**os.environ, "LEITAI_VAR": str(var), "DATABASE_URL": database, "JOBS_URL": ""}
    command = [sys.executable, "-m", "leitai", *map(str, arguments)]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout
