"""A contest is found the way colleagues type its name, and only by those who may see it."""

from datetime import date

import pytest
from django.urls import reverse

from leitai.contests.tests.arena import drafted, running
from leitai.organization.rights import rights_of
from leitai.search.queries import find
from tests.people import DAY

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def found(text, person):
    return [each.title for each in find(text, rights=rights_of(person.user, on=DAY), on=DAY)]


@pytest.mark.parametrize("typed", ["双十一", "ssycc", "chongci"])
def test_a_contest_is_found_by_those_who_may_see_it(cast, typed):
    running(cast, people=[cast.wei, cast.li])
    assert found(typed, cast.wei) == ["双十一冲刺"]
    assert found(typed, cast.chen) == []


def test_a_draft_is_found_by_who_works_on_it(cast):
    drafted(cast, people=[cast.wei])
    assert found("ssy", cast.hemin) == ["双十一冲刺"]
    assert found("ssy", cast.wei) == []


@pytest.mark.parametrize("typed", ["grs", "November"])
def test_a_nameless_contest_is_found_by_its_days_in_each_language(cast, typed):
    running(cast, name="", end=date(2026, 12, 1))
    assert found(typed, cast.wei) == ["11 月个人赛"]


@pytest.mark.parametrize("typed", ["新建比赛", "xinjianbisai", "xjbs"])
def test_making_one_is_a_command_of_those_who_may(client, cast, typed):
    for person, offered in ((cast.hemin, True), (cast.wei, False)):
        client.force_login(person.user, BACKEND)
        page = client.get(reverse("search:results"), {"q": typed}, headers={"HX-Request": "true"}).content.decode()
        assert (reverse("contests:new") in page) is offered
