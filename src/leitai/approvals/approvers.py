"""Who sits on a step when it opens: roles are looked up on that day, upward from the unit.

The requester is never asked about their own request. Where nobody else is left it goes up: the next unit above,
the directors of the company, the administrators. Only where the company has nobody else does the requester decide.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import Q, QuerySet

from leitai.accounts.models import User
from leitai.accounts.roles import Role, Scope
from leitai.approvals.models import RoundStep
from leitai.organization.models import RoleAssignment, Unit
from leitai.organization.queries import running, unit_on


def approvers_of(step: RoundStep, *, requested_by: User, on: date) -> list[User]:
    """The approvers of a step, in a fixed order; never empty while anybody can sign in."""
    named = _others(can_decide(on).filter(pk__in=step.people), requested_by)
    role = step.role or ("" if named else Role.LEAD)
    held = _nearest(_levels(role, _home(step, requested_by, on), on), requested_by) if role else []
    return _once(named + held) or _nearest(_top(on), requested_by) or [requested_by]


def can_decide(on: date) -> QuerySet[User]:
    """Users who can sign in and have not left."""
    stays = Q(person__isnull=True) | Q(person__left_on__isnull=True) | Q(person__left_on__gt=on)
    return User.objects.filter(stays, is_active=True).order_by("id")


def _home(step: RoundStep, requested_by: User, on: date) -> Unit | None:
    if step.unit_id:
        return step.unit
    person = getattr(requested_by, "person", None)
    home = unit_on(person.pk, on) if person else None
    return Unit.objects.get(pk=home) if home else None


def _levels(role: str, unit: Unit | None, on: date) -> Iterator[QuerySet[User]]:
    """From the unit upward, then the whole company, then the top."""
    # A director of a unit leads it too, as in organization.leaders_of.
    roles = [Role.LEAD, Role.DIRECTOR] if role == Role.LEAD else [role]
    for above in reversed(unit.ancestors(include_self=True)) if unit else ():
        yield holders(roles, on=on, unit=above)
    yield holders(roles, on=on)


def _top(on: date) -> Iterator[QuerySet[User]]:
    yield holders([Role.DIRECTOR], on=on)
    yield holders([Role.ADMINISTRATOR], on=on)


def holders(roles: Iterable[str], *, on: date, unit: Unit | None = None) -> QuerySet[User]:
    """Who holds one of the roles over exactly this unit, or (None) over the whole company."""
    where = Q(scope=Scope.ALL) if unit is None else Q(scope=Scope.UNIT, unit=unit)
    held = RoleAssignment.objects.filter(running(on), where, role__in=list(roles))
    return can_decide(on).filter(pk__in=held.values("user_id"))


def _nearest(levels: Iterable[QuerySet[User]], requested_by: User) -> list[User]:
    for level in levels:
        if found := _others(level, requested_by):
            return found
    return []


def _others(users: QuerySet[User], requested_by: User) -> list[User]:
    return list(users.exclude(pk=requested_by.pk))


def _once(users: list[User]) -> list[User]:
    return list({user.pk: user for user in users}.values())
