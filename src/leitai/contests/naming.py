"""What a contest is called that nobody named: by its days and who competes, in the reader's language."""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from leitai.tally.periods import Period
from leitai.ui.figures import days


def title(contest) -> str:
    """“11 月个人赛”, “11月16日–20日团队赛”. The metric is not in it: it stands beside the name wherever that is read."""
    facts = {"period": _days(contest)}
    if contest.sides_are == contest.Sides.UNITS:
        return _("%(period)s, team against team") % facts
    return _("%(period)s, each for themselves") % facts


def names(contest) -> list[str]:
    """What it is found by: its name, or without one what it is called in each language, for one entry serves all."""
    if contest.name:
        return [contest.name]
    found = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            found.append(title(contest))
    return found


def _days(contest) -> str:
    is_month = contest.end > contest.start and Period(contest.start, contest.end).kind == "month"
    return (
        days.month(contest.start)
        if is_month
        else days.day_range(contest.start, max(contest.end, contest.start + timedelta(1)))
    )
