"""The channel of a unit: a subject of its own, so that members see it who may see nothing else of the unit."""

from django.db import models

from leitai.organization.models import Unit


class Channel(models.Model):
    """Where a unit talks: its members and those of the units below, and whoever leads them."""

    unit = models.OneToOneField(Unit, models.CASCADE, related_name="+")

    def __str__(self):
        return self.unit.name
