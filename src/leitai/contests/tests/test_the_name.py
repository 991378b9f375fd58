"""A contest that nobody named is called by its days, in the language of who reads."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils.translation import override

from leitai.contests.models import Contest
from leitai.contests.tests.arena import BEFORE, drafted, running

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.mark.parametrize(
    ("language", "start", "end", "sides_are", "title"),
    [
        ("zh-hans", date(2026, 11, 1), date(2026, 12, 1), "people", "11 月个人赛"),
        ("zh-hans", date(2026, 11, 16), date(2026, 11, 21), "units", "11月16日–20日团队赛"),
        ("en", date(2026, 11, 1), date(2026, 12, 1), "units", "November, team against team"),
    ],
)
def test_it_is_called_by_its_days_in_each_readers_language(language, start, end, sides_are, title):
    with override(language):
        assert str(Contest(start=start, end=end, sides_are=sides_are)) == title


def test_a_typed_name_is_its_name():
    assert str(Contest(name="双十一冲刺", start=date(2026, 11, 1), end=date(2026, 12, 1))) == "双十一冲刺"


def test_a_fresh_draft_has_no_frozen_name_and_its_page_offers_one(client, settings, cast):
    settings.LEITAI_NOW = BEFORE.isoformat()
    client.force_login(cast.hemin.user, BACKEND)
    client.post(reverse("contests:new"), {"preset": "sprint"})
    contest = Contest.objects.get()
    assert contest.name == ""
    page = client.get(reverse("contests:rules", args=[contest.pk])).content.decode()
    assert f'placeholder="{contest}"' in page


def test_a_nameless_contest_is_published_and_listed(client, settings, cast):
    contest = running(cast, name="")
    settings.LEITAI_NOW = BEFORE.isoformat()
    client.force_login(cast.wei.user, BACKEND)
    assert str(contest) in client.get(reverse("contests:index")).content.decode()
    assert drafted(cast, people=[cast.wei], name="").name == ""
