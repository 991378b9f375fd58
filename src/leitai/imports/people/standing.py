"""Where people stand on the day of the import: unit, grade and roles, and what is planned for later."""

from collections import defaultdict
from datetime import date

from leitai.accounts.roles import Role
from leitai.organization.models import GradePeriod, Membership, RoleAssignment
from leitai.organization.queries import lasting, running


class Standing:
    """Read once for a whole file. Who joins only later stands where they will begin."""

    def __init__(self, day: date):
        spells = Membership.objects.filter(lasting(day)).order_by("-start")
        coming = Membership.objects.filter(start__gt=day).order_by("-start")
        self.units = dict(spells.values_list("person_id", "unit_id"))
        self.planned_units = {
            who: (name, start) for who, name, start in coming.values_list("person_id", "unit__name", "start")
        }
        grades, later = GradePeriod.objects.filter(running(day)), GradePeriod.objects.filter(start__gt=day)
        self.grades = dict(grades.values_list("person_id", "grade__name"))
        self.planned_grades = {
            who: (name, start)
            for who, name, start in later.order_by("-start").values_list("person_id", "grade__name", "start")
        }
        self.roles: dict[int, list[str]] = defaultdict(list)
        self.leading: set[tuple[int, int]] = set()
        given = RoleAssignment.objects.filter(lasting(day), user__person__isnull=False)
        for who, role, unit_id in given.values_list("user__person", "role", "unit"):
            self.roles[who].append(role)
            if role == Role.LEAD:
                self.leading.add((who, unit_id))
