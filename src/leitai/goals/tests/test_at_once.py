"""Goals for one owner from many hands at once, on PostgreSQL: there is one, and the others are told so."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections  # noqa: F401 - named in the condition below

from leitai.approvals.actions import decide
from leitai.approvals.models import Request, Verdict
from leitai.approvals.queries import latest_request
from leitai.goals.actions import repropose
from leitai.goals.errors import GoalError
from leitai.goals.models import Goal, Revision
from leitai.goals.numbers import Numbers
from leitai.goals.tests.setting import YUAN, held_to, propose
from tests.people import NOW

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite lets one writer in at a time"),
]
HANDS = 6  # the pool has eight connections, and the test itself holds one


def at_once(call) -> list:
    """What each hand was answered, or the code of its refusal."""

    def work(hand):
        try:
            return call(hand)
        except GoalError as refusal:
            return refusal.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(HANDS) as hands:
        return list(hands.map(work, range(HANDS)))


def test_a_goal_proposed_many_times_is_there_once_and_can_be_agreed(cast):
    answers = at_once(lambda _hand: propose(cast.wei, 100, by=cast.mei.user))
    assert answers.count("same_period") == HANDS - 1
    request = Request.objects.get()
    decide(request=request, by=cast.wei.user, verdict=Verdict.APPROVED, at=NOW)
    assert Goal.objects.get().in_force.target == 100 * YUAN


def test_targets_set_by_many_are_one_goal(cast):
    at_once(lambda hand: held_to(cast.wei, 100 + hand))
    assert Goal.objects.get().in_force.revision.number == HANDS


def test_a_returned_goal_comes_back_once(cast):
    goal = propose(cast.wei, 100, by=cast.mei.user)
    asked = latest_request(goal, kind="agreement")
    decide(request=asked, by=cast.wei.user, verdict=Verdict.RETURNED, reason="太高了", at=NOW)
    answers = at_once(
        lambda hand: repropose(goal=goal, numbers=Numbers(target=(80 + hand) * YUAN), by=cast.mei.user, at=NOW)
    )
    assert answers.count("not_open") == HANDS - 1
    assert Revision.objects.count() == 2
