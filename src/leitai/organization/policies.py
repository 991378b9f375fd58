"""Who may change the organisation."""

from leitai.accounts.roles import Role
from leitai.organization.models import Company


def administers(request) -> bool:
    """People, units, calendar: administrators and sales operations."""
    return request.user.is_authenticated and request.rights.sees_all(Role.ADMINISTRATOR, Role.OPERATIONS)


def gives_roles(request) -> bool:
    """Roles, passwords and the company itself: administrators."""
    return request.user.is_authenticated and may_give_roles(request.rights)


def may_give_roles(rights) -> bool:
    return rights.sees_all(Role.ADMINISTRATOR)


def sets_up(request) -> bool:
    """Anyone while there is no company; afterwards the administrators finish what is left."""
    return not Company.objects.exists() or gives_roles(request)
