"""What a lead sees in the morning: the sentence is about the gap, and each number comes from records."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from leitai.goals.actions import TargetRow, set_targets
from leitai.metrics.queries import by_code
from leitai.organization.models import Membership, Person
from leitai.sales.actions import Content, post_records
from leitai.sales.models import Source
from leitai.tally.periods import Period
from leitai.today.boards import board_of
from leitai.today.headline import headline_metric
from leitai.today.months import twelve_months
from leitai.today.ranks import place_of
from leitai.today.reasons import reasons_for
from leitai.today.standing import Standing
from tests.people import DAY, NOW

NOVEMBER = Period.month(2026, 11)
WAN = 10_000 * 10_000  # in units of 1/10,000


@pytest.fixture
def source(cast):
    return Source.objects.create(code="test", name="test")


def order(source, person, number, wan, day=date(2026, 11, 5), kind="order"):
    content = Content(external_id=number, kind=kind, day=day, person_id=person.pk, amount=Decimal(wan) * 10_000)
    return post_records(source=source, contents=[content], by=None, at=NOW)


def board(cast, unit=None):
    return board_of(unit or cast.east, metric=headline_metric(NOVEMBER), period=NOVEMBER, today=DAY)


def target(owner, wan):
    row = TargetRow(metric=by_code("net_sales"), owner=owner, period=NOVEMBER, target=wan * WAN)
    set_targets(rows=[row], by=None, at=NOW)


def test_the_furthest_behind_come_first_and_those_without_a_target_last(cast, source):
    target(cast.wei, 100)
    target(cast.li, 100)
    order(source, cast.wei, "A1", 50)
    order(source, cast.li, "A2", 10)
    found = board(cast)

    assert [each.who for each in found.people[:2]] == [cast.li, cast.wei]
    assert found.people[-1].target is None
    share = found.whole.due_share
    assert found.people[0].ahead == 10 * WAN - 100 * WAN * share // 1_000_000


def test_a_return_takes_back_what_it_returned(cast, source):
    target(cast.wei, 100)
    order(source, cast.wei, "A1", 80)
    order(source, cast.wei, "T1", -30, kind="return")

    assert board(cast).whole.measured == 50 * WAN


def test_a_unit_without_a_target_of_its_own_has_what_its_people_come_to(cast, source):
    target(cast.wei, 100)
    target(cast.li, 60)

    assert board(cast).whole.target == 160 * WAN


def test_a_target_of_zero_has_no_attainment():
    standing = Standing("somebody", 5 * WAN, 0, 500_000)
    assert standing.attainment is None
    assert not standing.is_behind


def test_the_company_shows_the_units_below(cast, source):
    order(source, cast.chen, "A1", 7)
    found = board(cast, cast.whole)

    assert {each.who: each.measured for each in found.units} == {cast.east: 0, cast.south: 7 * WAN}
    assert found.whole.measured == 7 * WAN


def test_places_and_the_way_to_the_next(cast, source):
    order(source, cast.li, "A1", 30)
    order(source, cast.wei, "A2", 12)
    among = [cast.mei, cast.wei, cast.li]
    ways = {"metric": by_code("net_sales"), "period": NOVEMBER, "today": DAY}

    assert place_of(cast.wei, among, **ways).to_next_amount == 180_000
    assert place_of(cast.li, among, **ways).to_next is None
    assert place_of(cast.wei, [cast.wei], **ways) is None


def test_overtaking_shows_as_places_won_since_yesterday(cast, source):
    order(source, cast.li, "A1", 30)
    order(source, cast.wei, "A2", 12)
    order(source, cast.wei, "A3", 40, day=DAY)
    place = place_of(cast.wei, [cast.mei, cast.wei, cast.li], metric=by_code("net_sales"), period=NOVEMBER, today=DAY)

    assert (place.place, place.rose) == (1, 1)


@pytest.mark.parametrize(
    ("hired", "last", "kind"),
    [
        (date(2026, 10, 1), None, "new"),
        (date(2024, 1, 1), None, "none"),
        (date(2024, 1, 1), date(2026, 11, 9), "quiet"),
    ],
)
def test_why_somebody_is_behind(cast, source, hired, last, kind):
    Person.objects.filter(pk=cast.wei.pk).update(hired_on=hired)
    cast.wei.refresh_from_db()
    if last:
        order(source, cast.wei, "A1", 1, day=last)
    said = reasons_for([cast.wei], period=NOVEMBER, today=DAY, share=600_000)
    assert said[cast.wei.pk].kind == kind


def test_fewer_and_smaller_deals_are_told_apart(cast, source):
    for number in range(9):
        order(source, cast.wei, f"W{number}", 10, day=date(2026, 8 + number % 3, 10))
        order(source, cast.li, f"L{number}", 10, day=date(2026, 8 + number % 3, 10))
    order(source, cast.wei, "W-now", 10, day=date(2026, 11, 17))
    for number in range(3):
        order(source, cast.li, f"L-now{number}", 2, day=date(2026, 11, 17))
    said = reasons_for([cast.wei, cast.li], period=NOVEMBER, today=DAY, share=700_000)

    assert said[cast.wei.pk].kind == "fewer"
    assert said[cast.li.pk].kind == "smaller"


def test_twelve_months_end_with_this_one(cast, source):
    target(cast.wei, 100)
    order(source, cast.wei, "A1", 40)
    bars = twelve_months(cast.wei, metric=by_code("net_sales"), today=DAY)

    assert (bars[0].period.start, bars[-1].period.start) == (date(2025, 12, 1), date(2026, 11, 1))
    assert bars[-1].measured == 40 * WAN
    assert bars[-1].height < bars[-1].missing + bars[-1].height == 176


@pytest.mark.parametrize("who", ["wei", "mei", "shen", "an"])
def test_everyone_has_a_day(cast, client, source, who):
    order(source, cast.wei, "A1", 5)
    target(cast.wei, 100)
    person = getattr(cast, who)
    client.force_login(getattr(person, "user", person), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/").status_code == 200


def test_a_stranger_has_no_page_of_a_person_or_unit(cast, client):
    client.force_login(cast.wei.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(f"/people/{cast.chen.pk}/").status_code == 404
    assert client.get(f"/units/{cast.south.pk}/").status_code == 404


def test_a_board_costs_the_same_for_few_and_many(cast, source):
    def cost():
        with CaptureQueriesContext(connection) as seen:
            board(cast)
        return len(seen)

    order(source, cast.wei, "A1", 5)
    few = cost()
    people = Person.objects.bulk_create(Person(name=f"人{n}", code=f"N{n}") for n in range(60))
    Membership.objects.bulk_create(Membership(person=each, unit=cast.east, start=date(2024, 1, 1)) for each in people)
    assert cost() == few <= 16


def test_the_pages_of_a_person_and_a_unit(cast, client, source):
    order(source, cast.wei, "A1", 5)
    target(cast.wei, 100)
    client.force_login(cast.mei.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "伟" in client.get(f"/people/{cast.wei.pk}/").content.decode()
    assert "华东一部" in client.get(f"/units/{cast.east.pk}/").content.decode()


def test_a_person_and_a_unit_are_in_the_team_and_the_day_is_today(cast, client):
    client.force_login(cast.mei.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    team = reverse("organization:people")
    pages = {"/": "/", f"/people/{cast.wei.pk}/": team, f"/units/{cast.east.pk}/": team}
    for page, place in pages.items():
        said = client.get(page).content.decode().partition('class="places"')[2].partition("</nav>")[0]
        assert f'<a href="{place}" aria-current="page">' in said and said.count("aria-current") == 1


def test_many_who_are_behind_are_told_by_unit_and_few_one_by_one(cast, client, source):
    people = Person.objects.bulk_create(Person(name=f"人{n}", code=f"N{n}") for n in range(14))
    homes = [cast.east] * 9 + [cast.south] * 5
    Membership.objects.bulk_create(
        Membership(person=each, unit=home, start=date(2024, 1, 1)) for each, home in zip(people, homes, strict=True)
    )
    for each in people[:2]:
        target(each, 10)
    client.force_login(cast.shen.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    few = client.get("/").content.decode()
    assert "unit-behind" not in few and f"?meet={people[0].pk}" in few and f"?task_for={people[0].pk}" in few

    for each in people[2:]:
        target(each, 10)
    with CaptureQueriesContext(connection) as seen:
        many = client.get("/").content.decode()
    assert many.count('<details class="unit-behind">') == 2 and "9 人还没开单" in many
    assert all(f"/people/{each.pk}/" in many for each in people)
    assert len(seen) < 70


def test_those_behind_who_have_no_row_of_their_own_are_counted_in_the_last(cast, client):
    people = Person.objects.bulk_create(Person(name=f"人{n}", code=f"N{n}") for n in range(8))
    Membership.objects.bulk_create(Membership(person=each, unit=cast.east, start=date(2024, 1, 1)) for each in people)
    for each in people[:6]:
        target(each, 100)
    client.force_login(cast.mei.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "data-rest" not in client.get("/").content.decode()

    for each in people[6:]:
        target(each, 50)
    found = client.get("/")
    row = found.content.decode().partition("data-rest")[2].partition("</a>")[0]
    assert "其余 2 人" in row and "behind=1" in row and "metric=net_sales" in row
    shown = sum(each.standing.short_by for each in found.context["behind"])
    assert shown + found.context["rest_gap"] == sum(each.short_by for each in found.context["board"].behind)
    address = row.partition('href="')[2].partition('"')[0].replace("&amp;", "&")
    listed = client.get(address).content.decode()
    assert people[6].name in listed and people[7].name in listed


def test_a_row_begins_a_meeting_or_a_task_with_the_person_filled_in(cast, client):
    client.force_login(cast.mei.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    meeting = client.get(reverse("planning:index") + f"?meet={cast.wei.pk}").content.decode()
    assert 'value="和伟一对一"' in meeting and f'name="subject_id" value="{cast.wei.pk}"' in meeting
    task = client.get(reverse("planning:index") + f"?task_for={cast.wei.pk}").content.decode()
    assert f'<option value="{cast.wei.pk}" selected>' in task
    # Whoever she may not see is not named.
    assert "陈" not in client.get(reverse("planning:index") + f"?meet={cast.chen.pk}").content.decode()
