"""Contests in lists and on the pages of other rooms: what they say, and that many cost no more than few."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from leitai.contests import board
from leitai.contests.actions import publish_contest
from leitai.contests.models import Contest
from leitai.contests.slots import deal_earns
from leitai.contests.tests.arena import BEFORE, DURING, budget, deal, drafted, running
from leitai.incentives.actions import plan_budget
from leitai.metrics.queries import by_code
from leitai.organization.rights import rights_of
from leitai.sales.drafting import Draft


@pytest.fixture(autouse=True)
def during(settings):
    settings.LEITAI_NOW = DURING.isoformat()


def cost(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("who", ["wei", "hemin"])
def test_a_list_of_many_contests_costs_what_a_list_of_two_does(client, cast, who):
    client.force_login(getattr(cast, who).user)
    line = budget(cast, "90000")
    costs = []
    for size in (2, 6):
        while Contest.objects.count() < 2 * size:
            number = Contest.objects.count()
            people = drafted(cast, people=[cast.wei, cast.li], name=f"个人 {number}", budget_line=line)
            teams = drafted(
                cast, units=[cast.east, cast.south], sides_are="units", name=f"团队 {number}", budget_line=line
            )
            for contest in (people, teams):
                publish_contest(contest=contest, by=cast.hemin.user, at=BEFORE)
            deal(cast.wei, "100", f"A{number}")
        person = reverse("today:person", args=[cast.wei.pk])
        costs.append([cost(client, address) for address in (reverse("contests:index"), person)])
    assert costs[0] == costs[1]


def test_today_costs_the_same_with_one_contest_or_three(client, cast):
    client.force_login(cast.wei.user)
    costs = []
    for name in ("一", "二", "三"):
        running(cast, name=name)
        costs.append(cost(client, reverse("today:index")))
    assert costs[0] == costs[1] == costs[2]


def test_the_page_of_prizes_costs_the_same_with_many_budget_lines(client, cast):
    client.force_login(cast.hemin.user)
    contest = drafted(cast, people=[cast.wei, cast.li])
    costs = []
    for size in (1, 5):
        for number in range(size):
            plan_budget(
                name=f"{size}-{number}", unit=None, start=date(2026, 10, 1), end=date(2027, 1, 1), planned=Decimal(9),
                by=None, at=BEFORE,
            )  # fmt: skip
        costs.append(cost(client, reverse("contests:prizes", args=[contest.pk])))
    assert costs[0] == costs[1]


def test_a_list_says_what_each_board_says(client, cast):
    contests = [
        running(cast, name="个人"),
        running(cast, name="单数", metric=by_code("orders")),
        running(cast, name="团队", units=[cast.east, cast.south], sides_are="units", per_point=Decimal(100)),
    ]
    deal(cast.wei, "300", "A1")
    deal(cast.li, "300", "B1")
    client.force_login(cast.wei.user)
    strips = client.get(reverse("contests:index")).context["running"]
    assert {strip.contest for strip in strips} == set(contests)
    for strip in strips:
        whole = board.read(strip.contest, DURING)
        assert strip.facts == whole.facts
        own = whole.sides[f"s{strip.own['side']}"]
        assert {name: strip.own[name] for name in ("rank", "score", "gap")} == {
            name: own[name] for name in ("rank", "score", "gap")
        }


def test_a_deal_says_what_it_scores_in_each_contest_of_its_seller(client, cast):
    running(cast, name="个人", people=[cast.wei, cast.chen])
    running(cast, name="团队", units=[cast.east, cast.south], sides_are="units", per_point=Decimal(10))
    running(cast, name="别人的", people=[cast.li, cast.chen])
    running(cast, name="单数", metric=by_code("orders"))
    deal(cast.chen, "300", "B1")
    client.force_login(cast.wei.user)
    answer = client.get(reverse("sales:report_earns"), {"amount": "100", "day": "2026-11-18"})
    said = {each["contest"].name: each for each in answer.context["carried"]}
    assert set(said) == {"个人", "团队"}
    assert (said["团队"]["worth"], said["个人"]["row"]["gap"]["en"]) == ("10.0", "300")
    request = SimpleNamespace(rights=rights_of(cast.shen.user, on=DURING.date()), person=cast.shen)
    of_chen = Draft(person=cast.chen, amount=Decimal(100), day=DURING.date())
    sold = {each["contest"].name for each in deal_earns(request, draft=of_chen)["carried"]}
    assert sold == {"个人", "团队", "别人的"}


def test_a_deal_of_another_day_scores_nothing(client, cast):
    running(cast)
    client.force_login(cast.wei.user)
    answer = client.get(reverse("sales:report_earns"), {"amount": "100", "day": "2026-10-18"})
    assert "carried" not in answer.context
