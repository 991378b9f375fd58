"""The numbers of a goal over time. Each number is a revision; an agreement makes it bind."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from leitai.goals.models.goals import Goal
from leitai.metrics.models import MetricVersion


class Revision(models.Model):
    """A number that was proposed, the first with the goal itself.

    Numbers are in the metric's own scale (1/10,000, of a ratio ppm); of a goal of growth `rate`, in ppm, is
    proposed and the target follows from the base. `base` and `stretch` are the levels below and above, None: none.
    """

    goal = models.ForeignKey(Goal, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    target = models.BigIntegerField(_("target"), null=True)
    rate = models.BigIntegerField(_("growth rate"), null=True)
    base = models.BigIntegerField(pgettext_lazy("level", "base"), null=True)
    stretch = models.BigIntegerField(_("stretch"), null=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["goal", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["goal", "number"], name="goal_revision_once"),
            models.CheckConstraint(
                condition=models.Q(target__isnull=False) | models.Q(rate__isnull=False), name="revision_has_number"
            ),
        ]

    def __str__(self):
        return f"{self.goal} r{self.number}"


class Agreement(models.Model):
    """A revision that binds: by the approval of owner and superior, or set by sales operations.

    `target` is the number one is held to, `version` what the metric meant then. Of a goal of growth `growth_base`
    is what the base period came to at that moment; it stays, whatever records arrive later.
    """

    class How(models.TextChoices):
        APPROVED = "approved", _("agreed")
        SET = "set", _("set by sales operations")
        SPLIT = "split", _("split from an agreed goal of the same owner")

    revision = models.OneToOneField(Revision, models.PROTECT, related_name="agreement")
    version = models.ForeignKey(MetricVersion, models.PROTECT, related_name="+")
    target = models.BigIntegerField()
    growth_base = models.BigIntegerField(null=True)
    how = models.CharField(max_length=8, choices=How.choices, default=How.APPROVED)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self):
        return f"{self.revision} agreed"


class Withdrawal(models.Model):
    """The goal binds nobody any more; what was paid on it stays paid."""

    goal = models.OneToOneField(Goal, models.PROTECT, related_name="withdrawal")
    reason = models.CharField(_("reason"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
