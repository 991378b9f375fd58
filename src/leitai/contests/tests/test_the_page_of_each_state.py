"""What a contest's page says before it begins, while two sides race, in its public notice and after."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from leitai.contests import board, charts, checks, pages, teams
from leitai.contests.actions import close_contest, object_to_result, settle_contest
from leitai.contests.errors import ContestError
from leitai.contests.results import result_of
from leitai.contests.tests.arena import (
    AFTER,
    BEFORE,
    DURING,
    LATER,
    SHANGHAI,
    crowd,
    deal,
    drafted,
    fresh,
    money,
    running,
)
from leitai.conversation.models import Message
from leitai.incentives.models import Award
from leitai.metrics.queries import by_code
from leitai.notifications.models import Outbox

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def page(client, settings):
    def open_it(contest, person, at, name="contest", **more) -> str:
        settings.LEITAI_NOW = at.isoformat()
        client.force_login(person.user, BACKEND)
        return client.get(reverse(f"contests:{name}", args=[contest.pk, *more.values()])).content.decode()

    return open_it


def test_before_it_begins_it_counts_to_its_start_and_ranks_nobody(page, cast):
    contest = running(cast)
    said = page(contest, cast.wei, BEFORE)
    assert 'data-countdown="2026-11-01T00:00:00+08:00"' in said
    assert "ranked" not in said and "第 1 名</b>" not in said and 'data-rows="deal"' not in said
    assert "¥3,000" in said and all(name in said for name in ("伟", "丽", "陈"))


def test_who_takes_part_stands_in_the_order_of_the_alphabet(page, cast):
    said = page(running(cast, people=[cast.wei, cast.li, cast.chen]), cast.wei, BEFORE)
    names = said.partition("contest-names")[2]
    assert names.index("陈") < names.index("丽") < names.index("伟")


def test_a_side_has_no_records_to_open_before_it_begins(client, settings, cast):
    contest = running(cast)
    settings.LEITAI_NOW = BEFORE.isoformat()
    client.force_login(cast.wei.user, BACKEND)
    assert client.get(reverse("contests:side", args=[contest.pk, contest.sides.first().pk])).status_code == 404
    assert client.get(reverse("contests:chart", args=[contest.pk])).status_code == 404


def test_nobody_has_a_place_while_nobody_has_a_score(cast):
    contest = running(cast)
    assert {row["place"] for row in board.read(contest, DURING).sides.values()} == {"–"}
    deal(cast.wei, "100", "A1")
    assert [row["place"] for row in board.read(contest, DURING).sides.values()] == ["1", "2", "2"]


def test_whoever_has_nothing_wears_no_medal(cast):
    contest = running(cast)
    deal(cast.wei, "100", "A1")
    assert [row["medal"] for row in board.read(contest, DURING).sides.values()] == ["1", "", ""]


def test_what_was_signed_before_a_contest_of_today_is_published_counts_and_is_said(cast):
    deal(cast.wei, "100", "A1", day=DURING.date())
    contest = drafted(cast, people=[cast.wei, cast.li], start=DURING.date())
    [warning] = [each for each in checks.warnings(contest, DURING) if each.code == "begun"]
    assert (warning.day, warning.share) == (DURING.date(), 1) and "00:00" in pages.said(warning)
    later = drafted(cast, people=[cast.wei, cast.li], start=DURING.date() + timedelta(days=1))
    assert "begun" not in [each.code for each in checks.warnings(later, DURING)]


def test_the_public_notice_shows_the_prizes_that_settling_grants(page, cast):
    contest = running(cast)
    deal(cast.wei, "200", "A1")
    deal(cast.li, "100", "A2")
    close_contest(contest=contest, by=cast.hemin.user, at=AFTER)
    current = board.read(fresh(contest), AFTER)
    found = result_of(fresh(contest), current, board.show(current, board.ALL))
    shown = {won.side: won.prizes for won in [*found.podium, *found.lines]}
    assert shown == {"伟": ["¥3,000"], "丽": ["¥2,000"], "陈": []}
    said = page(contest, cast.wei, AFTER)
    assert "¥3,000" in said.partition("contest-results")[2]
    assert reverse("contests:objection", args=[contest.pk]) in said
    settle_contest(contest=fresh(contest), by=cast.hemin.user, at=LATER)
    assert sorted(str(award.person) for award in Award.objects.all()) == ["丽", "伟"]


def test_everybody_sees_who_wins_what_of_many(cast):
    people = crowd(cast.east, 8)
    contest = running(cast, people=[*people, cast.wei], prizes=money((1, 5, "100")))
    for place, person in enumerate(people):
        deal(person, str(1000 - 100 * place), f"D{place}")
    close_contest(contest=contest, by=cast.hemin.user, at=AFTER)
    rows = board.show(board.read(fresh(contest), AFTER), board.GUEST)
    assert [row["name"] for row in rows.values() if row["kind"] == "side"][:5] == [str(person) for person in people[:5]]
    assert [row["words"]["en"] for row in rows.values() if row["kind"] == "rest"] == ["4 others"]


def test_the_first_three_stand_on_the_podium_and_nowhere_else(cast):
    people = crowd(cast.east, 5)
    contest = running(cast, people=people)
    for place, person in enumerate(people):
        deal(person, str(1000 - 100 * place), f"D{place}")
    close_contest(contest=contest, by=cast.hemin.user, at=AFTER)
    current = board.read(fresh(contest), AFTER)
    found = result_of(fresh(contest), current, board.show(current, board.ALL))
    assert [won.place for won in found.podium] == ["1", "2", "3"]
    assert [won.place for won in found.lines] == ["4", "5"]


def test_an_objection_stands_in_the_discussion_and_reaches_the_organiser(client, settings, cast):
    contest = running(cast)
    close_contest(contest=contest, by=cast.hemin.user, at=AFTER)
    settings.LEITAI_NOW = AFTER.isoformat()
    client.force_login(cast.wei.user, BACKEND)
    answer = client.post(reverse("contests:objection", args=[contest.pk]), {"reason": "11月20日的单没算"})
    assert answer.status_code == 302 and answer.url.endswith("#thread")
    assert Message.objects.get().body.endswith("11月20日的单没算")
    told = Outbox.objects.filter(kind="contest_objection")
    assert [each.recipient for each in told] == [cast.hemin.user]


def test_objections_end_with_the_notice(cast):
    contest = running(cast)
    with pytest.raises(ContestError) as refused:
        object_to_result(contest=contest, reason="早了", by=cast.wei.user, at=DURING)
    assert refused.value.code == "not_closed"
    close_contest(contest=contest, by=cast.hemin.user, at=AFTER)
    with pytest.raises(ContestError) as refused:
        object_to_result(contest=fresh(contest), reason="晚了", by=cast.wei.user, at=LATER)
    assert refused.value.code == "notice_over"


def test_whoever_may_not_see_the_contest_may_not_object(client, settings, cast):
    contest = running(cast, people=[cast.wei, cast.li])
    close_contest(contest=contest, by=cast.hemin.user, at=AFTER)
    settings.LEITAI_NOW = AFTER.isoformat()
    client.force_login(cast.chen.user, BACKEND)
    assert client.post(reverse("contests:objection", args=[contest.pk]), {"reason": "x"}).status_code == 404


@pytest.fixture
def duel(cast):
    """华东一部 leads on the 10th, 华南二部 from the 12th on."""
    contest = running(cast, units=[cast.east, cast.south], sides_are="units")
    deal(cast.wei, "300", "A1", day=date(2026, 11, 10))
    deal(cast.li, "100", "A2", day=date(2026, 11, 11))
    deal(cast.chen, "900", "B1", day=date(2026, 11, 12))
    return contest


def test_two_teams_stand_face_to_face_ones_own_first(page, duel, cast):
    said = page(duel, cast.chen, DURING)
    stage = said.partition('class="contest-stage"')[2].partition("page-columns")[0]
    assert stage.index("华南二部") < stage.index("华东一部")
    assert stage.count("contest-score") == 2 and 'data-width="tug"' in stage
    assert "contest-pairs" in said and 'class="ranking"' not in said


def test_the_lead_crosses_the_line_when_it_changes(duel):
    two = teams.two_of(duel, None)
    lead = charts.lead_of(duel, *two, DURING)
    assert lead["option"]["series"][0]["data"][:3] == [300.0, 400.0, -500.0]
    assert len(lead["option"]["series"][0]["markPoint"]["data"]) == 1


def test_the_rope_of_two_is_shared_by_their_scores(duel):
    rows = board.read(duel, DURING).sides.values()
    assert [row["tug"] for row in rows] == [692, 307]


def test_members_meet_by_their_place_in_the_team(duel, cast):
    found = teams.pairs(duel, teams.two_of(duel, None), DURING, audience=board.ALL, own=cast.wei.pk)
    assert (found[0].left.name, found[0].right.name, found[0].is_left_ahead) == ("伟", "陈", False)
    assert found[1].left.name == "丽"


def test_those_behind_in_a_team_are_summed_where_not_everybody_sees_everything(duel, cast):
    crowd(cast.east, 6)
    side = duel.sides.get(unit=cast.east)
    found = teams.members_of(duel, side, DURING, audience=side.pk, own=cast.wei.pk)
    assert len([member for member in found if member.person]) == teams.NAMED_TO_ALL
    assert (not found[-1].person and "人" in found[-1].name) or "others" in found[-1].name


def test_more_than_two_teams_unfold_their_people(page, client, duel, cast):
    from leitai.organization.models import Unit

    north = Unit.objects.create(name="华北一部", parent=cast.whole)
    contest = running(cast, units=[cast.east, cast.south, north], sides_are="units", name="三队")
    said = page(contest, cast.wei, DURING)
    side = contest.sides.get(unit=cast.east)
    assert reverse("contests:members", args=[contest.pk, side.pk]) in said and 'class="ranking"' in said
    shown = client.get(reverse("contests:members", args=[contest.pk, side.pk])).content.decode()
    assert "伟" in shown and "丽" in shown and "陈" not in shown


def test_fewer_than_three_are_never_hidden(cast):
    people = crowd(cast.east, 5)
    contest = running(cast, people=people)
    for place, person in enumerate(people):
        deal(person, str(1000 - 100 * place), f"D{place}", at=datetime(2026, 11, 10, 9, place, tzinfo=SHANGHAI))
    rows = board.show(board.read(contest, DURING), board.GUEST)
    assert len([row for row in rows.values() if row["kind"] == "side"]) == 5


def test_of_very_many_those_who_win_nothing_are_folded_at_the_end(cast):
    people = crowd(cast.east, 30)
    contest = running(cast, people=people, visibility="open")
    deal(people[0], "100", "D1")
    close_contest(contest=contest, by=cast.hemin.user, at=AFTER)
    current = board.read(fresh(contest), AFTER)
    found = result_of(fresh(contest), current, board.show(current, board.ALL))
    assert (len(found.lines), len(found.folded)) == (15, 15) and found.lines[0].prizes


def test_the_chart_places_who_is_level_by_who_was_first_as_the_board_does(cast):
    contest = running(cast)
    deal(cast.wei, "300", "D1", day=date(2026, 11, 9))
    deal(cast.li, "100", "D2", day=date(2026, 11, 10), at=datetime(2026, 11, 10, 9, tzinfo=SHANGHAI))
    deal(cast.chen, "100", "D3", day=date(2026, 11, 12), at=datetime(2026, 11, 12, 9, tzinfo=SHANGHAI))
    current = board.read(contest, DURING)
    own = contest.sides.get(person=cast.chen)
    chart = charts.chart_of(contest, board.show(current, board.ALL), DURING, own=own)
    assert {name: places[-1] for name, places in chart["table"]} == {"伟": 1, "丽": 2, "陈": 3}
    assert {name: places[3] for name, places in chart["table"]} == {"伟": 1, "丽": 2, "陈": 3}
    close_contest(contest=fresh(contest), by=cast.hemin.user, at=AFTER)
    current = board.read(fresh(contest), AFTER)
    closed = charts.chart_of(fresh(contest), board.show(current, board.ALL), AFTER, own=own)
    assert {name: str(places[-1]) for name, places in closed["table"]} == {
        row["name"]: row["place"] for row in current.sides.values()
    }


def test_ones_own_line_ends_in_ones_own_name_alone(cast):
    contest = running(cast, ties="shared")
    deal(cast.wei, "300", "D1", day=date(2026, 11, 9))
    rows = board.show(board.read(contest, DURING), board.ALL)
    chart = charts.chart_of(contest, rows, DURING, own=contest.sides.get(person=cast.chen))
    labels = {each["name"]: each["endLabel"] for each in chart["option"]["series"]}
    assert labels["陈"]["formatter"] == "{a}" and labels["丽"]["formatter"] == "{a}" and labels["丽"]["show"]


def test_of_two_teams_both_are_opened_alike_where_one_may_see_them_all(duel, cast):
    crowd(cast.east, 7)
    found = teams.pairs(duel, teams.two_of(duel, None), DURING, audience=board.ALL, own=None)
    assert len([pair for pair in found if pair.left]) == 10
    assert all(pair.left is None or pair.left.person for pair in found)


def test_a_deal_has_the_colour_of_its_side_and_a_return_its_own(page, cast):
    contest = running(cast, units=[cast.east, cast.south], sides_are="units", metric=by_code("net_sales"))
    deal(cast.wei, "300", "A1", day=date(2026, 11, 10))
    deal(cast.chen, "900", "B1", day=date(2026, 11, 12))
    deal(cast.chen, "-50", "R1", day=date(2026, 11, 13), kind="return")
    said = page(contest, cast.chen, DURING).partition('data-rows="deal"')[2].partition("</ul>")[0]
    own, rival = (contest.sides.get(unit=unit).pk for unit in (cast.south, cast.east))
    assert f'<span class="blue" data-field="gain{rival}">+300' in said
    assert f'<span class="red" data-field="gain{own}">+900' in said
    assert '<span data-field="loss">−50' in said
