"""Asking: who is asked, in which order, and what the last yes does."""

from datetime import timedelta

import pytest

from leitai.approvals import subjects as approval_subjects
from leitai.approvals.actions import decide, resubmit, withdraw
from leitai.approvals.models import Outcome
from leitai.approvals.progress import Status, current_step, status
from leitai.approvals.queries import latest_request, seats_waiting_for
from leitai.approvals.refusals import Refused
from leitai.approvals.steps import Change, Step
from leitai.notifications.models import Entry, Outbox
from leitai.organization.models import Unit
from tests.people import DAY, NOW

pytestmark = pytest.mark.django_db


def waiting(person):
    user = getattr(person, "user", person)
    return [seat.step.round.request_id for seat in seats_waiting_for(user, on=DAY)]


def told():
    return Outbox.objects.order_by("id").values_list("recipient__username", "kind")


def test_a_lead_step_asks_the_lead_of_the_requesters_unit(cast, ask, asked_about, heard):
    request = ask()
    assert waiting(cast.mei) == [request.pk]
    assert waiting(cast.qiang) == waiting(cast.wei) == []
    decide(request=request, by=cast.mei.user, verdict="approved", at=NOW)
    assert heard == [("approved", "mei")]
    assert status(latest_request(asked_about)) == Status.APPROVED
    assert waiting(cast.mei) == []


def test_steps_are_asked_one_after_the_other(cast, ask, asked_about, heard):
    request = ask(Step(role="lead"), Step(role="finance"))
    assert waiting(cast.tang) == []
    decide(request=request, by=cast.mei.user, verdict="approved", at=NOW)
    assert heard == []
    assert waiting(cast.tang) == [request.pk]
    decide(request=request, by=cast.tang.user, verdict="approved", at=NOW)
    assert heard == [("approved", "tang")]


def test_what_was_changed_after_it_was_asked_gets_no_yes_but_can_be_handed_in_again(cast, ask, asked_about, heard):
    approval_subjects.register(
        "organization.unit", name="unit", on_approved=lambda **said: heard.append(said["subject"].name),
        digest=lambda unit: unit.name,
    )  # fmt: skip
    request = ask(Step(role="lead"), Step(role="finance"))
    decide(request=request, by=cast.mei.user, verdict="approved", at=NOW)
    Unit.objects.filter(pk=asked_about.pk).update(name="别的")
    with pytest.raises(Refused) as refusal:
        decide(request=request, by=cast.tang.user, verdict="approved", at=NOW)
    assert refusal.value.code == "changed" and heard == []
    decide(request=request, by=cast.tang.user, verdict="returned", reason="改过", at=NOW)
    resubmit(request=request, by=cast.wei.user, at=NOW)
    for approver in (cast.mei, cast.tang):
        decide(request=request, by=approver.user, verdict="approved", at=NOW)
    assert heard == ["别的"]


def test_all_of_waits_for_everyone_and_any_of_for_the_first(cast, ask, asked_about, heard):
    both = [cast.mei, cast.tang]
    request = ask(Step(people=both, mode="all"), Step(people=both, mode="any"))
    decide(request=request, by=cast.mei.user, verdict="approved", at=NOW)
    assert current_step(latest_request(asked_about)).position == 1
    decide(request=request, by=cast.tang.user, verdict="approved", at=NOW)
    decide(request=request, by=cast.mei.user, verdict="approved", at=NOW)
    assert heard == [("approved", "mei")]
    with pytest.raises(Refused) as refusal:
        decide(request=request, by=cast.tang.user, verdict="approved", at=NOW)
    assert refusal.value.code == "over"


def test_the_requester_is_never_asked_and_it_goes_up_instead(cast, ask, asked_about):
    request = ask(by=cast.mei)
    assert waiting(cast.mei) == []
    assert waiting(cast.shen) == [request.pk]


def test_a_return_needs_a_reason_and_is_mended_in_a_new_round(cast, ask, asked_about, heard):
    request = ask(summary=[Change("amount", 110, 62)])
    with pytest.raises(Refused) as refusal:
        decide(request=request, by=cast.mei.user, verdict="returned", reason=" ", at=NOW)
    assert refusal.value.code == "reason_needed"
    decide(request=request, by=cast.mei.user, verdict="returned", reason="太低", at=NOW)
    assert waiting(cast.mei) == []
    resubmit(request=request, by=cast.wei.user, summary=[Change("amount", 110, 80)], at=NOW + timedelta(hours=1))
    assert waiting(cast.mei) == [request.pk]
    decide(request=request, by=cast.mei.user, verdict="approved", at=NOW)
    assert heard == [("returned", "mei"), ("approved", "mei")]
    assert [each.number for each in request.rounds.all()] == [1, 2]


def test_the_same_is_not_asked_twice_at_once(cast, ask, asked_about, heard):
    request = ask()
    with pytest.raises(Refused) as refusal:
        ask()
    assert refusal.value.code == "already_open"
    withdraw(request=request, by=cast.wei.user, at=NOW)
    assert heard == [("withdrawn", "wei")]
    assert ask().pk != request.pk


def test_a_handler_that_refuses_undoes_the_decision(cast, ask, asked_about):
    def refuse(**_):
        raise Refused("The budget is used up.", code="budget")

    approval_subjects.register("organization.unit", name="unit", on_approved=refuse)
    request = ask()
    with pytest.raises(Refused):
        decide(request=request, by=cast.mei.user, verdict="approved", at=NOW)
    assert waiting(cast.mei) == [request.pk]
    assert not Outcome.objects.exists()


def test_approvers_and_then_the_requester_are_told(cast, ask, asked_about):
    request = ask()
    assert [*told()] == [("mei", "approvals.waiting")]
    # What was not yet delivered to 梅 is of no use any more.
    decide(request=request, by=cast.mei.user, verdict="rejected", reason="不行", at=NOW)
    assert [*told()] == [("wei", "approvals.rejected")]


def test_what_nobody_registered_cannot_be_asked(cast, ask):
    with pytest.raises(KeyError):
        ask(kind="unheard of")


def test_the_others_of_an_any_of_step_need_not_look_any_more(cast, ask, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        request = ask(Step(people=[cast.mei, cast.tang], mode="any"))
    unread = Entry.objects.filter(read_at=None, recipient__in=[cast.mei.user, cast.tang.user])
    assert unread.count() == 2
    decide(request=request, by=cast.mei.user, verdict="approved", at=NOW)
    assert unread.count() == 0
