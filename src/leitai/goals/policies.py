"""Who may propose, split, revise, agree and set goals."""

from django.db.models import Q

from leitai.accounts.access import holds, signed_in
from leitai.accounts.roles import Role
from leitai.goals.models import Goal
from leitai.organization.models import Membership
from leitai.organization.queries import running
from leitai.organization.rights import Rights

LEADERS = (Role.LEAD, Role.DIRECTOR)
KEEPERS = (Role.OPERATIONS, Role.ADMINISTRATOR)
sets_targets = holds(*KEEPERS)


def may_propose(request) -> bool:
    """Someone who sells proposes to themselves; leads, directors and operations to those in their reach."""
    return signed_in(request) and bool(request.person or request.rights.has(*LEADERS, *KEEPERS))


def leads(rights: Rights, goal: Goal, *, on) -> bool:
    """Whether the viewer is responsible for the goal's owner from above."""
    if rights.sees_all(*LEADERS, *KEEPERS):
        return True
    reach = rights.unit_ids(*LEADERS, *KEEPERS)
    if goal.unit_id:
        return goal.unit_id in reach
    return Membership.objects.filter(_around(goal, on), person_id=goal.person_id, unit_id__in=reach).exists()


def _around(goal: Goal, on) -> Q:
    """Belonging there today, or, for a period still to come, on its first day."""
    return running(max(on, goal.start))


def owns(rights: Rights, goal: Goal) -> bool:
    """One's own goal, or that of a unit one leads."""
    if goal.person_id:
        return rights.person_id == goal.person_id
    return goal.unit_id in rights.unit_ids(*LEADERS)


def may_change(rights: Rights, goal: Goal, *, on) -> bool:
    """Revise or split it, write checks: its owner, and whoever leads them."""
    return not goal.is_withdrawn and (owns(rights, goal) or leads(rights, goal, on=on))


def may_withdraw(rights: Rights, goal: Goal, *, on) -> bool:
    """Whoever leads the owner; the owner only what is not agreed yet."""
    if goal.is_withdrawn:
        return False
    return leads(rights, goal, on=on) or (goal.in_force_id is None and owns(rights, goal))
