"""A person is in one unit on a day, whatever the order in which transfers are entered."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from leitai.accounts.roles import Role, Scope
from leitai.audit.models import Entry
from leitai.organization.actions import assign_role, end_employment, hire, move_person
from leitai.organization.errors import OrganizationError
from leitai.organization.events import memberships_changed
from leitai.organization.models import Membership, Person
from leitai.organization.queries import UnitFinder, leaders_of, members_of, unit_on
from tests.people import DAY, NOW, START, grant, make_cast


def move(person, unit, start):
    return move_person(person=person, unit=unit, start=start, by=None, at=NOW)


def test_a_transfer_ends_the_running_spell_that_day(cast):
    move(cast.wei, cast.south, date(2026, 11, 10))

    assert unit_on(cast.wei.pk, date(2026, 11, 9)) == cast.east.pk
    assert unit_on(cast.wei.pk, date(2026, 11, 10)) == cast.south.pk
    assert cast.wei in members_of([cast.south.pk], on=DAY)
    assert cast.wei not in members_of([cast.east.pk], on=DAY)


def test_a_transfer_before_one_already_entered_is_refused_beside_the_day(cast):
    move(cast.wei, cast.south, date(2026, 11, 10))

    with pytest.raises(OrganizationError) as refusal:
        move(cast.wei, cast.whole, date(2026, 11, 1))

    assert refusal.value.reason_code == "two_units_on_one_day"
    assert "start" in refusal.value.message_dict


def test_a_transfer_on_the_day_a_spell_starts_corrects_it(cast):
    move(cast.wei, cast.south, date(2026, 11, 10))
    move(cast.wei, cast.whole, date(2026, 11, 10))

    assert unit_on(cast.wei.pk, DAY) == cast.whole.pk
    assert cast.wei.memberships.count() == 2


def test_whoever_listens_is_told_who_and_since_when(cast):
    heard = []

    def listen(sender, person_ids, since, **_):
        heard.append((person_ids, since))

    memberships_changed.connect(listen)
    try:
        move(cast.wei, cast.south, date(2026, 11, 10))
    finally:
        memberships_changed.disconnect(listen)

    assert heard == [([cast.wei.pk], date(2026, 11, 10))]


def test_a_leaver_belongs_nowhere_from_that_day_and_keeps_the_past(cast):
    end_employment(person=cast.wei, left_on=date(2026, 11, 10), by=None, at=NOW)

    assert unit_on(cast.wei.pk, date(2026, 11, 9)) == cast.east.pk
    assert unit_on(cast.wei.pk, date(2026, 11, 10)) is None
    assert not cast.wei.user.role_assignments.filter(end__isnull=True).exists()


def leave(person, day):
    return end_employment(person=person, left_on=day, by=None, at=NOW)


def test_a_leaver_is_nowhere_after_a_planned_transfer_either(cast):
    move(cast.wei, cast.south, date(2026, 12, 1))
    leave(cast.wei, date(2026, 11, 20))

    assert list(cast.wei.memberships.values_list("unit", "end")) == [(cast.east.pk, date(2026, 11, 20))]


def test_nobody_moves_after_leaving_and_a_move_before_ends_with_it(cast):
    leave(cast.wei, date(2026, 11, 20))
    with pytest.raises(OrganizationError) as refusal:
        move(cast.wei, cast.south, date(2026, 11, 20))
    assert refusal.value.reason_code == "has_left"
    move(cast.wei, cast.south, date(2026, 11, 10))

    assert unit_on(cast.wei.pk, date(2026, 11, 19)) == cast.south.pk
    assert unit_on(cast.wei.pk, date(2026, 11, 20)) is None


def test_a_leaving_day_corrected_to_a_later_one_gives_the_days_back(cast):
    leave(cast.wei, date(2026, 11, 10))
    leave(cast.wei, date(2026, 11, 20))

    assert unit_on(cast.wei.pk, date(2026, 11, 19)) == cast.east.pk
    assert unit_on(cast.wei.pk, date(2026, 11, 20)) is None


def test_roles_with_an_end_and_roles_to_come_end_with_leaving(cast):
    lead = {"role": Role.LEAD, "scope": Scope.UNIT, "unit": cast.east, "by": None, "at": NOW}
    assign_role(user=cast.li.user, start=date(2026, 11, 1), end=date(2027, 1, 1), **lead)
    assign_role(user=cast.li.user, start=date(2027, 1, 1), **lead)
    leave(cast.li, date(2026, 11, 18))

    assert cast.li not in leaders_of(cast.east.pk, on=date(2026, 11, 25))
    assert set(cast.li.user.role_assignments.values_list("end", flat=True)) == {date(2026, 11, 18)}


def test_whoever_has_left_leads_nobody(cast):
    Person.objects.filter(pk=cast.mei.pk).update(left_on=date(2026, 11, 10))

    assert cast.mei not in leaders_of(cast.east.pk, on=DAY)


def test_a_departure_is_taken_back_and_the_unit_goes_on(cast, client):
    leave(cast.wei, date(2026, 11, 10))
    heard = []
    memberships_changed.connect(lambda **said: heard.append((said["person_ids"], said["since"])), weak=False)
    page, removal = (
        reverse(f"organization:{name}", args=[cast.wei.pk]) for name in ("edit_person", "departure_removal")
    )
    client.force_login(cast.mei.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.post(removal).status_code == 404
    client.force_login(cast.an, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert removal in client.get(page).content.decode()
    client.post(removal)
    cast.wei.refresh_from_db()
    assert cast.wei.left_on is None and unit_on(cast.wei.pk, DAY) == cast.east.pk
    assert heard == [([cast.wei.pk], date(2026, 11, 10))]
    assert Entry.objects.filter(verb="departure_taken_back", subject_id=cast.wei.pk).count() == 1
    # Rights that ended are not given back by the way.
    assert not cast.wei.user.role_assignments.filter(end__isnull=True).exists()
    assert removal not in client.get(page).content.decode()


def test_the_last_administrator_does_not_leave(cast):
    person = Person.objects.create(name="安", code="HY-an", user=cast.an, hired_on=START)
    grant(cast.hemin.user, Role.ADMINISTRATOR, scope=Scope.UNIT, unit=cast.east)
    with pytest.raises(OrganizationError) as refusal:
        leave(person, DAY)
    assert refusal.value.reason_code == "last_administrator"
    person.refresh_from_db()
    assert person.left_on is None
    grant(cast.shen.user, Role.ADMINISTRATOR)
    leave(person, DAY)


def test_a_staff_number_is_one_persons(cast):
    with pytest.raises(OrganizationError) as refusal:
        hire(name="另一位", code="HY-wei", unit=cast.east, start=DAY, by=None, at=NOW)
    assert "code" in refusal.value.message_dict


class AnyOrderOfTransfers(TestCase):
    @given(moves=st.lists(st.tuples(st.integers(0, 400), st.integers(0, 2)), max_size=12))
    def test_never_leaves_a_person_in_two_units_or_with_a_hole(self, moves):
        cast = make_cast()
        units = [cast.whole, cast.east, cast.south]
        for offset, unit in moves:
            try:
                move(cast.wei, units[unit], date(2025, 1, 1) + timedelta(days=offset))
            except OrganizationError as refusal:
                assert refusal.reason_code == "two_units_on_one_day"

        spells = list(Membership.objects.filter(person=cast.wei).order_by("start"))
        assert [spell.end for spell in spells[:-1]] == [spell.start for spell in spells[1:]]
        assert spells[-1].end is None
        finder = UnitFinder([cast.wei.pk])
        for spell in spells:
            assert finder(cast.wei.pk, spell.start) == spell.unit_id == unit_on(cast.wei.pk, spell.start)
