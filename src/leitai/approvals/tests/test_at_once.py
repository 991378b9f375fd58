"""Many hands at once, on PostgreSQL: whatever they press, it happens once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections  # noqa: F401 - named in the condition below

from leitai.approvals.actions import decide, remind, remind_due, request_approval
from leitai.approvals.models import Decision, Outcome, Reminder, Request
from leitai.approvals.refusals import Refused
from leitai.approvals.steps import Step
from tests.people import NOW

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite lets one writer in at a time"),
]
HANDS = 6  # the pool has eight connections, and the test itself holds one


def all_at_once(calls) -> list:
    """What each call answered, or the code of its refusal; shared out among the hands, a connection each."""

    def answer(call):
        try:
            return call()
        except Refused as refusal:
            return refusal.code

    def work(share):
        try:
            return [answer(call) for call in share]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(HANDS) as hands:
        shares = [calls[hand::HANDS] for hand in range(HANDS)]
        return [each for answers in hands.map(work, shares) for each in answers]


def test_a_thousand_approvals_of_one_thing_act_once(cast, ask, heard):
    people = [cast.mei, cast.tang, cast.shen, cast.li]
    request = ask(Step(people=people, mode="any"))
    calls = [
        lambda by=people[n % 4].user: decide(request=request, by=by, verdict="approved", at=NOW) for n in range(1000)
    ]
    answers = all_at_once(calls)
    assert sum(isinstance(answer, Decision) for answer in answers) == 1
    assert set(answers) - {"over"} == {Decision.objects.get()}
    assert len(heard) == Outcome.objects.count() == 1


def test_all_of_counts_everybody_once_and_acts_with_the_last(cast, ask, heard):
    people = [cast.mei, cast.tang, cast.shen, cast.li]
    request = ask(Step(people=people))
    all_at_once(
        [lambda by=person.user: decide(request=request, by=by, verdict="approved", at=NOW) for person in people * 8]
    )
    assert Decision.objects.count() == 4
    assert len(heard) == 1


def test_yes_and_no_at_once_come_to_one_of_them(cast, ask, heard):
    people = [cast.mei, cast.tang]
    request = ask(Step(people=people, mode="any"))
    verdicts = ["approved", "rejected"] * 8
    all_at_once(
        [
            lambda by=people[n % 2].user, said=verdict: decide(
                request=request, by=by, verdict=said, reason="so", at=NOW
            )
            for n, verdict in enumerate(verdicts)
        ]
    )
    assert len(heard) == Outcome.objects.count() == 1


def test_the_same_asked_twice_at_once_is_asked_once(cast, asked_about):
    def asking():
        return request_approval(subject=asked_about, requested_by=cast.wei, title="x", at=NOW)

    answers = all_at_once([asking] * HANDS * 3)
    assert Request.objects.count() == 1
    assert answers.count("already_open") == len(answers) - 1


def test_reminders_pressed_or_due_at_once_are_one(cast, ask):
    request = ask(Step(role="lead", due_in_workdays=0))
    all_at_once([lambda: remind(request=request, by=cast.wei.user, at=NOW)] * HANDS * 3)
    all_at_once([lambda: remind_due(at=NOW)] * HANDS * 3)
    assert Reminder.objects.filter(by__isnull=False).count() == 1
    assert Reminder.objects.filter(by__isnull=True).count() == 1
