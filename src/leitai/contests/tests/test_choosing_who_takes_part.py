"""The finder of the rules: units with those who belong to them, each found by name and pinyin."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from leitai.contests.tests.arena import DURING, START, crowd, drafted

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def during(settings):
    settings.LEITAI_NOW = DURING.isoformat()


def offered(client, cast, contest):
    client.force_login(cast.hemin.user, BACKEND)
    return client.get(reverse("contests:rules", args=[contest.pk])).context["groups"]


def test_people_stand_below_their_unit_with_the_letters_they_are_found_by(client, cast):
    found = {group.unit.name: group for group in offered(client, cast, drafted(cast, people=[cast.wei], start=START))}
    east = found["华东一部"]
    assert "huadongyibu" in east.unit.words and "hdyb" in east.unit.words
    assert {person.name: person.is_chosen for person in east.people} == {"梅": False, "伟": True, "丽": False}
    assert (east.unit.count, found["恒远智能装备"].unit.count) == (3, 8)


def test_what_was_typed_stays_chosen_when_something_else_is_wrong(client, cast):
    contest = drafted(cast, people=[cast.wei])
    client.force_login(cast.hemin.user, BACKEND)
    answer = client.post(
        reverse("contests:rules", args=[contest.pk]), {"people": [cast.li.pk], "units": [cast.south.pk]}
    )
    chosen = {
        choice.name for group in answer.context["groups"] for choice in [group.unit, *group.people] if choice.is_chosen
    }
    assert chosen == {"丽", "华南二部"}


def test_the_number_of_questions_does_not_grow_with_the_people(client, cast):
    contest, costs = drafted(cast, people=[cast.wei]), []
    for size in (5, 60):
        crowd(cast.east, size, prefix=f"甲{size}")
        offered(client, cast, contest)
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("contests:rules", args=[contest.pk]))
        costs.append(len(asked))
    assert costs[0] == costs[1]
