"""Deliver at once after a change, and every minute what has come due."""

from leitai import clock
from leitai.jobs import job, periodic
from leitai.notifications.delivery import deliver_due


@job(retries=3, retry_delay=10)
def deliver():
    deliver_due(at=clock.now())


@periodic()
def deliver_reminders():
    deliver_due(at=clock.now())
