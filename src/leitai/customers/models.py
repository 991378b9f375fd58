"""A customer: who bought. Contacts, opportunities and classes join later contexts."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Customer(models.Model):
    """One account. `code` is the company's own number, unique where given; two may share a name.

    Archived: an import that made it was undone, and nothing uses it.
    """

    name = models.CharField(_("name"), max_length=200, db_index=True)
    code = models.CharField(_("customer number"), max_length=64, blank=True)
    region = models.CharField(_("region"), max_length=80, blank=True)
    industry = models.CharField(_("industry"), max_length=80, blank=True)
    alias_of = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="aliases")
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=~models.Q(code=""), name="customer_code_once")
        ]

    def __str__(self):
        return self.name
