"""A lead asks to publish: what is approved is what was asked, and meanwhile the draft stands still."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from leitai.approvals.actions import decide, resubmit, withdraw
from leitai.approvals.models import Request
from leitai.approvals.queries import latest_request, seats_waiting_for
from leitai.contests import rules
from leitai.contests.actions import (
    ask_to_publish,
    discard_contest,
    edit_contest,
    publish_contest,
    set_prizes,
    set_sides,
)
from leitai.contests.errors import ContestError
from leitai.contests.models import Contest, Prize
from leitai.contests.queries import PUBLICATION
from leitai.contests.tests.arena import BEFORE, drafted, fresh, money


@pytest.fixture
def asked(cast):
    """梅's draft with a prize of 100, waiting for the director."""
    contest = drafted(cast, people=[cast.wei, cast.li], prizes=money((1, 1, "100")))
    Contest.objects.filter(pk=contest.pk).update(created_by=cast.mei.user)
    ask_to_publish(contest=fresh(contest), by=cast.mei.user, at=BEFORE)
    return fresh(contest)


def request_of(contest) -> Request:
    return latest_request(contest, kind=PUBLICATION)


def say(contest, cast, verdict="approved", reason=""):
    decide(request=request_of(contest), by=cast.shen.user, verdict=verdict, reason=reason, at=BEFORE)


def test_a_draft_stands_still_while_it_is_asked(asked, cast):
    changes = (
        lambda: set_prizes(contest=asked, prizes=money((1, 1, "19000")), by=cast.mei.user, at=BEFORE),
        lambda: edit_contest(contest=asked, name="别的", by=cast.mei.user, at=BEFORE),
        lambda: set_sides(contest=asked, people=[cast.wei], by=cast.mei.user, at=BEFORE),
    )
    for change in changes:
        with pytest.raises(ContestError) as refused:
            change()
        assert refused.value.code == "being_asked"
    say(asked, cast)
    assert rules.worst_case(fresh(asked)) == 100 and fresh(asked).publication


def test_a_yes_to_other_rules_than_those_that_stand_does_nothing(asked, cast):
    Prize.objects.filter(contest=asked).update(amount=19000)
    with pytest.raises(ValidationError) as refused:
        say(asked, cast)
    assert refused.value.code == "changed"
    assert not hasattr(fresh(asked), "publication") and request_of(asked).open


def test_withdrawn_the_draft_can_be_changed_and_asked_again(asked, cast):
    withdraw(request=request_of(asked), by=cast.mei.user, at=BEFORE)
    set_prizes(contest=asked, prizes=money((1, 1, "200")), by=cast.mei.user, at=BEFORE)
    ask_to_publish(contest=asked, by=cast.mei.user, at=BEFORE)
    say(asked, cast)
    assert rules.worst_case(fresh(asked)) == 200 and fresh(asked).publication


def test_returned_it_is_handed_in_again_with_the_rules_as_they_are_now(asked, cast):
    say(asked, cast, "returned", "太少")
    set_prizes(contest=asked, prizes=money((1, 1, "300")), by=cast.mei.user, at=BEFORE)
    ask_to_publish(contest=asked, by=cast.mei.user, at=BEFORE)
    rounds = request_of(asked).rounds.order_by("number")
    assert [Decimal(each.figure["money"]) for each in rounds] == [100, 300]
    say(asked, cast)
    assert rules.worst_case(fresh(asked)) == 300 and fresh(asked).publication


def test_handed_in_again_with_its_old_words_it_is_not_approved_at_another_price(asked, cast):
    say(asked, cast, "returned", "太少")
    set_prizes(contest=asked, prizes=money((1, 1, "19000")), by=cast.mei.user, at=BEFORE)
    resubmit(request=request_of(asked), by=cast.mei.user, at=BEFORE)
    with pytest.raises(ContestError) as refused:
        say(asked, cast)
    assert refused.value.code == "not_as_read"
    assert not hasattr(fresh(asked), "publication")


def test_a_draft_thrown_away_or_published_at_once_is_asked_no_more(asked, cast):
    other = drafted(cast, people=[cast.wei, cast.li])
    ask_to_publish(contest=other, by=cast.mei.user, at=BEFORE)
    discard_contest(contest=asked, by=cast.mei.user, at=BEFORE)
    publish_contest(contest=other, by=cast.hemin.user, at=BEFORE)
    assert not Request.objects.filter(open=True).exists()
    assert not seats_waiting_for(cast.shen.user, on=BEFORE.date())


def test_the_pages_say_so_and_offer_to_withdraw(asked, cast, client, settings):
    settings.LEITAI_NOW = BEFORE.isoformat()
    client.force_login(cast.mei.user)
    for name in ("rules", "prizes", "publication"):
        page = client.get(reverse(f"contests:{name}", args=[asked.pk])).content.decode()
        assert reverse("approvals:withdrawal", args=[request_of(asked).pk]) in page
        assert 'name="next" value="1"' not in page
    client.force_login(cast.hemin.user)
    line = {"first": "1", "last": "1", "kind": "money", "amount": "19000"}
    form = {f"prizes-0-{name}": value for name, value in line.items()}
    form |= {"prizes-TOTAL_FORMS": "1", "prizes-INITIAL_FORMS": "1", "budget_line": asked.budget_line_id, "save": "1"}
    answer = client.post(reverse("contests:prizes", args=[asked.pk]), form)
    assert answer.context["budget"].non_field_errors()
    assert rules.worst_case(fresh(asked)) == 100


def test_the_last_page_does_not_say_ready_while_it_is_asked(client, settings, asked, cast):
    settings.LEITAI_NOW = BEFORE.isoformat()
    client.force_login(cast.mei.user, "allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(reverse("contests:publication", args=[asked.pk])).content.decode()
    assert reverse("approvals:request", args=[request_of(asked).pk]) in page and "可以发布" not in page


@pytest.mark.parametrize(("who", "is_held"), [("hemin", True), ("mei", False)])
def test_publishing_at_once_can_be_taken_back_for_a_moment(client, settings, cast, who, is_held):
    contest = drafted(cast, people=[cast.wei, cast.li])
    Contest.objects.filter(pk=contest.pk).update(created_by=getattr(cast, who).user)
    settings.LEITAI_NOW = BEFORE.isoformat()
    client.force_login(getattr(cast, who).user, "allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(reverse("contests:publication", args=[contest.pk])).content.decode()
    assert "可以发布" in page and ("data-holds" in page and "data-hold-undo" in page) == is_held
