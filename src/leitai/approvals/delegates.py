"""Who may decide for whom on a day.

Days named win over "whenever on leave". One hop only: a delegate who is away does not pass it on.
"""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from leitai.accounts.models import User
from leitai.approvals.approvers import can_decide
from leitai.approvals.models import Delegation
from leitai.organization.models import Leave
from leitai.organization.queries import running


def in_force(on: date) -> QuerySet[Delegation]:
    """The delegations that hold on the day."""
    standing = Delegation.objects.filter(ended_at__isnull=True, delegate__in=can_decide(on).order_by())
    named = standing.filter(start__lte=on, end__gt=on)
    away = Leave.objects.filter(running(on)).values("person__user_id")
    on_leave = Q(start__isnull=True, principal__in=away) & ~Q(principal__in=named.values("principal_id"))
    return standing.filter(Q(pk__in=named.values("pk")) | on_leave)


def delegates_of(user_ids: Iterable[int], *, on: date) -> dict[int, User]:
    """The delegate of each of these users who has one that day."""
    rows = in_force(on).filter(principal_id__in=list(user_ids)).select_related("delegate__person")
    return {row.principal_id: row.delegate for row in rows}


def principals_of(user: User, *, on: date) -> set[int]:
    """The users this one may decide for that day."""
    return set(in_force(on).filter(delegate=user).values_list("principal_id", flat=True))
