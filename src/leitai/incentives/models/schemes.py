"""Schemes: rules that turn records into rewards. A published version never changes; a change is a new version."""

from functools import cached_property

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from leitai.accounts.roles import Role
from leitai.incentives.models.budget import BudgetLine
from leitai.incentives.rules import Rules
from leitai.organization.models import Grade, Person, Unit
from leitai.organization.models.people import Spell, ends_after_start


class Scheme(models.Model):
    """An incentive scheme and how often it pays. What it spends is booked on its budget line, where it has one."""

    class Pays(models.TextChoices):
        MONTH = "month", _("monthly")
        QUARTER = "quarter", _("quarterly")

    name = models.CharField(pgettext_lazy("thing", "name"), max_length=60, unique=True)
    pays = models.CharField(_("pays"), max_length=7, choices=Pays.choices, default=Pays.MONTH)
    budget_line = models.ForeignKey(BudgetLine, models.PROTECT, null=True, blank=True, related_name="schemes")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return self.name


class SchemeVersion(models.Model):
    """The rules from `start` until `end`, [start, end); `end` None: until the next published version begins.

    A draft until its `publication` exists; then `data` is never changed.
    """

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    start = models.DateField(_("from"))
    end = models.DateField(_("until"), null=True, blank=True)
    data = models.JSONField()
    why = models.CharField(_("why it changes"), max_length=300, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["scheme", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "number"], name="scheme_version_once"),
            ends_after_start("scheme_version_ends_after_start"),
        ]

    def __str__(self):
        return f"{self.scheme} v{self.number}"

    @cached_property
    def rules(self) -> Rules:
        return Rules.from_json(self.data)

    @property
    def is_published(self) -> bool:
        return hasattr(self, "publication")


class Publication(models.Model):
    """The version is in force: who said so, when."""

    version = models.OneToOneField(SchemeVersion, models.PROTECT, related_name="publication")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()


class SchemeAssignment(Spell):
    """Who is on a scheme in [start, end): a person, or everyone of a unit and below, a role, a grade.

    Where several are named all of them must hold on a record's day.
    """

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="assignments")
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit"))
    role = models.CharField(_("role"), max_length=16, choices=Role.choices, blank=True)
    grade = models.ForeignKey(Grade, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("grade"))

    class Meta:
        ordering = ["scheme", "id"]
        constraints = [
            ends_after_start("scheme_assignment_ends_after_start"),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(unit__isnull=False) | ~Q(role="") | Q(grade__isnull=False),
                name="scheme_assignment_names_someone",
            ),
        ]
