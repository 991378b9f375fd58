"""Set the steps of one kind of request, or go back to those in code."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from leitai.accounts.models import User
from leitai.approvals.models import Flow, FlowStep
from leitai.audit import actions as audit


@transaction.atomic
def set_flow(*, label: str, steps: Sequence[FlowStep], by: User, at: datetime) -> Flow:
    """From now on requests of this kind go by these steps; those under way keep theirs.

    `steps` are unsaved, in order. Raises ValueError without any, and where no step is left for small amounts.
    """
    if not any(step.threshold is None for step in steps):
        raise ValueError("a flow has at least one step without a threshold")
    flow, made = Flow.objects.select_for_update().get_or_create(
        label=label, defaults={"changed_by": by, "changed_at": at}
    )
    before = None if made else _told(flow)
    flow.changed_by, flow.changed_at = by, at
    flow.save(update_fields=["changed_by", "changed_at"])
    flow.steps.all().delete()
    for position, step in enumerate(steps, start=1):
        step.pk, step.flow, step.position = None, flow, position
        step.save()
    audit.record(flow, "changed", by=by, at=at, before=before, after=_told(flow))
    return flow


@transaction.atomic
def reset_flow(*, label: str, by: User, at: datetime) -> None:
    """Back to the default; without a flow of its own nothing happens."""
    flow = Flow.objects.select_for_update().filter(label=label).first()
    if flow is not None:
        audit.record(flow, "reset", by=by, at=at, before=_told(flow))
        flow.delete()


def _told(flow: Flow) -> dict:
    fields = ("position", "mode", "role", "unit_id", "person_id", "threshold", "due_in_workdays")
    return {"label": flow.label, "steps": list(flow.steps.values(*fields))}
