from leitai.approvals.models.delegations import Delegation
from leitai.approvals.models.flows import Flow, FlowStep
from leitai.approvals.models.requests import (
    Decision,
    Opening,
    Outcome,
    Reassignment,
    Reminder,
    Request,
    Round,
    RoundStep,
    Seat,
    Verdict,
    Withdrawal,
)

__all__ = [
    "Decision",
    "Delegation",
    "Flow",
    "FlowStep",
    "Opening",
    "Outcome",
    "Reassignment",
    "Reminder",
    "Request",
    "Round",
    "RoundStep",
    "Seat",
    "Verdict",
    "Withdrawal",
]
