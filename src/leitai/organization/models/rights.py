"""Who holds which role, over whom, and from when until when."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from leitai.accounts.roles import Role, Scope
from leitai.organization.models.people import Spell, ends_after_start
from leitai.organization.models.units import Unit


class RoleAssignment(Spell):
    """A user's role within a scope for a stretch of days. A unit is named exactly when the scope is a unit."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="role_assignments")
    role = models.CharField(_("role"), max_length=16, choices=Role.choices)
    scope = models.CharField(_("scope"), max_length=4, choices=Scope.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="role_assignments")

    class Meta:
        ordering = ["user", "start"]
        constraints = [
            ends_after_start("role_ends_after_start"),
            models.CheckConstraint(
                condition=Q(scope="unit", unit__isnull=False) | (~Q(scope="unit") & Q(unit__isnull=True)),
                name="role_unit_with_unit_scope",
            ),
        ]
