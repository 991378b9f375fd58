"""What a user may reach: the role assignments of one day, with the units they cover."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from leitai.accounts.roles import Role, Scope
from leitai.organization.models import RoleAssignment, Unit


@dataclass(frozen=True)
class Grant:
    """One assignment in force. `unit_ids` holds the unit and all below it; empty unless the scope is a unit."""

    role: str
    scope: str
    unit_ids: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Rights:
    """A viewer's grants on a day. Ask with roles to count only those roles."""

    user_id: int | None = None
    person_id: int | None = None
    grants: tuple[Grant, ...] = ()

    def _held(self, roles):
        return [grant for grant in self.grants if not roles or grant.role in roles]

    def has(self, *roles: str) -> bool:
        return bool(self._held(roles))

    def sees_all(self, *roles: str) -> bool:
        return any(grant.scope == Scope.ALL for grant in self._held(roles))

    def unit_ids(self, *roles: str) -> frozenset[int]:
        """Units reached through unit scopes; whoever `sees_all` need not be asked."""
        return frozenset().union(*(grant.unit_ids for grant in self._held(roles)))


NOBODY = Rights()
# Whoever works at the server's own command line: there is nothing the database would keep from them.
AT_THE_SERVER = Rights(grants=(Grant(Role.ADMINISTRATOR, Scope.ALL),))


def rights_of(user, *, on: date) -> Rights:
    """The rights of a user on a day; two queries."""
    if not user.is_authenticated:
        return NOBODY
    person = getattr(user, "person", None)
    rows = RoleAssignment.objects.filter(Q(end__isnull=True) | Q(end__gt=on), user=user, start__lte=on)
    grants = tuple(Grant(row.role, row.scope, unit_and_below(row.unit_id)) for row in rows)
    return Rights(user.pk, person.pk if person else None, grants)


def unit_and_below(unit_id: int | None) -> frozenset[int]:
    if unit_id is None:
        return frozenset()
    below = Unit.objects.descendants(unit_id, include_self=True)
    return frozenset(below.values_list("id", flat=True))
