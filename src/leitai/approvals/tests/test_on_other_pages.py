"""What approvals say on the pages of others: the state on a subject's page, what waits on Today."""

from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from leitai.approvals.actions import decide
from leitai.notifications.phrases import Money
from leitai.organization.rights import rights_of
from leitai.ui import slots
from tests.people import DAY, NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_the_day(settings):
    settings.LEITAI_NOW = "2026-11-18T09:12:00+08:00"
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def seen_by(rf):
    """A request for any page of somebody's, as the middleware leaves it."""

    def asking(person):
        request = rf.get("/goals/7/")
        request.user, request.person, request.htmx = person.user, person, False
        request.rights = rights_of(person.user, on=DAY)
        return request

    return asking


def state(request, subject, kind="") -> str:
    return render_to_string("approvals/subject_slot.html", {"subject": subject, "kind": kind}, request=request)


def test_a_subject_nobody_asked_about_says_nothing(cast, asked_about, seen_by):
    assert "<section" not in state(seen_by(cast.mei), asked_about)


def test_the_buttons_are_there_for_whoever_is_asked_and_lead_back_to_the_page(cast, ask, asked_about, seen_by):
    ask()
    approver, requester = state(seen_by(cast.mei), asked_about), state(seen_by(cast.wei), asked_about)
    assert "data-holds" in approver and 'name="next" value="/goals/7/"' in approver
    assert "data-holds" not in requester and "Waiting for" in requester


def test_whoever_asks_withdraws_on_the_subjects_page(cast, ask, asked_about, seen_by):
    address = reverse("approvals:withdrawal", args=[ask().pk])
    assert address in state(seen_by(cast.wei), asked_about)
    assert address not in state(seen_by(cast.mei), asked_about)


def test_each_kind_stands_for_itself(cast, ask, asked_about, seen_by):
    ask(at=NOW - timedelta(days=1))
    assert "<section" not in state(seen_by(cast.mei), asked_about, kind="revision")


def test_the_newest_request_is_the_one_shown(cast, ask, asked_about, seen_by):
    decide(request=ask(), by=cast.mei.user, verdict="rejected", reason="so", at=NOW)
    assert "Rejected" in state(seen_by(cast.wei), asked_about)
    ask()
    assert "Waiting for" in state(seen_by(cast.wei), asked_about)


def today(request):
    return {fragment.key: said for fragment, said in slots.answers("today.side", request)}.get("approvals")


def test_today_shows_what_waits_the_longest_first(cast, ask, seen_by):
    assert today(seen_by(cast.mei)) is None
    ask(figure=Money(860_000), at=NOW - timedelta(days=3))
    ask(subject=cast.south, at=NOW)
    said = today(seen_by(cast.mei))
    assert said["count"] == 2
    text = render_to_string("approvals/today_side.html", said, request=seen_by(cast.mei))
    assert text.index("3 days waiting") < text.index("today")
    assert "¥860k" in text
