"""Remind when due. Written to be run again: each step is reminded once."""

from leitai import clock
from leitai.approvals.actions.reminders import remind_due
from leitai.jobs import periodic


@periodic(minute="5", hour="9-18")
def remind_of_due_approvals():
    remind_due(at=clock.now())
