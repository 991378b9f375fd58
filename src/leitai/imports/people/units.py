"""Units told by a list of people: by path, and, where one unit has several leads, by lead.

A unit with one lead is led by them. A unit whose people report to several leads gets a team below it for each,
named after its lead; so does the company where no unit is told at all. A lead's own home is the team they lead.
"""

import re
from collections import defaultdict

from leitai.imports.fields import simple
from leitai.organization.models import Unit

Path = tuple[str, ...]


def path_of(text: str) -> Path:
    """华东区/华东一部, 华东区 > 华东一部, 华东区-华东一部 stays one name."""
    return tuple(part.strip() for part in re.split(r"\s*[/\\>＞→]\s*", text) if part.strip())


class UnitTree:
    def __init__(self):
        units = list(Unit.objects.all())
        self.units = {unit.pk: unit for unit in units if unit.archived_at is None}
        self._archived = {(unit.parent_id, unit.name) for unit in units if unit.archived_at}
        self.root = next((unit for unit in self.units.values() if unit.parent_id is None), None)
        self.leads: dict[Path, str] = {}
        self._teams: dict[tuple[Path, str], Path] = {}
        self._home_of_lead: dict[str, Path] = {}
        self._lead_of: dict[str, str] = {}
        self._lead_name = str

    def learn(self, drafts, lead_name) -> None:
        """Read the whole list: which unit has which leads."""
        self._lead_name = lead_name
        led = defaultdict(dict)
        for draft in drafts:
            if draft.lead:
                lead = lead_name(draft.lead)
                led[draft.path].setdefault(simple(lead), lead)
                self._lead_of[simple(draft.name)] = simple(lead)
        for path, leads in sorted(led.items()):
            for lead in leads.values():
                self._learn_team(path, lead, alone=len(leads) == 1 and bool(path))
        self._nest()

    def _learn_team(self, path: Path, lead: str, *, alone: bool) -> None:
        team = path if alone else (*path, lead)
        self._teams[path, simple(lead)] = team
        self.leads[team] = lead
        self._home_of_lead.setdefault(simple(lead), team)

    def _nest(self) -> None:
        """Where only leads are told, a lead's team stands in the team of the lead's own lead."""
        for (path, lead), team in list(self._teams.items()):
            above, chain = self._lead_of.get(lead), [team[-1:]]
            while not path and above and len(chain) < 20:
                higher = self._teams.get(((), above))
                if not higher or higher[-1:] in chain:
                    break
                chain.append(higher[-1:])
                above = self._lead_of.get(above)
            if len(chain) > 1:
                self._move(team, tuple(name for part in reversed(chain) for name in part))

    def _move(self, team: Path, nested: Path) -> None:
        lead = self.leads.pop(team)
        self.leads[nested] = lead
        for key, value in list(self._teams.items()):
            if value == team:
                self._teams[key] = nested
        for key, value in list(self._home_of_lead.items()):
            if value == team:
                self._home_of_lead[key] = nested

    def circle(self, name: str) -> str:
        """The name one comes back to when following leads upward from here; "" where one does not."""
        start, seen = simple(name), set()
        here = start
        while here in self._lead_of and here not in seen:
            seen.add(here)
            here = self._lead_of[here]
            if here == start:
                return name
        return ""

    def home(self, draft) -> Path:
        """Where a person belongs: with their lead's team, or the team they lead, or the unit told; () for none told."""
        if draft.lead and not (not draft.path and simple(draft.name) in self._home_of_lead):
            return self._teams.get((draft.path, simple(self._lead_name(draft.lead))), draft.path)
        return draft.path or self._home_of_lead.get(simple(draft.name), ())

    def home_of_lead(self, name: str) -> Path:
        return self._home_of_lead.get(simple(name), ())

    def id_of(self, path: Path) -> int | None:
        """The unit at a path below the company; a single name is found wherever it stands once."""
        if not path:
            return self.root.pk if self.root else None
        here = self.root.pk if self.root else None
        if self.root and simple(path[0]) == simple(self.root.name):
            path = path[1:]
        for place, name in enumerate(path):
            below = [
                pk for pk, unit in self.units.items() if unit.parent_id == here and simple(unit.name) == simple(name)
            ]
            if not below and place == 0:
                below = [pk for pk, unit in self.units.items() if simple(unit.name) == simple(name)]
            if len(below) != 1:
                return None
            here = below[0]
        return here

    def archived(self, path) -> str:
        """The first name of the path that only an archived unit bears, which leaves no room for a new one."""
        for length in range(1, len(path) + 1):
            if self.id_of(path[:length]) is None:
                above = self.id_of(path[: length - 1])
                return path[length - 1] if (above, path[length - 1]) in self._archived else ""
        return ""

    def name_of(self, pk: int | None) -> str:
        return self.units[pk].name if pk in self.units else ""
