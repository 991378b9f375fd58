"""Which goals somebody may see."""

from datetime import date

from django.db.models import Q, QuerySet

from leitai.goals.models import Goal
from leitai.organization.models import Membership, Unit
from leitai.organization.queries import running
from leitai.organization.rights import Rights

LOADED = ("metric__current", "person", "unit", "in_force__version__metric", "in_force__revision", "withdrawal")


def goals_visible_to(rights: Rights, *, on: date) -> QuerySet[Goal]:
    """Everything; or one's own, those of the units one belongs to and above, and those of one's units and people."""
    goals = Goal.objects.select_related(*LOADED)
    if rights.sees_all():
        return goals
    units = rights.unit_ids()
    members = Membership.objects.filter(running(on), unit_id__in=units)
    mine = Q(person_id=rights.person_id) if rights.person_id else Q(pk__in=[])
    return goals.filter(mine | Q(unit_id__in=units | _above(rights, on)) | Q(person_id__in=members.values("person_id")))


def _above(rights: Rights, on: date) -> frozenset[int]:
    """The unit one belongs to and those above: everybody knows what their team is to reach."""
    home = Membership.objects.filter(running(on), person_id=rights.person_id).values_list("unit_id", flat=True).first()
    if home is None:
        return frozenset()
    return frozenset(Unit.objects.ancestors(home, include_self=True).values_list("id", flat=True))
