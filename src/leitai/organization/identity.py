"""How the signed-in person is named at the foot of the navigation: 陈思远, 华东一部·主管."""

from leitai import clock
from leitai.accounts.roles import Role
from leitai.organization.models import Unit
from leitai.organization.queries import unit_on

# The weightiest role names a person who holds several.
WEIGHT = [Role.DIRECTOR, Role.LEAD, Role.OPERATIONS, Role.FINANCE, Role.ADMINISTRATOR, Role.REP, Role.OBSERVER]


def of_viewer(request) -> dict | None:
    if not request.user.is_authenticated:
        return None
    held = [role for role in WEIGHT if request.rights.has(role)]
    words = [_home(request.person), str(held[0].label) if held else ""]
    return {"name": str(request.person or request.user), "caption": "·".join(filter(None, words))}


def _home(person) -> str:
    unit_id = person and unit_on(person.pk, clock.today())
    return Unit.objects.values_list("name", flat=True).get(pk=unit_id) if unit_id else ""
