"""People, and where they belong on each day: memberships and grades are half-open in time."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from leitai.organization.models.units import Unit


class Person(models.Model):
    """Someone who sells and earns. `code` is the company's own number (工号), read exactly as shown."""

    name = models.CharField(pgettext_lazy("person", "name"), max_length=120)
    code = models.CharField(_("staff number"), max_length=64, unique=True)
    mobile = models.CharField(_("mobile"), max_length=32, blank=True)
    email = models.EmailField(_("mail"), blank=True)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="person")
    hired_on = models.DateField(_("joined"), null=True, blank=True)
    left_on = models.DateField(_("left"), null=True, blank=True)
    alias_of = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="aliases")

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return self.name


class Spell(models.Model):
    """A half-open stretch of days, [start, end); `end` None: still running."""

    start = models.DateField(_("from"))
    end = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        abstract = True


def ends_after_start(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(end__isnull=True) | Q(end__gt=F("start")), name=name)


class Membership(Spell):
    """The one unit a person belongs to on a day. Actions keep the spells of a person from overlapping."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships")

    class Meta:
        ordering = ["person", "start"]
        indexes = [models.Index(fields=["unit", "start", "end"])]
        constraints = [
            ends_after_start("membership_ends_after_start"),
            models.UniqueConstraint(fields=["person", "start"], name="membership_starts_once"),
        ]


class Grade(models.Model):
    """A rung of the ladder, lowest rank first."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    rank = models.PositiveSmallIntegerField(_("rank"))

    class Meta:
        ordering = ["rank"]

    def __str__(self):
        return self.name


class GradePeriod(Spell):
    """The grade a person holds on a day."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="grade_periods")
    grade = models.ForeignKey(Grade, models.PROTECT, related_name="periods")

    class Meta:
        ordering = ["person", "start"]
        constraints = [
            ends_after_start("grade_ends_after_start"),
            models.UniqueConstraint(fields=["person", "start"], name="grade_starts_once"),
        ]
