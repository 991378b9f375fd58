"""Everything, one's unit's, one's own, or what one shares; and what a lead keeps after a move."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from leitai.organization.actions import move_person
from leitai.organization.rights import NOBODY, rights_of
from leitai.sales.models import Record
from leitai.sales.queries import added_up, check_totals, records_visible_to, with_part
from leitai.sales.queries.listing import Added
from leitai.sales.tests.posting import order, post
from tests.people import DAY, NOW


def seen(user, **options):
    rights = rights_of(user, on=DAY)
    return sorted(records_visible_to(rights, **options).values_list("external_id", flat=True))


@pytest.fixture
def records(cast):
    shares = ((cast.wei.pk, 500_000), (cast.chen.pk, 500_000))
    post(
        order(cast.wei, number="wei"),
        order(cast.li, number="li"),
        order(cast.chen, number="chen"),
        order(cast.wei, number="shared", shares=shares),
    )


def test_each_sees_what_is_theirs(cast, records):
    assert seen(cast.wei.user) == ["shared", "wei"]
    assert seen(cast.chen.user) == ["chen", "shared"]
    assert seen(cast.li.user) == ["li"]


def test_a_lead_sees_her_unit_in_whole_or_in_part(cast, records):
    assert seen(cast.mei.user) == ["li", "shared", "wei"]
    assert seen(cast.qiang.user) == ["chen", "shared"]


def test_operations_and_the_director_see_everything(cast, records):
    assert len(seen(cast.hemin.user)) == len(seen(cast.shen.user)) == 4


def test_nobody_sees_nothing(cast, records):
    assert not records_visible_to(NOBODY).exists()


def test_what_no_longer_counts_is_seen_only_when_asked_for(cast, records):
    post(order(cast.li, "5", "li"))
    assert len(seen(cast.li.user)) == 1
    assert len(seen(cast.li.user, live=False)) == 2


def test_the_old_lead_keeps_the_old_period_only(cast):
    early, late = order(cast.wei, number="early", day=DAY - timedelta(30)), order(cast.wei, number="late")
    post(early, late)
    move_person(person=cast.wei, unit=cast.south, start=DAY - timedelta(10), by=None, at=NOW)
    assert seen(cast.mei.user) == ["early"]
    assert seen(cast.qiang.user) == ["late"]
    assert Record.objects.get(external_id="late").unit == cast.south
    assert check_totals() == []


def test_a_move_carries_shares_along(cast):
    shares = ((cast.wei.pk, 500_000), (cast.chen.pk, 500_000))
    post(order(cast.wei, number="shared", shares=shares))
    move_person(person=cast.chen, unit=cast.east, start=DAY - timedelta(10), by=None, at=NOW)
    assert seen(cast.qiang.user) == []
    assert check_totals() == []


def test_of_person_and_of_units_count_what_counts_for_them(cast):
    shares = ((cast.li.pk, 500_000), (cast.chen.pk, 500_000))
    content = order(cast.wei, number="given away", shares=shares)
    post(content, replace(content, external_id="own", shares=()))
    everything = records_visible_to(rights_of(cast.hemin.user, on=DAY))
    assert everything.of_person(cast.wei.pk).get().external_id == "own"
    assert everything.of_person(cast.li.pk).get().external_id == "given away"
    assert everything.of_units([cast.south.pk]).get().external_id == "given away"


def test_an_owner_who_gave_everything_away_has_nothing_of_it_in_the_total_of_a_list(cast):
    """Nor has the owner's unit: a list adds up to what the metric says."""
    post(order(cast.wei, "100", number="given away", shares=((cast.chen.pk, 1_000_000),)), order(cast.wei, "7"))
    lead = rights_of(cast.mei.user, on=DAY)
    of_unit = with_part(records_visible_to(lead), unit_ids=lead.unit_ids())
    of_owner = with_part(records_visible_to(rights_of(cast.wei.user, on=DAY)), person_id=cast.wei.pk)
    assert added_up(of_unit) == added_up(of_owner) == [Added("order", 2, Decimal(7))]
