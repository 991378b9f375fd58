"""What is remembered of a source's headings, so that the next file of the same make needs no click."""

from django.db import models


class Mapping(models.Model):
    """How one set of headings is read for one kind. `headings` is their normalised form, in order, hashed."""

    kind = models.CharField(max_length=32)
    headings = models.CharField(max_length=64)
    source = models.CharField(max_length=120, blank=True)
    plan = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "headings"], name="import_mapping_once")]
