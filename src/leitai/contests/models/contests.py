"""A contest and who takes part. What is here is the draft, and after publishing the rules in force."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from leitai.incentives.models import BudgetLine
from leitai.metrics.models import Metric
from leitai.metrics.models.metrics import Direction
from leitai.money.columns import AmountField
from leitai.organization.models import Person, Unit


class Contest(models.Model):
    """A ranking of sides by one metric over the days [start, end).

    After `cut_off` only records already posted count, and with `grace_hours` those posted that much later; their
    days are inside in any case. Without a `name` it is called by its days. `per_point` is how much of the metric makes one point (None: the value is the
    score). `least_score` is what a prize asks for at least.
    """

    class Sides(models.TextChoices):
        PEOPLE = "people", _("each person for themselves")
        UNITS = "units", _("team against team")

    class Ties(models.TextChoices):
        FIRST = "first", _("whoever reached the score first is ahead")
        SHARED = "shared", _("they share the place and its prizes")

    class Visibility(models.TextChoices):
        NEIGHBOURS = "neighbours", _("the first three, oneself and one's neighbours")
        OPEN = "open", _("everyone sees the whole ranking")

    name = models.CharField(_("name"), max_length=40, blank=True)
    metric = models.ForeignKey(Metric, models.PROTECT, related_name="+", verbose_name=_("metric"))
    sides_are = models.CharField(_("who competes"), max_length=6, choices=Sides.choices, default=Sides.PEOPLE)
    start = models.DateField(_("first day"))
    end = models.DateField(_("end"))
    cut_off = models.DateTimeField(_("cut-off"))
    grace_hours = models.PositiveSmallIntegerField(_("hours for late entries"), default=0)
    per_point = AmountField(_("one point for every"), null=True, blank=True)
    direction = models.CharField(_("who wins"), max_length=4, choices=Direction.choices, default=Direction.UP)
    ties = models.CharField(_("when two are equal"), max_length=6, choices=Ties.choices, default=Ties.FIRST)
    least_score = AmountField(_("score a prize needs"), null=True, blank=True)
    visibility = models.CharField(
        _("what participants see"), max_length=10, choices=Visibility.choices, default=Visibility.NEIGHBOURS
    )
    notice_days = models.PositiveSmallIntegerField(_("days of public notice"), default=2)
    note = models.TextField(_("further rules"), max_length=2000, blank=True)
    budget_line = models.ForeignKey(
        BudgetLine, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("budget line")
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-start", "-id"]
        indexes = [models.Index(fields=["start", "end"])]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="contest_ends_after_start"),
            models.CheckConstraint(condition=Q(per_point__isnull=True) | Q(per_point__gt=0), name="contest_per_point"),
        ]

    def __str__(self):
        return self.name or self.default_title

    @property
    def default_title(self) -> str:
        from leitai.contests.naming import title

        return title(self)


class Side(models.Model):
    """One who competes: a person, or a unit with all below it. The order of entry settles what nothing else does."""

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="sides")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="contest_sides")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="contest_sides")
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["contest", "person"], name="side_person_once"),
            models.UniqueConstraint(fields=["contest", "unit"], name="side_unit_once"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, unit__isnull=True) | Q(person__isnull=True, unit__isnull=False),
                name="side_is_person_or_unit",
            ),
        ]

    def __str__(self):
        return str(self.person or self.unit)


class Prize(models.Model):
    """What each of the places [first, last] wins. Money and a gift's cost come from the budget line."""

    class Kind(models.TextChoices):
        MONEY = "money", pgettext_lazy("prize", "money")
        POINTS = "points", _("points")
        GIFT = "gift", _("gift")
        TITLE = "title", _("title")

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="prizes")
    first = models.PositiveSmallIntegerField(_("from place"))
    last = models.PositiveSmallIntegerField(_("to place"))
    kind = models.CharField(_("kind"), max_length=6, choices=Kind.choices, default=Kind.MONEY)
    amount = AmountField(_("amount"), default=0)
    points = models.PositiveIntegerField(_("points"), default=0)
    text = models.CharField(_("what"), max_length=80, blank=True)

    class Meta:
        ordering = ["first", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(first__gte=1) & Q(last__gte=F("first")), name="prize_places"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="prize_not_negative"),
        ]
