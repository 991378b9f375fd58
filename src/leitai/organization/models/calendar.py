"""Leave, and the days on which the company's calendar departs from the published one."""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from leitai.organization.models.people import Person, Spell, ends_after_start


class DayOverride(models.Model):
    """A day the company declares working or free, against the published calendar (调休, shutdowns)."""

    day = models.DateField(_("day"), unique=True)
    is_workday = models.BooleanField(_("working day"))
    note = models.CharField(_("note"), max_length=120, blank=True)

    class Meta:
        ordering = ["day"]


class Leave(Spell):
    """Days a person is away, [start, end)."""

    class Kind(models.TextChoices):
        ANNUAL = "annual", _("annual leave")
        SICK = "sick", _("sick leave")
        PARENTAL = "parental", _("parental leave")
        OTHER = "other", _("other leave")

    person = models.ForeignKey(Person, models.PROTECT, related_name="leaves")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.ANNUAL)

    class Meta:
        ordering = ["start"]
        constraints = [
            ends_after_start("leave_ends_after_start"),
            models.CheckConstraint(condition=models.Q(end__isnull=False), name="leave_has_end"),
        ]

    @property
    def last(self):
        """The last day away."""
        return self.end - timedelta(days=1)
