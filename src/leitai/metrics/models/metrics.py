"""A metric and its versions. What it means never changes in place: a change is a new version."""

from functools import cached_property

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from leitai.metrics.definitions import Definition, from_json


class Unit(models.TextChoices):
    """The scale of the values: money, counts and scores are integers of 1/10,000, ratios of 1/1,000,000."""

    MONEY = "money", _("money")
    COUNT = "count", _("count")
    RATIO = "ratio", _("ratio")
    SCORE = "score", _("score")


class Direction(models.TextChoices):
    UP = "up", _("higher is better")
    DOWN = "down", _("lower is better")


class Group(models.TextChoices):
    """Under which heading the library lists it."""

    SALES = "sales", _("sales")
    MONEY = "money", _("margin and payments")
    CUSTOMERS = "customers", _("customers")
    PIPELINE = "pipeline", _("opportunities and activities")
    TEAM = "team", _("team")


class Metric(models.Model):
    """What we measure. `code` is stable; a built-in metric is named by gettext, an own one as typed."""

    code = models.SlugField(max_length=64, unique=True)
    builtin = models.BooleanField(default=False, editable=False)
    label = models.CharField(_("name"), max_length=60, blank=True)
    remark = models.CharField(_("what it is for"), max_length=200, blank=True)
    group = models.CharField(_("group"), max_length=10, choices=Group.choices, default=Group.SALES)
    unit = models.CharField(pgettext_lazy("metric", "unit"), max_length=6, choices=Unit.choices, default=Unit.MONEY)
    direction = models.CharField(_("direction"), max_length=4, choices=Direction.choices, default=Direction.UP)
    current = models.ForeignKey("MetricVersion", models.PROTECT, null=True, editable=False, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(null=True)
    archived_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["label"], condition=models.Q(archived_at=None, builtin=False), name="metric_name_once"
            )
        ]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        from leitai.metrics.library import BUILT_IN

        return str(BUILT_IN[self.code].name) if self.builtin and self.code in BUILT_IN else self.label

    @property
    def definition(self) -> Definition:
        return self.current.definition

    @property
    def is_ratio(self) -> bool:
        return self.unit == Unit.RATIO

    @property
    def scale(self) -> int:
        """How many of the value's integer make one: 1,000,000 for a ratio, else 10,000."""
        return 1_000_000 if self.is_ratio else 10_000


class MetricVersion(models.Model):
    """What a metric meant from `at` on. Contests and schemes that were agreed on a version keep it."""

    metric = models.ForeignKey(Metric, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    data = models.JSONField()
    reason = models.CharField(_("why it changed"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["metric", "-number"]
        constraints = [models.UniqueConstraint(fields=["metric", "number"], name="metric_version_once")]

    def __str__(self):
        return f"{self.metric} v{self.number}"

    @cached_property
    def definition(self) -> Definition:
        return from_json(self.data)

    @property
    def unit(self) -> str:
        return self.metric.unit
