"""How far a viewer's figures go: the company, the units they reach, or what is their own."""

from dataclasses import dataclass
from datetime import date

from leitai.organization.models import Unit
from leitai.organization.queries import members_of
from leitai.organization.rights import Rights


@dataclass(frozen=True)
class Reach:
    """`narrow` goes into the questions of `queries`; `units` are the topmost ones, empty for everything or oneself."""

    narrow: dict
    everything: bool = False
    units: tuple[Unit, ...] = ()

    @property
    def several(self) -> bool:
        """Whether more people than oneself are within it."""
        return self.everything or bool(self.units)

    def people(self, on: date):
        """The people whose figures are told apart, None for everyone."""
        if self.everything:
            return None
        if self.units:
            return list(members_of(self.narrow["unit_ids"], on=on).values_list("pk", flat=True))
        return self.narrow["person_ids"]


def reach_of(rights: Rights) -> Reach:
    """Whoever sees all sees the company; a lead the units; anyone else what is their own, which may be nothing."""
    if rights.sees_all():
        return Reach({}, everything=True)
    if ids := rights.unit_ids():
        units = Unit.objects.filter(pk__in=ids)
        top = tuple(unit for unit in units if unit.parent_id not in ids)
        return Reach({"unit_ids": sorted(ids)}, units=top)
    return Reach({"person_ids": [rights.person_id] if rights.person_id else []})
