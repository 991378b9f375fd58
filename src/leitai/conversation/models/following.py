"""Who wants to hear of a thread, and how far they have read."""

from django.conf import settings
from django.db import models

from leitai.conversation.models.threads import Thread


class Follow(models.Model):
    """Written by the first word or mention, or by choice. Muted: mentions still arrive, nothing else."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="follows")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    muted = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "user"], name="follow_once")]


class Reading(models.Model):
    """The last message of the thread that a user has read."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="readings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    last_id = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "user"], name="reading_once")]
