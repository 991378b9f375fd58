"""The tree of units stays a tree."""

import pytest

from leitai.organization.actions import add_unit, archive_unit, change_unit
from leitai.organization.errors import OrganizationError
from tests.people import DAY, NOW


def test_a_unit_cannot_lie_below_itself(cast):
    squad = add_unit(name="一组", parent=cast.east, by=None, at=NOW)

    for target in (squad, cast.east):
        with pytest.raises(OrganizationError) as refusal:
            change_unit(unit=cast.east, name=cast.east.name, parent=target, by=None, at=NOW)
        assert refusal.value.reason_code == "unit_cycle"
        assert "parent" in refusal.value.message_dict


def test_only_the_company_has_no_unit_above(cast):
    with pytest.raises(OrganizationError):
        change_unit(unit=cast.east, name="华东", parent=None, by=None, at=NOW)


def test_two_units_of_one_parent_differ_in_name(cast):
    with pytest.raises(OrganizationError) as refusal:
        add_unit(name="华东一部", parent=cast.whole, by=None, at=NOW)
    assert "name" in refusal.value.message_dict
    assert add_unit(name="华东一部", parent=cast.south, by=None, at=NOW).pk


def test_a_unit_with_people_stays(cast):
    with pytest.raises(OrganizationError):
        archive_unit(unit=cast.east, on=DAY, by=None, at=NOW)
    empty = add_unit(name="空部", parent=cast.whole, by=None, at=NOW)
    assert archive_unit(unit=empty, on=DAY, by=None, at=NOW).archived_at == NOW
