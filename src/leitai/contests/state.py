"""Where a contest stands: derived from its rows and the time, never stored."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from leitai.contests.models import Contest


class State(TextChoices):
    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("coming")
    RUNNING = "running", _("running")
    OVER = "over", _("past the cut-off")
    PROVISIONAL = "provisional", _("public notice")
    FINAL = "final", _("settled")
    CANCELLED = "cancelled", _("called off")


LIVE = (State.RUNNING, State.OVER)
ENDED = (State.PROVISIONAL, State.FINAL, State.CANCELLED)


def with_endings(contests: QuerySet[Contest]) -> QuerySet[Contest]:
    """With the rows that `state_of` looks at, so that it asks nothing."""
    return contests.select_related("publication", "closure", "settlement", "cancellation", "metric__current")


def state_of(contest: Contest, at: datetime) -> State:
    if _has(contest, "cancellation"):
        return State.CANCELLED
    if _has(contest, "settlement"):
        return State.FINAL
    if _has(contest, "closure"):
        return State.PROVISIONAL
    if not _has(contest, "publication"):
        return State.DRAFT
    if at >= contest.cut_off:
        return State.OVER
    return State.RUNNING if at >= starts_at(contest) else State.PUBLISHED


def starts_at(contest: Contest) -> datetime:
    """Midnight of the first day, in the company's time zone."""
    return datetime.combine(contest.start, time(), ZoneInfo(settings.TIME_ZONE))


def counted_until(contest: Contest) -> datetime:
    """The instant up to which posted records count: the cut-off and the hours for late entries."""
    return contest.cut_off + timedelta(hours=contest.grace_hours)


def known_at(contest: Contest, at: datetime) -> datetime | None:
    """The instant whose knowledge counts: none while entries are still taken."""
    limit = counted_until(contest)
    return limit if at >= limit else None


def _has(contest: Contest, name: str) -> bool:
    return getattr(contest, name, None) is not None
