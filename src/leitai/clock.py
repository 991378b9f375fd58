"""The one place that reads the clock.

Views, jobs and commands ask here and pass the answer down; nothing below them does. `LEITAI_NOW`
(an ISO instant) fixes the answer, so that a story plays on a known day.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """The instant, aware, in the company's time zone."""
    if settings.LEITAI_NOW:
        fixed = datetime.fromisoformat(settings.LEITAI_NOW)
        return fixed.astimezone(_zone()) if fixed.tzinfo else fixed.replace(tzinfo=_zone())
    return timezone.now().astimezone(_zone())


def today() -> date:
    """The company's date."""
    return now().date()


def _zone():
    return ZoneInfo(settings.TIME_ZONE)
