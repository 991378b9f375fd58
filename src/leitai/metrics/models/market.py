"""The size of the market, as others publish it: what market share is a share of."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from leitai.imports.models import Batch
from leitai.money.columns import AmountField


class MarketSeries(models.Model):
    """What all sellers together sold in a month (its first day), in a product line and a region.

    A blank line or region means the whole market. The rows of one month must not overlap: either the whole, or
    its lines, or its regions; a term reads the rows of exactly the lines and regions it names.
    """

    month = models.DateField(_("month"))
    line = models.CharField(_("product line"), max_length=120, blank=True)
    region = models.CharField(_("region"), max_length=80, blank=True)
    size = AmountField(_("market size"))
    source = models.CharField(_("published by"), max_length=200, blank=True)
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, editable=False, related_name="+")

    class Meta:
        ordering = ["month", "line", "region"]
        constraints = [models.UniqueConstraint(fields=["month", "line", "region"], name="market_once_per_month")]

    def __str__(self):
        return f"{self.month:%Y-%m} {self.line} {self.region}".strip()
