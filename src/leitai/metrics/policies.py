"""Who may define metrics: sales operations and administrators. Everyone who signs in sees them."""

from leitai.accounts.access import holds
from leitai.accounts.roles import Role
from leitai.organization.rights import Rights

DEFINERS = (Role.OPERATIONS, Role.ADMINISTRATOR)

defines = holds(*DEFINERS)


def may_define(rights: Rights) -> bool:
    return rights.has(*DEFINERS)
