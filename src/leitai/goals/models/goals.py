"""A goal: one metric, one owner, one period. Its numbers are rows of history; its state is derived from them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from leitai.metrics.models import Metric
from leitai.organization.models import Person, Unit
from leitai.tally.periods import Period


class Growth(models.TextChoices):
    """What a goal of growth grows on."""

    PREVIOUS = "previous", _("the period before")
    YEAR_BEFORE = "year_before", _("the same period last year")


class Goal(models.Model):
    """Who is to reach what, in [start, end), and what that rests on.

    `in_force` is the agreement that binds now; None before the first, and after a withdrawal. A part of a larger
    goal has it as `parent`; parts have another owner than their parent, or a shorter period. With `growth` the
    number is a rate on the base period, which freezes when the goal is agreed.
    """

    metric = models.ForeignKey(Metric, models.PROTECT, related_name="goals", verbose_name=_("metric"))
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="goals")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="goals")
    start = models.DateField(_("from"))
    end = models.DateField(_("until"))
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    why = models.TextField(_("what it rests on"), blank=True, max_length=2000)
    growth = models.CharField(_("growth on"), max_length=12, blank=True, choices=Growth.choices)
    in_force = models.ForeignKey("Agreement", models.PROTECT, null=True, editable=False, related_name="+")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField()

    class Meta:
        ordering = ["start", "-end", "id"]
        indexes = [
            models.Index(fields=["metric", "start", "end"]),
            models.Index(fields=["person", "start"]),
            models.Index(fields=["unit", "start"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True, unit__isnull=False) | Q(person__isnull=False, unit__isnull=True),
                name="goal_has_one_owner",
            ),
            models.CheckConstraint(condition=Q(end__gt=models.F("start")), name="goal_ends_after_start"),
            models.UniqueConstraint(
                fields=["metric", "person", "start", "end"],
                condition=Q(in_force__isnull=False, person__isnull=False),
                name="goal_once_per_person",
            ),
            models.UniqueConstraint(
                fields=["metric", "unit", "start", "end"],
                condition=Q(in_force__isnull=False, unit__isnull=False),
                name="goal_once_per_unit",
            ),
        ]

    def __str__(self):
        from leitai.goals.wording import title

        return title(self)

    @property
    def owner(self) -> Person | Unit:
        return self.person if self.person_id else self.unit

    @property
    def owner_key(self) -> tuple[str, int]:
        """("person", id) or ("unit", id): how metrics tell owners apart."""
        return ("person", self.person_id) if self.person_id else ("unit", self.unit_id)

    @property
    def period(self) -> Period:
        return Period(self.start, self.end)

    @property
    def is_withdrawn(self) -> bool:
        return hasattr(self, "withdrawal")
