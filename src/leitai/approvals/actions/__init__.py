"""The verbs of approvals. Each is atomic, takes keywords only, and locks the request it changes."""

from leitai.approvals.actions.decisions import decide
from leitai.approvals.actions.delegations import delegate, end_delegation
from leitai.approvals.actions.flows import reset_flow, set_flow
from leitai.approvals.actions.reminders import remind, remind_due
from leitai.approvals.actions.requests import request_approval, resubmit, withdraw
from leitai.approvals.actions.seats import reassign

__all__ = [
    "decide",
    "delegate",
    "end_delegation",
    "reassign",
    "remind",
    "remind_due",
    "request_approval",
    "reset_flow",
    "resubmit",
    "set_flow",
    "withdraw",
]
