"""A goal is found by its owner, its metric and its period, and only by those who may see it."""

import pytest
from django.urls import reverse

from leitai.goals.models import Goal
from leitai.goals.tests.setting import held_to
from leitai.organization.rights import rights_of
from leitai.search.actions import rebuild
from leitai.search.queries import find
from tests.people import DAY

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def found(text, person):
    return [each.subject for each in find(text, rights=rights_of(person.user, on=DAY), on=DAY)]


@pytest.mark.parametrize("typed", ["伟 净销售额", "wei jxse", "伟 2026", "wei net sales"])
def test_a_goal_is_found_by_those_who_may_see_it(cast, typed):
    goal = held_to(cast.wei, 100)
    assert found(typed, cast.mei) == [goal]
    assert found(typed, cast.chen) == []


def test_many_goals_are_indexed_at_the_price_of_one(cast, django_assert_max_num_queries):
    for person in (cast.wei, cast.li, cast.chen):
        held_to(person, 100)
    with django_assert_max_num_queries(24):
        rebuild()
    assert len(found("jxse", cast.shen)) == Goal.objects.count() == 3


@pytest.mark.parametrize("typed", ["新建目标", "xjmb"])
def test_setting_one_is_a_command(client, cast, typed):
    client.force_login(cast.wei.user, BACKEND)
    page = client.get(reverse("search:results"), {"q": typed}, headers={"HX-Request": "true"}).content.decode()
    assert reverse("goals:new") in page
