"""A stored file: what was kept, what it turned out to be, and which subject it belongs to."""

from django.conf import settings
from django.db import models


def place(stored: "Stored", name: str) -> str:
    """Where the storage keeps it: by digest, so that the name a person typed never touches a path."""
    return f"{stored.sha256[:2]}/{stored.sha256}"


class Stored(models.Model):
    """One file as it is served. `size` is in bytes; `width` and `height` are set for pictures only.

    Without a subject it is seen by its uploader alone, and swept away after a day.
    """

    content = models.FileField(upload_to=place, max_length=200)
    name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content_type = models.CharField(max_length=120)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    subject_type = models.CharField(max_length=64, blank=True)
    subject_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id"]),
            models.Index(fields=["uploaded_at"], condition=models.Q(subject_type=""), name="file_unattached"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(subject_type="", subject_id__isnull=True)
                | (~models.Q(subject_type="") & models.Q(subject_id__isnull=False)),
                name="file_subject_whole_or_none",
            )
        ]

    def __str__(self):
        return self.name

    @property
    def is_picture(self) -> bool:
        return self.width is not None

    @property
    def is_attached(self) -> bool:
        return self.subject_id is not None
