"""What is sold, and through which channel."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from leitai.money.columns import AmountField


class Product(models.Model):
    """Something sold. `line` is its product line, as of now."""

    name = models.CharField(_("name"), max_length=200)
    code = models.CharField(_("product number"), max_length=64, blank=True)
    line = models.CharField(_("product line"), max_length=120, blank=True, db_index=True)
    price = AmountField(_("list price"), null=True, blank=True)
    cost = AmountField(_("cost"), null=True, blank=True)
    archived_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=~models.Q(code=""), name="product_code_once"),
            models.UniqueConstraint(fields=["name"], condition=models.Q(code=""), name="product_name_once"),
        ]

    def __str__(self):
        return self.name


class Channel(models.Model):
    """A way to the customer: direct, dealer, online."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    archived_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return self.name
