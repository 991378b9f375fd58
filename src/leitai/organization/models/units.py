"""The tree of units: company, region, team."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from tree_queries.models import TreeNode


class Unit(TreeNode):
    """A node of the organisation. `parent` is None only for the company itself. Archived, never deleted."""

    name = models.CharField(_("name"), max_length=120)
    code = models.CharField(_("code"), max_length=64, blank=True)
    archived_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], name="unit_name_once_below_parent"),
            models.UniqueConstraint(fields=["code"], condition=~models.Q(code=""), name="unit_code_once"),
        ]

    def __str__(self):
        return self.name
