"""How a contest ends: closed with a provisional result, then settled for good; or called off."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from leitai.contests.models.contests import Contest, Side
from leitai.contests.models.rules import RulesVersion
from leitai.incentives.models import Award
from leitai.money.columns import AmountField

USER = settings.AUTH_USER_MODEL


class Closure(models.Model):
    """The count is taken: the provisional result is open to objections until `notice_until`."""

    contest = models.OneToOneField(Contest, models.PROTECT, related_name="closure")
    counted_until = models.DateTimeField()
    notice_until = models.DateTimeField()
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()


class Count(models.Model):
    """What the metric said of the sides when the contest was closed: nothing entered later reaches it.

    `inputs` is everything the result follows from besides the rules. The newest counts; with its `reason` it took the
    place of the one before.
    """

    closure = models.ForeignKey(Closure, models.PROTECT, related_name="counts")
    number = models.PositiveSmallIntegerField()
    inputs = models.JSONField()
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["closure", "number"], name="count_once")]


class Settlement(models.Model):
    """The result for good: a run on frozen inputs. `inputs` and the rules give the same lines again at any time.

    `digest` is the SHA-256 of the inputs with the result. What happens to records later changes nothing here.
    """

    contest = models.OneToOneField(Contest, models.PROTECT, related_name="settlement")
    version = models.ForeignKey(RulesVersion, models.PROTECT, related_name="+")
    inputs = models.JSONField()
    digest = models.CharField(max_length=64)
    engine = models.CharField(max_length=20)
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()


class Result(models.Model):
    """One side's final place and score. `score` None: nothing was measured, so there is no place."""

    settlement = models.ForeignKey(Settlement, models.PROTECT, related_name="results")
    side = models.ForeignKey(Side, models.PROTECT, related_name="results")
    place = models.PositiveIntegerField(null=True)
    value = models.BigIntegerField(null=True)
    score = AmountField(null=True)
    awards = models.ManyToManyField(Award, related_name="contest_results")

    class Meta:
        ordering = ["place", "side__position"]
        constraints = [models.UniqueConstraint(fields=["settlement", "side"], name="result_once_per_side")]


class Cancellation(models.Model):
    """The contest is called off; what was held for it in the budget is free again."""

    contest = models.OneToOneField(Contest, models.PROTECT, related_name="cancellation")
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
