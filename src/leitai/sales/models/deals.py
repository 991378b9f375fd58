"""Deals reported by hand, and what was sent about them from a phone that may have been without a network."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from leitai.customers.models import Customer
from leitai.money.columns import AmountField
from leitai.organization.models import Person
from leitai.sales.models.catalogue import Channel, Product
from leitai.sales.models.records import Record, Source

USER = settings.AUTH_USER_MODEL


class Deal(models.Model):
    """What somebody reported. Once it counts, the record under its number at the source "hand" is the truth.

    `written_at` is the phone's clock when it was written, `reported_at` ours when it came in. `shares` are
    (person id, ppm) as wished for by the reporter; they hold once those named have agreed.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="deals", verbose_name=_("person"))
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="deals", verbose_name=_("customer"))
    product = models.ForeignKey(
        Product, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("product")
    )
    channel = models.ForeignKey(
        Channel, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("channel")
    )
    amount = AmountField(_("amount"))
    day = models.DateField(_("day"))
    contract_no = models.CharField(_("contract number"), max_length=120, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    shares = models.JSONField(default=list)
    reported_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    reported_at = models.DateTimeField()
    written_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["contract_no"], condition=~models.Q(contract_no=""), name="deal_contract_no")]

    def __str__(self):
        return f"{self.customer} {self.amount}"

    @property
    def external_id(self) -> str:
        return str(self.pk)


class DealWithdrawal(models.Model):
    """The reporter took the deal back, or the lead said no to it."""

    deal = models.OneToOneField(Deal, models.CASCADE, related_name="withdrawal")
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Submission(models.Model):
    """One sending, under a key made where it was written: however often it arrives, it acts once.

    `digest` is over what was sent, so that the same key with something else in it is noticed.
    """

    key = models.UUIDField(unique=True)
    deal = models.ForeignKey(Deal, models.CASCADE, related_name="submissions")
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()


class SplitProposal(models.Model):
    """Somebody asks that a record be shared; its owner keeps it whole until those concerned say yes.

    `open` until it was decided or withdrawn. `record` is the revision the proposer saw.
    """

    source = models.ForeignKey(Source, models.PROTECT, related_name="+")
    external_id = models.CharField(max_length=120)
    record = models.ForeignKey(Record, models.PROTECT, related_name="split_proposals")
    shares = models.JSONField()
    note = models.CharField(_("reason"), max_length=300, blank=True)
    open = models.BooleanField(default=True)
    proposed_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id"], condition=models.Q(open=True), name="split_proposal_open_once"
            )
        ]

    def __str__(self):
        return f"{self.record} split"
