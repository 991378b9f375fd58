"""The audit entry, one row for one act of one actor on one subject; and the blocks that seal entries."""

from django.conf import settings
from django.db import models


class Block(models.Model):
    """Entries sealed together, chained to the block before by its digest. Never changed, never deleted."""

    number = models.PositiveBigIntegerField(unique=True)
    digest = models.CharField(max_length=64)
    count = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]

    def __str__(self):
        return f"{self.number}:{self.digest}"


class Entry(models.Model):
    """Who did what to which subject, and what it was before and after. Never changed but to be sealed, never deleted.

    `subject_type` is the model's label ("sales.record"); personal data is not written here, only ids. `digest` is
    of all the entry says, and is written when it is sealed into its `block`.
    """

    subject_type = models.CharField(max_length=64)
    subject_id = models.BigIntegerField()
    verb = models.CharField(max_length=64)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    block = models.ForeignKey(Block, models.PROTECT, null=True, related_name="entries")
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [models.Index(fields=["subject_type", "subject_id", "id"])]

    def __str__(self):
        return f"{self.subject_type}:{self.subject_id} {self.verb}"
