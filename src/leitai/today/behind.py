"""Who is behind, with the reason; where they are many, by unit, so that one sees where and not only who."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from leitai.organization.models import Membership, Unit
from leitai.organization.queries import running
from leitai.today.reasons import Reason
from leitai.today.standing import Standing

GROUPED_OVER = 12
KINDS_SAID = 2


@dataclass(frozen=True)
class Row:
    standing: Standing
    reason: Reason | None


@dataclass(frozen=True)
class Group:
    """The people of a unit who are behind; `unit` None: of no unit."""

    unit: Unit | None
    rows: list[Row]

    @property
    def short_by(self) -> int:
        return sum(row.standing.short_by for row in self.rows)

    @property
    def why(self) -> str:
        """What weighs with most of them: “5 人很久没开单，3 人单子变小”."""
        kinds = Counter(row.reason.kind if row.reason else "" for row in self.rows)
        return pgettext("list", ", ").join(_counted(kind, n) for kind, n in kinds.most_common(KINDS_SAID))


def by_unit(rows: list[Row], *, on: date) -> list[Group]:
    """A group for each unit they belong to that day, the furthest behind first. Two queries."""
    people = [row.standing.who.pk for row in rows]
    homes = dict(Membership.objects.filter(running(on), person__in=people).values_list("person_id", "unit_id"))
    units = Unit.objects.in_bulk(set(homes.values()))
    found: dict[int | None, list[Row]] = {}
    for row in rows:
        found.setdefault(homes.get(row.standing.who.pk), []).append(row)
    groups = [Group(units.get(unit_id), each) for unit_id, each in found.items()]
    return sorted(groups, key=lambda group: -group.short_by)


def _counted(kind: str, n: int) -> str:
    said = {
        "new": ngettext("%(n)d is new", "%(n)d are new", n),
        "none": ngettext("%(n)d has no order yet", "%(n)d have no order yet", n),
        "quiet": ngettext("%(n)d had no order lately", "%(n)d had no order lately", n),
        "fewer": ngettext("%(n)d signs fewer deals", "%(n)d sign fewer deals", n),
        "smaller": ngettext("%(n)d signs smaller deals", "%(n)d sign smaller deals", n),
    }
    return (said.get(kind) or _("%(n)d as usual")) % {"n": n}
