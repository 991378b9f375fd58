"""Giving and ending roles. The last administrator cannot be lost."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from leitai.accounts.roles import Role, Scope
from leitai.audit.actions import record
from leitai.organization.errors import OrganizationError
from leitai.organization.models import RoleAssignment, Unit
from leitai.organization.queries import administrators


@transaction.atomic
def assign_role(
    *, user, role: str, scope: str, unit: Unit | None = None, start: date, end: date | None = None, by, at: datetime
) -> RoleAssignment:
    """Give a role. A unit scope names its unit; `end` makes an acting lead."""
    if (scope == Scope.UNIT) != (unit is not None):
        raise OrganizationError(_("Choose the unit this role reaches."), code="scope_without_unit", field="unit")
    if end and end <= start:
        raise OrganizationError(_("The last day lies before the first."), code="ends_before_start", field="end")
    assignment = RoleAssignment.objects.create(user=user, role=role, scope=scope, unit=unit, start=start, end=end)
    record(
        assignment,
        "given",
        by=by,
        at=at,
        after={"user": user.pk, "role": role, "scope": scope, "unit": unit and unit.pk},
    )
    return assignment


@transaction.atomic
def end_role(*, assignment: RoleAssignment, on: date, by, at: datetime) -> None:
    """The role ends with the day before `on`; one that has not begun is taken back whole."""
    if assignment.role == Role.ADMINISTRATOR:
        _ensure_another([each for each in _administrators(on) if each.pk != assignment.pk])
    record(assignment, "ended", by=by, at=at, after={"end": on})
    if assignment.start >= on:
        assignment.delete()
        return
    assignment.end = on
    assignment.save(update_fields=["end"])


def ensure_not_last_administrator(user, *, on: date) -> None:
    """Raises where nobody would administer the company once this user's roles end on the day."""
    administrators = _administrators(on)
    if any(each.user_id == user.pk for each in administrators):
        _ensure_another([each for each in administrators if each.user_id != user.pk])


def _administrators(on: date) -> list[RoleAssignment]:
    """All of them locked, or two could go at once, each counting on the other."""
    return list(administrators(on).select_for_update(of=("self",)).order_by("pk"))


def _ensure_another(others: list[RoleAssignment]) -> None:
    if not others:
        raise OrganizationError(
            _("This is the last administrator. Make somebody else one first."), code="last_administrator"
        )
