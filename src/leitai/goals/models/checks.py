"""Check dates: the days on which somebody looks at a goal and writes down what they see."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from leitai.goals.models.goals import Goal


class Check(models.Model):
    """A day to look at the goal; done once `at` is known, with the figure of that day, the cause, the action."""

    goal = models.ForeignKey(Goal, models.PROTECT, related_name="checks")
    day = models.DateField(_("check date"))
    measured = models.BigIntegerField(null=True)
    target = models.BigIntegerField(null=True)
    cause = models.CharField(_("cause"), max_length=500, blank=True)
    action = models.CharField(_("what we do"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["goal", "day"]
        constraints = [models.UniqueConstraint(fields=["goal", "day"], name="goal_check_once_a_day")]
