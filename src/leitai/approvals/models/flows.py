"""The steps an administrator has set for one kind of request. Without a row the default in code holds."""

from django.conf import settings
from django.db import models

from leitai.accounts.roles import Role
from leitai.approvals.models.requests import RoundStep
from leitai.money.columns import AmountField
from leitai.organization.models import Unit


class Flow(models.Model):
    """`label` is the subject's type, with the kind of request where there are several: "goals.goal:revision"."""

    label = models.CharField(max_length=100, unique=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    def __str__(self):
        return self.label


class FlowStep(models.Model):
    """A step by role or by person. `threshold`: only for requests of at least this amount."""

    flow = models.ForeignKey(Flow, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    mode = models.CharField(max_length=3, choices=RoundStep.Mode.choices, default=RoundStep.Mode.ALL)
    role = models.CharField(max_length=16, choices=Role.choices, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey("organization.Person", models.PROTECT, null=True, blank=True, related_name="+")
    threshold = AmountField(null=True, blank=True)
    due_in_workdays = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["flow", "position"], name="flow_position_once"),
            models.CheckConstraint(
                condition=models.Q(role="", person__isnull=False)
                | (~models.Q(role="") & models.Q(person__isnull=True)),
                name="flow_step_role_or_person",
            ),
        ]
