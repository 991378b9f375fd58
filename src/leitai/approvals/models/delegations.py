"""Who decides for whom while away."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Delegation(models.Model):
    """`delegate` may decide for `principal`: on the days [start, end), or, without days, whenever the principal
    is on leave.

    A delegate decides for the principal only; what others gave the principal is not passed on.
    """

    principal = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="delegations_given")
    delegate = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="delegations_held")
    start = models.DateField(null=True)
    end = models.DateField(null=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["start", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(principal=F("delegate")), name="delegation_to_another"),
            models.CheckConstraint(
                condition=Q(start__isnull=True, end__isnull=True) | Q(start__isnull=False, end__gt=F("start")),
                name="delegation_days_or_leave",
            ),
            models.UniqueConstraint(
                fields=["principal"],
                condition=Q(start__isnull=True, ended_at__isnull=True),
                name="delegation_on_leave_once",
            ),
        ]

    def __str__(self):
        return f"{self.delegate_id} for {self.principal_id}"

    @property
    def is_for_leave(self) -> bool:
        return self.start is None
