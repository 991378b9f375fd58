"""One thread per subject, made when the first word is said."""

from django.db import models


class Thread(models.Model):
    """The conversation on a subject; who may see the subject may read and write here."""

    subject_type = models.CharField(max_length=64)
    subject_id = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject_type", "subject_id"], name="thread_once")]

    def __str__(self):
        return f"{self.subject_type}:{self.subject_id}"
