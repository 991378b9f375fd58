"""Keep a file, give it to a subject, sweep away what nobody attached."""

import hashlib
import re
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Model

from leitai.accounts.models import User
from leitai.audit import actions as audit
from leitai.files.judging import LARGEST_DOCUMENT, judge, too_large
from leitai.files.models import Stored
from leitai.ui import subjects

KEPT_UNATTACHED = timedelta(days=1)
LONGEST_NAME = 150
HARMFUL = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069\\/:*?\"<>|]")
# Endings that say the same as what was found: a spreadsheet program knows a CSV only by its name.
SAME_THING = {"txt": {"csv", "md", "tsv", "log"}, "jpg": {"jpeg"}}


@transaction.atomic
def keep(*, upload: UploadedFile, by: User, at: datetime) -> Stored:
    """Store an upload for its uploader, until it is attached. Raises ValidationError: why it is not kept."""
    if upload.size > LARGEST_DOCUMENT:
        raise too_large(upload.size, LARGEST_DOCUMENT)
    judged = judge(upload.read())
    stored = Stored(
        name=_name(upload.name, judged.extension),
        size=len(judged.content),
        sha256=hashlib.sha256(judged.content).hexdigest(),
        content_type=judged.content_type,
        width=judged.width,
        height=judged.height,
        uploaded_by=by,
        uploaded_at=at,
    )
    stored.content.save(stored.name, ContentFile(judged.content), save=False)
    stored.save()
    return stored


@transaction.atomic
def attach(*, file: Stored, subject: Model, by: User, at: datetime) -> Stored:
    """The file belongs to the subject from now on, and is seen by whoever sees that.

    Raises PermissionDenied for somebody else's file, ValueError for one that is attached elsewhere.
    """
    file = Stored.objects.select_for_update().get(pk=file.pk)
    if file.uploaded_by_id != by.pk:
        raise PermissionDenied
    label = subjects.label_of(subject)
    if file.is_attached and (file.subject_type, file.subject_id) != (label, subject.pk):
        raise ValueError("a file belongs to one subject")
    file.subject_type, file.subject_id = label, subject.pk
    file.save(update_fields=["subject_type", "subject_id"])
    audit.record(subject, "file attached", by=by, at=at, after={"file": file.pk})
    return file


def sweep(*, at: datetime) -> int:
    """Delete what was never attached for a day; how many files."""
    count = 0
    for stored in Stored.objects.filter(subject_type="", uploaded_at__lt=at - KEPT_UNATTACHED).iterator():
        count += _forget(stored)
    return count


@transaction.atomic
def _forget(stored: Stored) -> int:
    deleted, _by_model = Stored.objects.filter(pk=stored.pk, subject_type="").delete()
    if deleted:
        transaction.on_commit(lambda: stored.content.storage.delete(stored.content.name))
    return deleted


def _name(given: str, extension: str) -> str:
    """The name as typed, without anything a path or a header could trip over, ending as what the file is."""
    clean = HARMFUL.sub("_", given or "")
    stem, dot, ending = clean.rpartition(".")
    if not dot or not re.fullmatch(r"\w{1,5}", ending):
        stem, ending = clean, ""
    if ending.lower() in SAME_THING.get(extension, ()):
        extension = ending.lower()
    return f"{stem[:LONGEST_NAME] or 'file'}.{extension}"
