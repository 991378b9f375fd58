"""Who may do what with pay, awards and budgets.

- A statement is its person's own. Finance, sales operations (within their scope) and administrators see
  everyone's; each time they open somebody else's, an audit entry is left.
- Directors and leads see what their units are paid in total, and only where three people or more were paid, so
  that a total does not tell a single person's pay. They do not open their people's statements.
- Whoever pays for some units writes schemes, awards and budget lines of these units, and of nobody else; another
  role that lets them see more lets them pay no more (`queries/paying.py`).
- Only finance goes over a budget, within its scope.
"""

from datetime import date

from leitai.accounts.roles import Role
from leitai.organization.rights import Rights, rights_of

PAYERS = (Role.ADMINISTRATOR, Role.OPERATIONS, Role.FINANCE)
HEADS = (Role.DIRECTOR, Role.LEAD)
LEAST_PEOPLE_IN_A_TOTAL = 3


def may_pay(rights: Rights) -> bool:
    """Whether there is anybody one pays: write schemes, grant awards, see statements, each within scope."""
    return rights.has(*PAYERS)


def pays_everyone(rights: Rights) -> bool:
    """Start runs, and hand them in."""
    return rights.sees_all(*PAYERS)


def may_pay_for(rights: Rights, unit_id: int | None) -> bool:
    """Whether one pays for all of a unit; None: for the whole company."""
    return pays_everyone(rights) or unit_id in rights.unit_ids(*PAYERS)


def may_read_schemes(rights: Rights) -> bool:
    """Those who pay, and those who head units: they see what their units are paid by, and in total."""
    return rights.has(*PAYERS, *HEADS)


def may_see_budgets(rights: Rights) -> bool:
    return rights.has(*PAYERS, *HEADS)


def may_go_over_budget(user, line, *, on: date) -> bool:
    """Finance: of the company, or of the unit the line is for."""
    if user is None:
        return False
    rights = rights_of(user, on=on)
    return rights.sees_all(Role.FINANCE) or line.unit_id in rights.unit_ids(Role.FINANCE)


def payers(request) -> bool:
    """The rule of pages for those who pay."""
    return request.user.is_authenticated and may_pay(request.rights)


def company_payers(request) -> bool:
    return request.user.is_authenticated and pays_everyone(request.rights)


def readers(request) -> bool:
    return request.user.is_authenticated and may_read_schemes(request.rights)


def budget_readers(request) -> bool:
    return request.user.is_authenticated and may_see_budgets(request.rights)
