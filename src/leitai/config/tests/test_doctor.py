"""The doctor names what is wrong and what to do, and goes on to the next part."""

from collections import namedtuple
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection  # noqa: F401 - named in a condition below

from leitai.audit.actions import record
from leitai.config import doctor
from leitai.config.doctor import examine
from tests.people import NOW

pytestmark = pytest.mark.django_db


def found(part, *, at=NOW):
    return [each for each in examine(at=at) if each.part == part]


def states(part):
    return [each.state for each in found(part)]


def test_a_sound_installation_is_sound(tmp_path, settings, monkeypatch):
    settings.LEITAI_VAR = tmp_path
    assert [each for each in examine(at=NOW) if each.state != "ok" and each.part != "pages"] == []


def test_weak_settings_are_named_with_what_to_do(settings, tmp_path):
    settings.LEITAI_VAR, settings.DEBUG, settings.SECRET_KEY, settings.ALLOWED_HOSTS = tmp_path, True, "short", ["*"]
    (tmp_path / "secret_key").write_text("open to all")
    (tmp_path / "secret_key").chmod(0o644)
    assert states("settings") == ["ok", "warning", "wrong", "warning", "wrong"]
    assert all(each.remedy for each in found("settings") if each.state != "ok")


def test_a_package_that_is_not_as_locked_is_named(tmp_path, monkeypatch):
    (tmp_path / "requirements.lock").write_text("django==1.0 \\\n    --hash=sha256:00\nnot-there==1.0\n")
    monkeypatch.setattr(doctor, "ROOT", tmp_path)
    said = found("versions")[1].what
    assert "django" in said and "(wanted 1.0)" in said and "not-there" not in said


def test_waiting_migrations_and_a_silent_worker_are_wrong(monkeypatch):
    Waiting = namedtuple("Waiting", "app_label name")
    monkeypatch.setattr(doctor, "pending_migrations", lambda: [(Waiting("sales", "0002_later"), False)])
    monkeypatch.setattr("leitai.jobs.alive", lambda: False)
    assert "sales.0002_later" in found("database")[-1].what
    assert found("jobs")[0].state == "wrong"


def test_entries_nobody_seals_are_told(cast):
    record(cast.whole, "renamed", by=None, at=NOW)
    assert states("jobs") == ["ok"]
    assert [each.state for each in found("jobs", at=NOW + timedelta(minutes=11))] == ["ok", "warning"]


def test_a_full_disk_and_a_folder_nobody_may_write(tmp_path, settings, monkeypatch):
    settings.LEITAI_VAR = tmp_path
    Usage = namedtuple("Usage", "total used free")
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda path: Usage(9, 9, 100 * 2**20))
    assert states("disk") == ["wrong"]
    settings.LEITAI_VAR = tmp_path / "nowhere"
    assert states("disk") == ["wrong"] and states("pages")


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL holds to its foreign keys")
def test_rows_that_point_nowhere_are_counted(monkeypatch):
    real = doctor._scalar
    monkeypatch.setattr(doctor, "_scalar", lambda sql: 3 if "foreign_key_check" in sql else real(sql))
    assert "3 rows" in found("database")[1].what


def test_the_command_exits_1_where_something_is_wrong(monkeypatch):
    monkeypatch.setattr("leitai.jobs.alive", lambda: False)
    said = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("doctor", stdout=said)
    assert ended.value.code == 1 and "→ Start leitai serve, or leitai jobs." in said.getvalue()
