"""Every page of goals: who may open it, what it says, and what it costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from leitai.goals.actions import SplitPart, split_goal
from leitai.goals.filling import deal_moves, first_goal
from leitai.goals.models import Check, Goal
from leitai.goals.tests.setting import FOURTH_QUARTER, NOVEMBER, YUAN, held_to, propose
from leitai.sales.tests.posting import order, post
from tests.people import NOW, hire

pytestmark = pytest.mark.django_db
PAGES = ("goal", "revision", "split")


@pytest.fixture(autouse=True)
def on_the_day(settings):
    settings.LEITAI_NOW = "2026-11-18T09:00:00+08:00"


@pytest.fixture
def page(client, cast):
    def open_as(person, name, *args, data=None, query="", **extra):
        user = getattr(person, "user", person)
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        url = reverse(f"goals:{name}", args=args) + query
        return client.post(url, data, **extra) if data is not None else client.get(url, **extra)

    return open_as


def said(answer) -> str:
    return answer.content.decode()


def test_a_stranger_to_a_goal_finds_nothing(page, cast):
    goal = held_to(cast.chen, 100)
    for name in PAGES:
        assert page(cast.wei, name, goal.pk).status_code == 404
    assert page(cast.wei, "withdrawal", goal.pk, data={"reason": "x"}).status_code == 404
    assert page(cast.qiang, "goal", goal.pk).status_code == 200


def test_whoever_sees_a_goal_may_not_change_it(page, cast):
    goal = held_to(cast.east, 100)
    assert page(cast.wei, "goal", goal.pk).status_code == 200
    assert page(cast.wei, "revision", goal.pk).status_code == 404
    assert page(cast.wei, "split", goal.pk).status_code == 404
    page(cast.wei, "withdrawal", goal.pk, data={"reason": "不想干"})
    assert not Goal.objects.get(pk=goal.pk).is_withdrawn


def test_the_list_tells_where_everybody_stands(page, cast):
    held_to(cast.wei, 100)
    held_to(cast.li, 100)
    post(order(cast.wei, "61.9", "A1"))
    answer = page(cast.mei, "index")
    lines = answer.context["lines"]
    assert [line.who.name for line in lines] == ["华东一部", "丽", "伟"] or len(lines) == 3
    assert "61.9%" in said(answer)
    assert answer.context["lead"].who == cast.east
    assert page(cast.mei, "index", query="?behind=1&q=丽").context["lines"][0].who == cast.li
    assert page(cast.mei, "index", query="?period=2026Q4").context["lead"] is None


def test_an_empty_company_is_offered_the_first_step(page, cast):
    assert reverse("goals:new") in said(page(cast.mei, "index"))
    assert first_goal(page(cast.tang, "index").wsgi_request) is not None


def test_proposing_by_form(page, cast):
    answer = page(
        cast.mei,
        "new",
        data={
            "metric": held_to(cast.li, 5).metric_id,
            "owner": f"person-{cast.wei.pk}",
            "period": "2026-11",
            "growth": "",
            "target": "1.5万",
            "why": "上月 1.2 万",
        },
    )
    goal = Goal.objects.get(person=cast.wei)
    assert answer.url == reverse("goals:goal", args=[goal.pk])
    assert goal.revisions.get().target == 15_000 * YUAN
    assert "1.5" in said(page(cast.wei, "goal", goal.pk))


def test_a_rep_proposes_only_to_themselves(page, cast):
    metric = held_to(cast.li, 5).metric_id
    data = {"metric": metric, "owner": f"person-{cast.li.pk}", "period": "2026-12", "growth": "", "target": "5"}
    answer = page(cast.wei, "new", data=data)
    assert answer.context["form"].errors["owner"]
    assert answer.status_code == 200
    assert page(cast.an, "new").status_code == 200


@pytest.mark.parametrize("typed, field", [("", "target"), ("很多", "target"), ("0", "target"), ("-5", "target")])
def test_a_number_that_is_none_is_said_beside_the_field(page, cast, typed, field):
    metric = held_to(cast.li, 5).metric_id
    data = {
        "metric": metric,
        "owner": f"person-{cast.wei.pk}",
        "period": "2026-11",
        "growth": "",
        "target": typed,
        "why": "写了很多",
    }
    answer = page(cast.mei, "new", data=data)
    assert answer.context["form"].errors[field]
    assert "写了很多" in said(answer)


def test_the_outlook_warns_of_a_number_beyond_the_past(page, cast):
    from datetime import date

    for month in (7, 8, 9, 10):
        post(order(cast.wei, "100", f"A{month}", day=date(2026, month, 5)))
    metric = held_to(cast.li, 5).metric_id
    data = {"metric": metric, "owner": f"person-{cast.wei.pk}", "period": "2026-11", "growth": "", "target": "500"}
    assert page(cast.mei, "outlook", data=data).context["beyond"]
    assert page(cast.mei, "outlook", data={**data, "target": "90"}).context["met"] == 4


def test_splitting_by_form_keeps_the_sum(page, cast):
    goal = held_to(cast.east, 400)
    post(order(cast.wei, "1", "A"), order(cast.li, "1", "B"), order(cast.mei, "1", "C"))
    first = page(cast.mei, "split", goal.pk)
    assert first.context["difference"] == 0
    wei, li, mei = f"part-{cast.wei.pk}", f"part-{cast.li.pk}", f"part-{cast.mei.pk}"
    typed = {"by": "people", "weights": "hand", wei: "300", li: "50", mei: "50"}
    moved = page(
        cast.mei,
        "split",
        goal.pk,
        data={**typed, wei: "100", f"pin-{cast.wei.pk}": "1", "spread": "1"},
        HTTP_HX_REQUEST="true",
    )
    assert moved.context["difference"] == 0
    assert [row.value // YUAN for row in moved.context["rows"] if row.candidate.owner == cast.wei] == [100]
    assert page(cast.mei, "split", goal.pk, data={**typed, wei: "99", "send": "1"}).context["problem"]
    assert page(cast.mei, "split", goal.pk, data={**typed, wei: "x"}).context["rows"]
    assert page(cast.mei, "split", goal.pk, data={**typed, "send": "1"}).status_code == 302
    assert Goal.objects.filter(parent=goal).count() == 3


def test_revising_by_form_and_the_thread_beside_it(page, cast):
    goal = held_to(cast.wei, 100)
    assert page(cast.wei, "revision", goal.pk, data={"target": "120", "reason": ""}).context["reason"].errors
    assert page(cast.wei, "revision", goal.pk, data={"target": "120", "reason": "多一家"}).status_code == 302
    assert page(cast.wei, "revision", goal.pk).status_code == 404
    assert page(cast.mei, "goal", goal.pk).context["seat"] is not None


def test_a_check_is_written_on_its_day(page, cast):
    goal = held_to(cast.wei, 100)
    Check.objects.filter(goal=goal).update(day="2026-11-17")
    check = goal.checks.get()
    assert page(cast.wei, "check", goal.pk, check.pk, data={"cause": "", "action": ""}).context["form"].errors
    page(cast.wei, "check", goal.pk, check.pk, data={"cause": "客户延期", "action": "下周拜访"})
    check.refresh_from_db()
    assert (check.measured, check.target, check.cause) == (0, 100 * YUAN, "客户延期")
    assert page(cast.wei, "check", goal.pk, check.pk).status_code == 404


def test_a_deal_says_what_it_moves(page, cast):
    held_to(cast.wei, 100)
    post(order(cast.wei, "55", "A1"))
    request = page(cast.wei, "index").wsgi_request
    moved = deal_moves(request, amount=8, person=cast.wei)
    assert (moved["now"].ppm, moved["then"].ppm, moved["catches_up"]) == (550_000, 630_000, True)
    assert deal_moves(request, amount=8, person=cast.li) is None


def test_every_page_shows_every_state(page, cast):
    goals = [
        propose(cast.wei, 100, by=cast.mei.user),
        held_to(cast.east, 300, FOURTH_QUARTER),
        held_to(cast.li, 9, code="win_rate"),
    ]
    split_goal(
        goal=goals[1],
        parts=[SplitPart(cast.east, month, 100 * YUAN) for month in FOURTH_QUARTER.split("month")],
        by=cast.shen.user,
        at=NOW,
    )
    for goal in goals:
        assert page(cast.shen, "goal", goal.pk).status_code == 200
    for query in ("?period=banana", "?metric=none", "?period=2026&open=zzz", "?period=2026-W40"):
        assert page(cast.shen, "index", query=query).status_code == 200


def test_pages_cost_the_same_for_many(page, cast):
    def cost(name, *args):
        with CaptureQueriesContext(connection) as made:
            assert page(cast.shen, name, *args).status_code == 200
        return len(made)

    whole = held_to(cast.whole, 1000)
    for person in (cast.wei, cast.chen):
        held_to(person, 100, NOVEMBER)
    held_to(cast.east, 100)
    split_goal(
        goal=whole,
        parts=[SplitPart(cast.east, NOVEMBER, 900 * YUAN), SplitPart(cast.south, NOVEMBER, 100 * YUAN)],
        reason="重新分",
        by=cast.shen.user,
        at=NOW,
    )
    page(cast.shen, "index")
    few = [cost("index"), cost("goal", whole.pk), cost("split", whole.pk)]
    for n in range(10):
        person = hire(f"新人{n}", f"new{n}", cast.east, "rep")
        held_to(person, 100)
        post(order(person, "10", f"N{n}"))
    many = [cost("index"), cost("goal", whole.pk), cost("split", whole.pk)]
    assert many == few
