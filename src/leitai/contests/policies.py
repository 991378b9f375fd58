"""Who may do what with a contest.

- Organisers are leads, directors, sales operations and administrators. A draft belongs to who made it; those with
  the whole company in their scope see and edit every draft.
- Directors, operations and administrators of the whole company publish at once; anybody else asks for approval.
- Closing, settling, changing and calling off: who made it, and those of the whole company. Settling costs money, so
  it asks for one of the whole company, or finance.
"""

from datetime import date

from django.db.models import QuerySet

from leitai.accounts.models import User
from leitai.accounts.roles import Role, Scope
from leitai.contests.models import Contest
from leitai.organization.models import RoleAssignment
from leitai.organization.queries import running
from leitai.organization.rights import Rights

ORGANISERS = (Role.ADMINISTRATOR, Role.OPERATIONS, Role.DIRECTOR, Role.LEAD)
OVER_ALL = (Role.ADMINISTRATOR, Role.OPERATIONS, Role.DIRECTOR)
SETTLERS = (*OVER_ALL, Role.FINANCE)


def may_organise(rights: Rights) -> bool:
    return rights.has(*ORGANISERS)


def organisers(request) -> bool:
    """The rule of pages for those who make contests."""
    return request.user.is_authenticated and may_organise(request.rights)


def may_manage(rights: Rights, contest: Contest) -> bool:
    """Edit the draft, amend, close, call off."""
    return rights.sees_all(*OVER_ALL) or (may_organise(rights) and contest.created_by_id == rights.user_id)


def may_publish_alone(rights: Rights) -> bool:
    return rights.sees_all(*OVER_ALL)


def may_settle(rights: Rights, contest: Contest) -> bool:
    return rights.sees_all(*SETTLERS)


def settlers(*, on: date) -> QuerySet[User]:
    """Whoever may settle."""
    held = RoleAssignment.objects.filter(running(on), scope=Scope.ALL, role__in=SETTLERS)
    return User.objects.filter(is_active=True, pk__in=held.values("user_id"))


def sees_everyone(rights: Rights, contest: Contest) -> bool:
    """The whole ranking by name, whatever participants see."""
    return contest.visibility == Contest.Visibility.OPEN or may_manage(rights, contest) or rights.sees_all()
