"""Role × scope × date. The odd ones first."""

from datetime import date

import pytest

from leitai.accounts.roles import Role, Scope
from leitai.organization.actions import assign_role, end_role, move_person
from leitai.organization.errors import OrganizationError
from leitai.organization.queries import leaders_of, people_visible_to, units_visible_to
from leitai.organization.rights import NOBODY, rights_of
from tests.people import DAY, NOW


def seen_by(user, on=DAY):
    return set(people_visible_to(rights_of(user, on=on), on=on))


def give(user, role, *, scope=Scope.UNIT, unit=None, start=DAY, end=None):
    return assign_role(user=user, role=role, scope=scope, unit=unit, start=start, end=end, by=None, at=NOW)


def test_an_acting_lead_sees_the_team_only_while_acting(cast):
    give(cast.wei.user, Role.LEAD, unit=cast.south, start=date(2026, 11, 1), end=date(2026, 11, 10))

    assert cast.chen in seen_by(cast.wei.user, on=date(2026, 11, 9))
    assert cast.chen not in seen_by(cast.wei.user, on=date(2026, 11, 10))


def test_the_lead_of_two_units_sees_both(cast):
    give(cast.mei.user, Role.LEAD, unit=cast.south)

    assert {cast.wei, cast.chen} <= seen_by(cast.mei.user)


def test_a_moved_person_leaves_the_old_leads_list_and_joins_the_new_ones(cast):
    move_person(person=cast.wei, unit=cast.south, start=DAY, by=None, at=NOW)

    assert cast.wei not in seen_by(cast.mei.user)
    assert cast.wei in seen_by(cast.qiang.user)


def test_a_lead_sees_units_below_their_own(cast):
    give(cast.mei.user, Role.DIRECTOR, unit=cast.whole)

    assert set(units_visible_to(rights_of(cast.mei.user, on=DAY))) == {cast.whole, cast.east, cast.south}


@pytest.mark.parametrize("who", ["hemin", "tang", "shen"])
def test_a_scope_over_all_sees_everybody(cast, who):
    assert {cast.wei, cast.chen, cast.mei} <= seen_by(getattr(cast, who).user)


def test_a_rep_sees_oneself(cast):
    assert seen_by(cast.wei.user) == {cast.wei}


def test_a_user_without_a_person_and_roles_sees_nobody(cast):
    assert not people_visible_to(NOBODY, on=DAY).exists()


def test_a_role_over_a_unit_names_the_unit(cast):
    with pytest.raises(OrganizationError) as refusal:
        give(cast.wei.user, Role.LEAD)
    assert "unit" in refusal.value.message_dict


def test_the_last_administrator_stays(cast):
    with pytest.raises(OrganizationError):
        end_role(assignment=cast.an.role_assignments.get(), on=DAY, by=cast.an, at=NOW)


def test_leaders_are_looked_for_upward(cast):
    assert list(leaders_of(cast.east.pk, on=DAY)) == [cast.mei]
    give(cast.hemin.user, Role.DIRECTOR, unit=cast.whole)
    assert list(leaders_of(cast.whole.pk, on=DAY)) == [cast.hemin]
