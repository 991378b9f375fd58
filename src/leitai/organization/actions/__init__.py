from leitai.organization.actions.calendar import clear_day, declare_day, give_leave, take_back_leave
from leitai.organization.actions.company import found_company, rename_company
from leitai.organization.actions.people import (
    correct_person,
    end_employment,
    give_grade,
    give_login,
    hire,
    move_person,
    set_password,
    take_back_departure,
)
from leitai.organization.actions.rights import assign_role, end_role
from leitai.organization.actions.units import add_unit, archive_unit, change_unit

__all__ = [
    "add_unit",
    "archive_unit",
    "assign_role",
    "change_unit",
    "clear_day",
    "correct_person",
    "declare_day",
    "end_employment",
    "end_role",
    "found_company",
    "give_grade",
    "give_leave",
    "give_login",
    "hire",
    "move_person",
    "rename_company",
    "set_password",
    "take_back_departure",
    "take_back_leave",
]
