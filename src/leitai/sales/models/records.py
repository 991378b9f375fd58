"""Records: what happened, once. A row is never edited; a newer truth is a newer revision.

`live` says whether a row still counts. It is true until a `Reversal` row exists for it, and only the
actions that write that row change it; `leitai verify` recomputes it.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from leitai.customers.models import Customer
from leitai.imports.models import Batch
from leitai.money.columns import AmountField, RateField
from leitai.organization.models import Person, Unit
from leitai.sales.models.catalogue import Channel, Product


class Kind(models.TextChoices):
    """What sort of thing happened. An outcome is an opportunity won or lost, so it is two kinds."""

    ORDER = "order", _("order")
    RETURN = "return", _("return")
    PAYMENT = "payment", _("payment")
    WON = "won", _("won")
    LOST = "lost", _("lost")
    ACTIVITY = "activity", _("activity")
    RATING = "rating", _("rating")
    ASSIST = "assist", _("assist")


class Source(models.Model):
    """Where records come from: entry by hand, a file's origin, a connector."""

    HAND = "hand"

    code = models.SlugField(max_length=64, unique=True, allow_unicode=True)
    name = models.CharField(_("name"), max_length=120)

    def __str__(self):
        return gettext("Reported by hand") if self.code == self.HAND else self.name


def _indexed_below(model, **options) -> models.ForeignKey:
    # An index of its own for each key doubled the time of an import; the few that are asked for are in Meta.
    return models.ForeignKey(model, models.PROTECT, db_index=False, **options)


class Record(models.Model):
    """One revision of one thing that happened.

    `person` and `unit` are whose it is and where they belonged on `day`; `unit` is derived, None where the
    person belonged nowhere that day. All amounts are in the company's currency; a return's and a refund's are
    negative. `quantity` counts pieces, or holds the score of a rating.

    A return or payment names its order as the source does, by `refers_to_external_id` (same source) or by
    `order_no` (any source); `queries.orders_of` finds it, so it may arrive before its order and outlives the
    order's revisions. `digest` is over the row's own content, `told` over what the source last said: they differ
    once a person corrected or split the record, and the unchanged source then changes nothing.
    """

    source = _indexed_below(Source, related_name="records")
    external_id = models.CharField(_("number at the source"), max_length=120)
    revision = models.PositiveIntegerField(default=1)
    live = models.BooleanField(default=True)

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    day = models.DateField(_("day"))
    at = models.DateTimeField(_("at"), null=True, blank=True)
    person = _indexed_below(Person, related_name="records", verbose_name=_("person"))
    unit = _indexed_below(Unit, null=True, related_name="records", verbose_name=_("unit"))
    customer = _indexed_below(Customer, null=True, blank=True, related_name="records", verbose_name=_("customer"))
    product = _indexed_below(Product, null=True, blank=True, related_name="records", verbose_name=_("product"))
    channel = _indexed_below(Channel, null=True, blank=True, related_name="records", verbose_name=_("channel"))

    amount = AmountField(_("amount"), default=0)
    quantity = AmountField(_("quantity"), default=0)
    cost = AmountField(_("cost"), null=True, blank=True)
    discount = AmountField(_("discount"), default=0)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    original_amount = AmountField(_("amount in its own currency"), null=True, blank=True)

    order_no = models.CharField(_("order number"), max_length=120, blank=True)
    contract_no = models.CharField(_("contract number"), max_length=120, blank=True)
    invoice_no = models.CharField(_("invoice number"), max_length=120, blank=True)
    refers_to_external_id = models.CharField(_("number of its order at the source"), max_length=120, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    split = models.BooleanField(_("shared"), default=False)

    batch = models.ForeignKey(Batch, models.PROTECT, null=True, related_name="records")
    created_by = _indexed_below(settings.AUTH_USER_MODEL, null=True, related_name="+")
    created_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    told = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "external_id", "revision"], name="record_revision_once"),
            models.UniqueConstraint(fields=["source", "external_id"], condition=Q(live=True), name="record_live_once"),
        ]
        indexes = [
            models.Index(fields=["person", "kind", "day"], condition=Q(live=True), name="record_person"),
            models.Index(fields=["unit", "day"], condition=Q(live=True), name="record_unit"),
            models.Index(fields=["day", "id"], condition=Q(live=True), name="record_day"),
            models.Index(fields=["customer", "day"], condition=Q(live=True), name="record_customer"),
            models.Index(fields=["order_no"], condition=Q(live=True) & ~Q(order_no=""), name="record_order_no"),
            models.Index(
                fields=["contract_no"], condition=Q(live=True) & ~Q(contract_no=""), name="record_contract_no"
            ),
            models.Index(
                fields=["refers_to_external_id"],
                condition=Q(live=True) & ~Q(refers_to_external_id=""),
                name="record_refers_to",
            ),
        ]

    def __str__(self):
        return f"{self.external_id} r{self.revision}"


class Credit(models.Model):
    """A person's share of a shared record. A record that one person has whole has no rows here.

    The parts of a record add up to it exactly: shares to 100%, amounts to the amount.
    """

    record = _indexed_below(Record, related_name="credits")
    person = _indexed_below(Person, related_name="credits")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="credits")
    share = RateField(_("share"))
    amount = AmountField(default=0)
    quantity = AmountField(default=0)
    cost = AmountField(null=True)
    discount = AmountField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "person"], name="credit_once_per_person")]
        indexes = [models.Index(fields=["person", "record"])]


class Reversal(models.Model):
    """The record no longer counts: a newer revision came, or its import was undone, or it was withdrawn."""

    class Cause(models.TextChoices):
        REVISION = "revision", _("revised")
        UNDO = "undo", _("import undone")
        WITHDRAWAL = "withdrawal", _("withdrawn")

    record = models.OneToOneField(Record, models.PROTECT, related_name="reversal")
    cause = models.CharField(max_length=10, choices=Cause.choices)
    reason = models.CharField(max_length=300, blank=True)
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, related_name="reversals")
    by = _indexed_below(settings.AUTH_USER_MODEL, null=True, related_name="+")
    at = models.DateTimeField()


class Lock(models.Model):
    """A run has paid on the record. Later truths are new revisions and act as a delta; its import stays."""

    record = _indexed_below(Record, related_name="locks")
    run_label = models.CharField(max_length=200)
    by = _indexed_below(settings.AUTH_USER_MODEL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "run_label"], name="lock_once_per_run")]
        indexes = [models.Index(fields=["run_label"])]
