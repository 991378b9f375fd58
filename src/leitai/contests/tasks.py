"""What time does: a contest past its count is closed by itself, and whoever may settle is reminded."""

from leitai import clock
from leitai.contests.actions import close_contest, remind_to_settle
from leitai.contests.models import Contest
from leitai.contests.queries import past_the_cut_off, past_the_notice
from leitai.contests.state import counted_until
from leitai.jobs import periodic


@periodic(minute="*/5")
def close_due_contests():
    """Idempotent: closing twice is closing once."""
    now = clock.now()
    for contest in past_the_cut_off(Contest.objects.all(), now):
        if now >= counted_until(contest):
            close_contest(contest=contest, by=None, at=now)


@periodic(minute="*/5")
def remind_of_settling():
    """Idempotent: nobody is told twice."""
    now = clock.now()
    for contest in past_the_notice(Contest.objects.select_related("closure"), now):
        remind_to_settle(contest=contest, at=now)
