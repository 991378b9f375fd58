"""The budget ledger: a line is what may be spent; every commitment and spending is an entry under it.

Nothing is stored that the entries tell: committed = commitments − releases, spent = spendings − recoveries,
free = planned − committed − spent. Spending on a subject with an open commitment releases that first.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from leitai.money.columns import AmountField
from leitai.organization.models import Unit


class BudgetLine(models.Model):
    """Money a unit may spend on rewards in [start, end). `unit` None: the whole company."""

    name = models.CharField(pgettext_lazy("thing", "name"), max_length=120)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit"))
    start = models.DateField(_("from"))
    end = models.DateField(_("until"))
    planned = AmountField(_("planned"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-start", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="budget_ends_after_start"),
            models.CheckConstraint(condition=Q(planned__gte=0), name="budget_not_negative"),
        ]

    def __str__(self):
        return self.name


class BudgetEntry(models.Model):
    """One movement, for one subject. Amounts are positive; the kind says the direction. Never changed."""

    class Kind(models.TextChoices):
        COMMITMENT = "commitment", _("committed")
        RELEASE = "release", _("released")
        SPENDING = "spending", _("spent")
        RECOVERY = "recovery", _("recovered")

    line = models.ForeignKey(BudgetLine, models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    amount = AmountField()
    subject_type = models.CharField(max_length=64)
    subject_id = models.BigIntegerField()
    reason = models.CharField(_("reason"), max_length=300)
    over = models.BooleanField(_("over budget"), default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["line", "kind"]),
            models.Index(fields=["subject_type", "subject_id"]),
        ]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="budget_entry_positive")]
