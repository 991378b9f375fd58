"""Sweep away, every night, what was uploaded and never attached."""

from leitai import clock
from leitai.files.actions import sweep
from leitai.jobs import periodic


@periodic(hour="3", minute="20")
def sweep_unattached():
    sweep(at=clock.now())
