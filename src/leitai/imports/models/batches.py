"""A batch: one file, imported as a whole and undone as a whole."""

from datetime import timedelta
from math import ceil

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

UNDO_DAYS = 30


class Batch(models.Model):
    """One import of one kind from one file.

    `plan` says how the file is read and what was answered (see plans.py); from file, plan and database the
    preview can be made again at any time, so the `lines` kept are only what a person looks at. `checkpoint` is
    how many lines have been dealt with for good; it moves in the transaction that deals with them. `imported_by`
    is who said to import, perhaps not who brought the file: a restart goes on with the rights of the same person.
    """

    class State(models.TextChoices):
        MAPPING = "mapping", _("columns to be matched")
        CHECKING = "checking", _("being checked")
        CHECKED = "checked", _("checked")
        IMPORTING = "importing", _("being imported")
        DONE = "done", _("imported")
        FAILED = "failed", _("stopped")
        CANCELLED = "cancelled", _("given up")

    kind = models.CharField(max_length=32)
    file_name = models.CharField(max_length=255)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    state = models.CharField(max_length=10, choices=State.choices, default=State.DONE)
    stored = models.CharField(max_length=80, blank=True)
    size = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    plan = models.JSONField(default=dict)
    notices = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    total_lines = models.PositiveIntegerField(default=0)
    checked_lines = models.PositiveIntegerField(default=0)
    checkpoint = models.PositiveIntegerField(default=0)
    failure = models.JSONField(null=True)
    started_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["created_by", "-id"]), models.Index(fields=["state", "beat_at"])]

    def __str__(self):
        return f"{self.file_name} ({self.kind})"

    @property
    def is_running(self) -> bool:
        return self.state in (self.State.CHECKING, self.State.IMPORTING)

    @property
    def is_undone(self) -> bool:
        return hasattr(self, "undoing")

    def undo_until(self):
        """The instant until which it can be undone; None where it was never imported."""
        return self.finished_at + timedelta(days=UNDO_DAYS) if self.finished_at else None

    def days_to_undo(self, now) -> int:
        """Days left to undo it, a day begun counted whole: 30 right after the import, 0 once it is too late."""
        return max(ceil((self.undo_until() - now) / timedelta(days=1)), 0) if self.finished_at else 0


class Line(models.Model):
    """One line of the preview: what a person is shown. All refused and changed ones, and the first of the rest."""

    class Fate(models.TextChoices):
        NEW = "new", _("new")
        SAME = "same", _("the same")
        CHANGED = "changed", _("changed")
        REFUSED = "refused", _("refused")
        LEFT_OUT = "left_out", _("left out")

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="lines")
    place = models.PositiveIntegerField()
    key = models.CharField(max_length=200)
    number = models.PositiveIntegerField()
    fate = models.CharField(max_length=10, choices=Fate.choices)
    cells = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    changes = models.JSONField(default=dict)

    class Meta:
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["batch", "place"], name="import_line_once")]
        indexes = [models.Index(fields=["batch", "fate", "place"])]


class Change(models.Model):
    """What an import did to one row of a dimension, so that it can be undone. `before` empty: it was created."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="changes")
    subject_type = models.CharField(max_length=64)
    subject_id = models.BigIntegerField()
    before = models.JSONField(null=True)
    after = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["batch", "subject_type"])]


class Undoing(models.Model):
    """The import was undone as a whole."""

    batch = models.OneToOneField(Batch, models.PROTECT, related_name="undoing")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
