"""Keeping files: whose they are, who may fetch them, and how they are served."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from leitai.files.actions import attach, keep, sweep
from leitai.files.models import Stored
from leitai.files.tests.test_judging import picture
from leitai.ui import subjects
from tests.people import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_place(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def unit(cast, monkeypatch):
    """华东一部 stands in for any subject: whoever reaches the unit sees its files."""
    monkeypatch.setattr(subjects, "_registered", dict(subjects._registered))
    units = type(cast.east).objects
    subjects.register(
        type(cast.east),
        noun="unit",
        title=str,
        url=lambda unit: "/",
        visible_to=lambda rights, on: units.filter(pk__in=rights.unit_ids()),
    )
    return cast.east


def kept(by, name="报价.pdf", content=b"%PDF-1.7 ..."):
    return keep(upload=SimpleUploadedFile(name, content), by=by.user, at=NOW)


def get(client, person, stored):
    client.force_login(person.user)
    return client.get(reverse("files:show", args=[stored.pk, stored.name]))


@pytest.mark.parametrize(
    ("given", "becomes"),
    [
        ("报价单 v2.PDF", "报价单 v2.pdf"),
        ("invoice.exe", "invoice.pdf"),
        ("../../etc/passwd", ".._.._etc_passwd.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a__Set-Cookie_ x.pdf"),
        ("\u202efdp.exe", "_fdp.pdf"),
        ("长" * 300 + ".pdf", "长" * 150 + ".pdf"),
    ],
)
def test_the_name_is_harmless_and_ends_as_what_it_is(cast, given, becomes):
    upload = SimpleUploadedFile("x", b"%PDF-1.7")
    upload._name = given
    assert keep(upload=upload, by=cast.wei.user, at=NOW).name == becomes


def test_an_unattached_file_is_its_uploaders_alone(cast, client):
    stored = kept(cast.wei)
    assert get(client, cast.wei, stored).status_code == 200
    assert get(client, cast.mei, stored).status_code == 404


def test_an_attached_file_is_seen_by_whoever_sees_the_subject(cast, client, unit):
    stored = attach(file=kept(cast.wei), subject=unit, by=cast.wei.user, at=NOW)
    assert get(client, cast.mei, stored).status_code == 200
    assert get(client, cast.qiang, stored).status_code == 404


def test_only_the_uploader_attaches_and_only_once(cast, unit):
    stored = kept(cast.wei)
    with pytest.raises(PermissionDenied):
        attach(file=stored, subject=unit, by=cast.mei.user, at=NOW)
    attach(file=stored, subject=unit, by=cast.wei.user, at=NOW)
    attach(file=stored, subject=unit, by=cast.wei.user, at=NOW)
    with pytest.raises(ValueError):
        attach(file=stored, subject=cast.south, by=cast.wei.user, at=NOW)


def test_a_document_is_saved_and_a_picture_shown_and_neither_is_guessed_at(cast, client):
    document = get(client, cast.wei, kept(cast.wei))
    assert document["Content-Disposition"].startswith("attachment")
    shown = get(client, cast.wei, kept(cast.wei, "现场.jpg", picture()))
    assert shown["Content-Disposition"].startswith("inline")
    for response in (document, shown):
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in response["Content-Security-Policy"]


def test_what_is_refused_says_why_beside_what_is_kept(cast, client):
    client.force_login(cast.wei.user)
    files = [SimpleUploadedFile("a.pdf", b"%PDF-1"), SimpleUploadedFile("b.exe", b"MZ\x90\x00")]
    page = client.post(reverse("files:create"), {"file": files}).content.decode()
    assert page.count("data-kept-file") == 4
    assert page.count('name="file"') == 1
    assert "b.exe" in page


def test_what_nobody_attached_is_swept_after_a_day(cast, unit, tmp_path, django_capture_on_commit_callbacks):
    attach(file=kept(cast.wei), subject=unit, by=cast.wei.user, at=NOW)
    kept(cast.wei, content=b"%PDF-2")
    assert sweep(at=NOW + timedelta(hours=23)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert sweep(at=NOW + timedelta(hours=25)) == 1
    assert Stored.objects.get().is_attached
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1
