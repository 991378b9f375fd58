"""Which steps a request goes through: those an administrator set, else those of its kind in code."""

from decimal import Decimal

from leitai.approvals import subjects
from leitai.approvals.models import Flow, FlowStep
from leitai.approvals.steps import Step


def steps_for(label: str, *, amount: Decimal | None = None) -> list[Step]:
    """The steps that apply to a request of this amount; None counts as less than any threshold.

    A flow whose every step has a higher threshold keeps its first, so that nothing passes unseen.
    """
    steps = flow_of(label)
    fitting = [
        step for step in steps if step.threshold is None or (amount is not None and abs(amount) >= step.threshold)
    ]
    return fitting or steps[:1]


def flow_of(label: str) -> list[Step]:
    """All steps of the kind. Raises KeyError for a kind nobody registered and nobody set."""
    flow = Flow.objects.filter(label=label).prefetch_related("steps__person__user", "steps__unit").first()
    if flow is None:
        return list(subjects.registered()[label].steps)
    return [as_step(row) for row in flow.steps.all()]


def as_step(row: FlowStep) -> Step:
    return Step(
        role=row.role,
        people=[row.person] if row.person else (),
        unit=row.unit,
        mode=row.mode,
        due_in_workdays=row.due_in_workdays,
        threshold=row.threshold,
    )
