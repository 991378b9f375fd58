"""Published rules: frozen, numbered, acknowledged. A change is a new version with its reason."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from leitai.contests.models.contests import Contest
from leitai.metrics.models import MetricVersion

USER = settings.AUTH_USER_MODEL


class RulesVersion(models.Model):
    """The rules as they were published. `data` is everything that decides the result; `digest` is its SHA-256.

    `metric_version` is what the metric meant on that day; a later meaning does not reach this contest.
    """

    contest = models.ForeignKey(Contest, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    metric_version = models.ForeignKey(MetricVersion, models.PROTECT, related_name="+")
    data = models.JSONField()
    digest = models.CharField(max_length=64)
    reason = models.CharField(_("why the rules change"), max_length=300, blank=True)
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["contest", "number"], name="rules_version_once")]

    def __str__(self):
        return f"{self.contest_id} v{self.number}"


class Publication(models.Model):
    """From here on the contest is known to those who take part, and its prizes are held in the budget."""

    contest = models.OneToOneField(Contest, models.PROTECT, related_name="publication")
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()


class Acknowledgement(models.Model):
    """Someone who takes part has read this version of the rules."""

    version = models.ForeignKey(RulesVersion, models.PROTECT, related_name="acknowledgements")
    user = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "user"], name="acknowledged_once")]
