"""Who is on a scheme on a day, asked for many people and days at once."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

import polars as pl

from leitai.incentives.models import Scheme, SchemeAssignment
from leitai.organization.models import GradePeriod, RoleAssignment
from leitai.organization.queries import UnitFinder
from leitai.organization.rights import unit_and_below

Spells = dict[int, list[tuple[date, date | None, object]]]


def covers(start: date, end: date | None, day: date) -> bool:
    return start <= day and (end is None or day < end)


class Roster:
    """The assignments of a scheme, ready to be asked. A few queries, whatever the number of people."""

    def __init__(self, scheme: Scheme):
        self.rows = list(SchemeAssignment.objects.filter(scheme=scheme))
        self.below = {row.unit_id: unit_and_below(row.unit_id) for row in self.rows if row.unit_id}
        self.roles = self._roles() if any(row.role for row in self.rows) else {}
        self.grades = self._grades() if any(row.grade_id for row in self.rows) else {}

    def holds(self, person_id: int, unit_id: int | None, day: date) -> bool:
        """Whether somebody of this unit on this day is on the scheme."""
        return any(self._matches(row, person_id, unit_id, day) for row in self.rows)

    def on_scheme(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Of rows that `in_pay_period` placed, those of people on the scheme."""
        asked = rows.select("person", "held_unit", "held_day")
        return rows.filter(pl.Series([self.holds(*each) for each in asked.iter_rows()], dtype=pl.Boolean))

    def _matches(self, row: SchemeAssignment, person_id: int, unit_id: int | None, day: date) -> bool:
        return (
            covers(row.start, row.end, day)
            and (row.person_id is None or row.person_id == person_id)
            and (row.unit_id is None or unit_id in self.below[row.unit_id])
            and (not row.role or _held(self.roles, person_id, row.role, day))
            and (row.grade_id is None or _held(self.grades, person_id, row.grade_id, day))
        )

    @staticmethod
    def _roles() -> Spells:
        rows = RoleAssignment.objects.filter(user__person__isnull=False)
        return _spells(rows.values_list("user__person__id", "start", "end", "role"))

    @staticmethod
    def _grades() -> Spells:
        return _spells(GradePeriod.objects.values_list("person_id", "start", "end", "grade_id"))


def _spells(rows: Iterable[tuple]) -> Spells:
    found: Spells = defaultdict(list)
    for person_id, start, end, what in rows:
        found[person_id].append((start, end, what))
    return found


def _held(spells: Spells, person_id: int, what, day: date) -> bool:
    return any(each == what and covers(start, end, day) for start, end, each in spells.get(person_id, ()))


def schemes_of(person_id: int, *, on: date) -> list[Scheme]:
    """The schemes a person is on that day."""
    unit_id = UnitFinder([person_id])(person_id, on)
    schemes = Scheme.objects.filter(archived_at__isnull=True).prefetch_related("assignments")
    return [scheme for scheme in schemes if Roster(scheme).holds(person_id, unit_id, on)]
