"""Who sees which names: on the page, in the stream, and on the page of one side. And what it costs."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from leitai import clock
from leitai.contests import board
from leitai.contests.queries import contests_visible_to, side_of
from leitai.contests.tests.arena import DURING, END, LATER, crowd, deal, running
from leitai.organization.actions import move_person
from leitai.organization.rights import rights_of

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def during(settings):
    settings.LEITAI_NOW = DURING.isoformat()


@pytest.fixture
def arena(cast):
    """Nine people with falling scores; 伟 is sixth, 丽 last."""
    others = crowd(cast.east, 7, prefix="选手")
    people = [*others[:5], cast.wei, *others[5:], cast.li]
    contest = running(cast, people=people)
    for place, person in enumerate(people):
        deal(person, str(1000 - 100 * place), f"D{place}")
    return contest


def seen(contest, user) -> dict:
    rows = board.show(board.read(contest, DURING), board.admit(user, DURING, contest.pk))
    return {row["name"] for row in rows.values() if row["kind"] == "side"}


def test_a_participant_sees_the_top_and_the_neighbours(arena, cast):
    assert seen(arena, cast.wei.user) == set(seen(arena, cast.hemin.user)) - {"选手006", "丽"}
    assert seen(arena, cast.li.user) == {"选手000", "选手001", "选手002", "选手006", "丽"}


def test_the_rest_is_summed_and_stands_where_it_belongs(arena, cast):
    rows = board.show(board.read(arena, DURING), board.admit(cast.wei.user, DURING, arena.pk))
    shown = [
        (row["order"], row.get("words", {}).get("en"), row["score"]["en"])
        for row in rows.values()
        if row["kind"] == "rest"
    ]
    assert shown == [(7, "2 others", "500")]


def test_whoever_changes_teams_after_the_last_day_is_still_of_the_team_they_fought_for(cast):
    contest = running(cast, units=[cast.east, cast.south], sides_are="units")
    move_person(person=cast.wei, unit=cast.south, start=END, by=None, at=LATER)
    rights = rights_of(cast.wei.user, on=LATER.date())
    assert str(side_of(rights, contest, on=LATER.date())) == "华东一部"


def test_no_hidden_name_is_in_a_message_at_all(arena, cast):
    rows = board.show(board.read(arena, DURING), board.admit(cast.li.user, DURING, arena.pk))
    text = json.dumps(rows, ensure_ascii=False)
    assert "伟" not in text and "选手003" not in text


def test_the_lead_and_operations_see_everyone(arena, cast):
    assert len(seen(arena, cast.hemin.user)) == 9
    assert len(seen(arena, cast.shen.user)) == 9


def test_an_open_contest_shows_all_to_all(cast):
    contest = running(cast, visibility="open")
    assert seen(contest, cast.wei.user) == {"伟", "丽", "陈"}


def test_a_stranger_is_not_admitted(arena, cast):
    assert board.admit(cast.chen.user, DURING, arena.pk) is None
    assert not contests_visible_to(rights_of(cast.chen.user, on=DURING.date()), on=DURING.date()).exists()


def test_a_lead_of_those_who_take_part_may_watch(arena, cast):
    assert board.admit(cast.mei.user, DURING, arena.pk) == board.GUEST
    assert seen(arena, cast.mei.user) == {"选手000", "选手001", "选手002"}


@pytest.mark.parametrize(("who", "status"), [("wei", 200), ("chen", 404), ("mei", 200)])
def test_the_page_says_the_same_as_the_stream(client, arena, cast, who, status):
    client.force_login(getattr(cast, who).user, BACKEND)
    answer = client.get(f"/contests/{arena.pk}/")
    assert answer.status_code == status
    if status == 200:
        ranking = answer.content.decode().partition('<ol class="ranking"')[2].partition("</ol>")[0]
        assert "选手000" in ranking and "丽" not in ranking


def test_the_chart_of_places_comes_anew_with_the_board_and_names_who_is_seen(client, arena, cast):
    deal(cast.wei, "900", "D9", day=DURING.date() - timedelta(days=1))
    client.force_login(cast.wei.user, BACKEND)
    address = reverse("contests:chart", args=[arena.pk])
    assert f'hx-get="{address}"' in client.get(reverse("contests:contest", args=[arena.pk])).content.decode()
    table = client.get(address).content.decode().partition("<tbody>")[2].partition("</tbody>")[0]
    assert "伟" in table and "选手005" not in table
    client.force_login(cast.chen.user, BACKEND)
    assert client.get(address).status_code == 404


def test_a_hidden_sides_records_are_not_found(client, arena, cast):
    client.force_login(cast.li.user, BACKEND)
    sides = {str(side): side.pk for side in arena.sides.all()}
    assert client.get(f"/contests/{arena.pk}/sides/{sides['伟']}/").status_code == 404
    assert client.get(f"/contests/{arena.pk}/sides/{sides['丽']}/").status_code == 200


def test_a_score_opens_to_its_records_and_says_how_many_are_not_ones_own(client, arena, cast):
    client.force_login(cast.li.user, BACKEND)
    first = arena.sides.get(person__name="选手000")
    page = client.get(f"/contests/{arena.pk}/sides/{first.pk}/").content.decode()
    assert "另有 1 条记录" in page or "1 record counts" in page


def test_drafts_are_nobody_elses(client, cast):
    from leitai.contests.tests.arena import drafted

    contest = drafted(cast, people=[cast.wei, cast.li])
    for who in ("wei", "mei"):
        client.force_login(getattr(cast, who).user, BACKEND)
        assert client.get(f"/contests/{contest.pk}/").status_code == 404
        assert client.get(f"/contests/{contest.pk}/rules/").status_code == 404


def test_the_cost_does_not_grow_with_the_number_of_sides(client, cast):
    costs = []
    for size in (20, 200):
        people = crowd(cast.east, size, prefix=f"甲{size}")
        contest = running(cast, people=[cast.wei, *people], name=f"{size} 人")
        for number, person in enumerate(people[:12]):
            deal(person, str(100 + number), f"{size}-{number}")
        client.force_login(cast.wei.user, BACKEND)
        client.get(f"/contests/{contest.pk}/")
        with CaptureQueriesContext(connection) as page:
            client.get(f"/contests/{contest.pk}/")
        with CaptureQueriesContext(connection) as stream:
            board.read_live(clock.now(), contest.pk)
        costs.append((len(page), len(stream)))
    assert costs[0] == costs[1]
    assert costs[1][0] < 60 and costs[1][1] < 20, costs
