"""Runs: a calculation on frozen inputs. A final run is never changed; a correction is a new run that pays the difference.

The lines of final runs are the ledger of what was paid: for each record, person and component the bases add up to
what the record counted when last paid, and the amounts to what was paid for it.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from leitai.incentives.models.awards import Award
from leitai.incentives.models.schemes import SchemeVersion
from leitai.money.columns import AmountField
from leitai.organization.models import Person
from leitai.sales.models import Record


class Run(models.Model):
    """A calculation for [start, end). Where it stands is told by its times and by the rows that point to it."""

    start = models.DateField(_("from"))
    end = models.DateField(_("until"))
    pay_day = models.DateField(_("pay day"), null=True, blank=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    requested_at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True)
    calculated_at = models.DateTimeField(null=True)
    file = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    engine = models.CharField(max_length=40, blank=True)
    after = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    done = models.PositiveIntegerField(default=0)
    people = models.PositiveIntegerField(null=True)
    beat_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-start", "-id"]
        constraints = [models.CheckConstraint(condition=Q(end__gt=F("start")), name="run_ends_after_start")]

    def __str__(self):
        return f"{self.start:%Y-%m} #{self.pk}"

    @property
    def is_final(self) -> bool:
        return hasattr(self, "finalisation")

    @property
    def is_discarded(self) -> bool:
        return hasattr(self, "discard")


class Finalisation(models.Model):
    """The run is final: its statements are what people are paid."""

    run = models.OneToOneField(Run, models.PROTECT, related_name="finalisation")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()


class Discard(models.Model):
    """The run is put aside; nobody is paid by it."""

    run = models.OneToOneField(Run, models.PROTECT, related_name="discard")
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()


class Payout(models.Model):
    """The money of a final run was paid out."""

    run = models.OneToOneField(Run, models.PROTECT, related_name="payout")
    day = models.DateField(_("paid on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()


class Basis(models.Model):
    """A version of a scheme over a period that a run calculated. `fresh`: for the first time."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="bases")
    version = models.ForeignKey(SchemeVersion, models.PROTECT, related_name="bases")
    start = models.DateField()
    end = models.DateField()
    fresh = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "version", "start"], name="basis_once")]


class Remark(models.Model):
    """Something whoever checks the run should look at; the facts are ids and amounts."""

    class Kind(models.TextChoices):
        NO_TARGET = "no_target", _("no target, so not calculated")
        NOBODY = "nobody", _("a scheme nobody is on")
        CARRIED = "carried", _("clawed back more than earned; the rest waits for the next statement")
        OVER_BUDGET = "over_budget", _("over the budget")

    run = models.ForeignKey(Run, models.CASCADE, related_name="remarks")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    component = models.CharField(max_length=60, blank=True)
    amount = AmountField(null=True)

    class Meta:
        ordering = ["kind", "id"]


class Statement(models.Model):
    """What a person is paid by a run, before tax. `digest` is over its document, `replay` must give it again."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="statements")
    person = models.ForeignKey(Person, models.PROTECT, related_name="statements")
    total = AmountField()
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["run", "person"]
        constraints = [
            models.UniqueConstraint(fields=["run", "person"], name="statement_once"),
            models.CheckConstraint(condition=Q(total__gte=0), name="statement_not_negative"),
        ]


class Subtotal(models.Model):
    """A component of a scheme over one basis, for one person: from where to where its running total went.

    `opening` was paid before, `base` came with this run; `target` is what levels are measured against, if they are.
    """

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="subtotals")
    basis = models.ForeignKey(Basis, models.CASCADE, related_name="subtotals")
    component = models.CharField(max_length=16)
    opening = AmountField()
    base = AmountField()
    target = AmountField(null=True)
    earned = AmountField()

    class Meta:
        ordering = ["statement", "id"]
        constraints = [models.UniqueConstraint(fields=["statement", "basis", "component"], name="subtotal_once")]


class Line(models.Model):
    """One record's part in a component, an award, or what rounding or carrying over brings. `amount` to 1/10,000."""

    class Kind(models.TextChoices):
        RECORD = "record", _("record")
        EARLIER = "earlier", _("earlier period")
        AWARD = "award", _("award")
        ROUNDING = "rounding", _("rounding")
        CARRY = "carry", _("carried over")

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    subtotal = models.ForeignKey(Subtotal, models.CASCADE, null=True, related_name="lines")
    record = models.ForeignKey(Record, models.PROTECT, null=True, related_name="statement_lines")
    award = models.ForeignKey(Award, models.PROTECT, null=True, related_name="statement_lines")
    day = models.DateField(null=True)
    base = AmountField(null=True)
    before = AmountField(null=True)
    after = AmountField(null=True)
    amount = AmountField()

    class Meta:
        ordering = ["statement", "position"]
        constraints = [models.UniqueConstraint(fields=["statement", "position"], name="line_position_once")]
