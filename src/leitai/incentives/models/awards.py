"""Awards: what was granted to whom and why. Money is paid by the next statement; points make up the wallet."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from leitai.incentives.models.budget import BudgetLine
from leitai.money.columns import AmountField
from leitai.organization.models import Person, Unit


class Award(models.Model):
    """Something granted on `day`. Whether it is paid is told by the statement lines that name it.

    A person's award won through a unit carries both. `amount` is money to be paid, or what a gift or a journey
    costs; `starts_on`/`ends_on` are a journey's days, [start, end).
    """

    class Kind(models.TextChoices):
        MONEY = "money", pgettext_lazy("award", "money")
        POINTS = "points", pgettext_lazy("award", "points")
        GIFT = "gift", pgettext_lazy("award", "gift")
        TITLE = "title", pgettext_lazy("award", "title")
        TRAVEL = "travel", pgettext_lazy("award", "travel")

    kind = models.CharField(_("kind"), max_length=6, choices=Kind.choices)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="awards")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="awards")
    amount = AmountField(_("amount"), default=0)
    points = models.PositiveBigIntegerField(pgettext_lazy("award", "points"), default=0)
    text = models.CharField(_("what"), max_length=200, blank=True)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    why = models.CharField(_("why"), max_length=300)
    subject_type = models.CharField(max_length=64, blank=True)
    subject_id = models.BigIntegerField(null=True)
    budget_line = models.ForeignKey(BudgetLine, models.PROTECT, null=True, blank=True, related_name="awards")
    day = models.DateField(_("day"))
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    granted_at = models.DateTimeField()

    class Meta:
        ordering = ["-day", "-id"]
        indexes = [
            models.Index(fields=["person", "day"]),
            models.Index(fields=["subject_type", "subject_id"]),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(person__isnull=False) | Q(unit__isnull=False), name="award_has_owner"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="award_not_negative"),
            models.CheckConstraint(
                condition=~Q(kind="money") | Q(person__isnull=False, amount__gt=0), name="award_money_to_person"
            ),
            models.CheckConstraint(
                condition=~Q(kind="points") | Q(person__isnull=False, points__gt=0), name="award_points_to_person"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")), name="award_ends_after_start"
            ),
        ]

    def __str__(self):
        return self.text or self.why

    @property
    def source(self) -> tuple[str, int]:
        """What its cost is booked on: what it comes from, else itself."""
        if self.subject_type:
            return self.subject_type, self.subject_id
        return self._meta.label_lower, self.pk


class Withdrawal(models.Model):
    """The award no longer stands. What was already paid comes back with the next statement."""

    award = models.OneToOneField(Award, models.PROTECT, related_name="withdrawal")
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()


class Redemption(models.Model):
    """Points given for something. The wallet is awards that stand, minus these."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="redemptions")
    points = models.PositiveBigIntegerField(pgettext_lazy("award", "points"))
    text = models.CharField(_("for what"), max_length=200)
    day = models.DateField(_("day"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-day", "-id"]
        constraints = [models.CheckConstraint(condition=Q(points__gt=0), name="redemption_positive")]
