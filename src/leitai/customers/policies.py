"""Who may keep customers."""

from leitai.accounts.roles import Role


def keeps_customers(request) -> bool:
    """Sales operations and administrators correct a customer's name and number."""
    return request.user.is_authenticated and request.rights.sees_all(Role.OPERATIONS, Role.ADMINISTRATOR)
