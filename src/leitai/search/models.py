"""The index: one row for one thing that can be found."""

from django.db import models


class Entry(models.Model):
    """A subject (ui/subjects.py) with the tokens it is found by. Only `search.actions` writes it.

    The full-text index over `tokens` is made by the first migration: FTS5 on SQLite, GIN on PostgreSQL.
    """

    subject_type = models.CharField(max_length=64)
    subject_id = models.BigIntegerField()
    tokens = models.TextField()
    weight = models.SmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject_type", "subject_id"], name="search_entry_once")]

    def __str__(self):
        return f"{self.subject_type}:{self.subject_id}"
