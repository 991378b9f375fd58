"""What changed last, by topic: how processes that share an SQLite file hear of each other's writes."""

from django.db import models


class Topic(models.Model):
    """`revision` counts over all topics, so that a reader asks once for all that is newer than it knows."""

    name = models.CharField(max_length=120, primary_key=True)
    revision = models.BigIntegerField(db_index=True)
