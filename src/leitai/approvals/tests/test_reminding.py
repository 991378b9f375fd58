"""Reminding: by the requester at most once an hour, by itself once when due."""

from datetime import timedelta

import pytest

from leitai.approvals.actions import decide, remind, remind_due
from leitai.approvals.refusals import Refused
from leitai.approvals.steps import Step
from leitai.notifications.models import Outbox
from tests.people import NOW

pytestmark = pytest.mark.django_db


def reminded() -> list[str]:
    kinds = Outbox.objects.filter(kind="approvals.reminder").order_by("id")
    return list(kinds.values_list("recipient__username", flat=True))


def test_the_requester_reminds_those_who_have_not_decided(cast, ask):
    request = ask(Step(people=[cast.mei, cast.tang]))
    decide(request=request, by=cast.mei.user, verdict="approved", at=NOW)
    remind(request=request, by=cast.wei.user, at=NOW)
    assert reminded() == ["tang"]


def test_at_most_once_an_hour_and_it_says_how_long(cast, ask):
    request = ask()
    remind(request=request, by=cast.wei.user, at=NOW)
    with pytest.raises(Refused) as refusal:
        remind(request=request, by=cast.wei.user, at=NOW + timedelta(minutes=59, seconds=30))
    assert refusal.value.code == "too_soon"
    assert refusal.value.params["minutes"] == 1
    remind(request=request, by=cast.wei.user, at=NOW + timedelta(hours=1))
    assert reminded() == ["mei", "mei"]


def test_only_the_requester_and_only_while_it_waits(cast, ask):
    request = ask()
    with pytest.raises(Refused) as refusal:
        remind(request=request, by=cast.li.user, at=NOW)
    assert refusal.value.code == "not_yours"
    decide(request=request, by=cast.mei.user, verdict="approved", at=NOW)
    with pytest.raises(Refused) as refusal:
        remind(request=request, by=cast.wei.user, at=NOW)
    assert refusal.value.code == "over"


def test_when_due_everybody_is_reminded_once(cast, ask):
    ask(Step(role="lead", due_in_workdays=1))
    assert remind_due(at=NOW) == 0
    assert remind_due(at=NOW + timedelta(days=1)) == 1
    assert remind_due(at=NOW + timedelta(days=2)) == 0
    assert reminded() == ["mei"]


def test_a_step_without_a_day_is_never_late(cast, ask):
    ask()
    assert remind_due(at=NOW + timedelta(days=900)) == 0
