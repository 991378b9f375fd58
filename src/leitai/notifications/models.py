"""The outbox holds what must be told; the inbox holds what has been told.

A row of the outbox is written in the transaction of the change it tells of. A job delivers it once it is due:
the entry of the inbox and the mark on the row are one transaction, so it is told exactly once.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Outbox(models.Model):
    """One thing to tell one user, at or after `due_at`.

    `phrase` is a phrase (phrases.py). `dedupe_key`, where given, keeps the same thing from being told twice
    to the same user, whoever asks. `anchor` is the part of the subject's page it is about.
    """

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="outbox")
    kind = models.CharField(max_length=64)
    subject_type = models.CharField(max_length=64)
    subject_id = models.BigIntegerField()
    anchor = models.CharField(max_length=64, blank=True)
    phrase = models.JSONField()
    at = models.DateTimeField()
    due_at = models.DateTimeField()
    dedupe_key = models.CharField(max_length=200, null=True)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "outbox"
        constraints = [models.UniqueConstraint(fields=["recipient", "dedupe_key"], name="outbox_told_once")]
        indexes = [models.Index(fields=["due_at", "id"], condition=Q(delivered_at__isnull=True), name="outbox_waiting")]

    def __str__(self):
        return f"{self.kind} → {self.recipient_id}"


class Entry(models.Model):
    """What a user has been told. `read_at` None: unread."""

    outbox = models.OneToOneField(Outbox, models.CASCADE, related_name="entry")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="inbox")
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "entries"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["recipient", "-id"]),
            models.Index(fields=["recipient"], condition=Q(read_at__isnull=True), name="entry_unread"),
        ]

    def __str__(self):
        return f"{self.outbox.kind} → {self.recipient_id}"
