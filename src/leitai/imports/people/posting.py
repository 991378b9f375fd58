"""People written: units first, then the persons, then who leads what, how they sign in, and their grade."""

from datetime import date

from leitai.accounts.roles import Role, Scope
from leitai.imports.fields import simple
from leitai.imports.kinds import CHANGED, NEW, Row
from leitai.imports.models import Change
from leitai.organization import actions
from leitai.organization.models import Grade, Person, RoleAssignment, Unit
from leitai.organization.queries import lasting, running

# People of whom no joining day is told belong from here on, so that older records find their unit.
SINCE = date(2000, 1, 1)
REACH = {Role.REP: Scope.OWN, Role.LEAD: Scope.UNIT, Role.DIRECTOR: Scope.UNIT}


class Posting:
    def __init__(self, session, *, batch, by, at, today):
        self.session, self.tree, self.finder = session, session.tree, session.finder
        self.batch, self.by, self.at, self.today = batch, by, at, today
        self._next = 0

    def post(self, rows: list[Row]) -> None:
        for row in rows:
            person = self._hire(row) if row.fate == NEW else self._change(row)
            self._grade(person, row)
            self._login(person, row)
        for path, lead in list(self.tree.leads.items()):
            self._lead(path, lead)

    def note(self, subject, before=None, **after) -> None:
        Change.objects.create(
            batch=self.batch, subject_type=subject._meta.label_lower, subject_id=subject.pk, before=before, after=after
        )

    def _hire(self, row: Row) -> Person:
        draft, values = row.subject, row.values
        start = _as_day(values.get("hired_on")) or SINCE
        person = actions.hire(
            name=draft.name or draft.code, code=draft.code or self._new_code(), unit=self.unit(self.tree.home(draft)),
            start=start, mobile=values.get("mobile", ""), email=values.get("email", ""), by=self.by, at=self.at,
        )  # fmt: skip
        if "hired_on" not in values:
            Person.objects.filter(pk=person.pk).update(hired_on=None)
        if left := _as_day(values.get("left_on")):
            actions.end_employment(person=person, left_on=left, by=self.by, at=self.at)
        self.finder.add(person)
        self.note(person)
        return person

    def _new_code(self) -> str:
        """A number for somebody who has none: the next free of P0001, P0002, …"""
        while True:
            self._next += 1
            code = f"P{self._next:04d}"
            if self.finder.by_code(code) is None:
                return code

    def _change(self, row: Row) -> Person:
        person = self.finder.people[row.subject.person_id]
        plain = {key: new for key, (_old, new) in row.changes.items() if key in ("name", "mobile", "email")}
        before = {key: getattr(person, key) for key in plain}
        if plain:
            actions.correct_person(person=person, by=self.by, at=self.at, **plain)
        if "hired_on" in row.changes:
            before["hired_on"] = person.hired_on and person.hired_on.isoformat()
            person.hired_on = _as_day(row.values["hired_on"])
            person.save(update_fields=["hired_on"])
        if "unit" in row.changes:
            before["unit"] = person.memberships.filter(running(self.today)).values_list("unit_id", flat=True).first()
            actions.move_person(
                person=person, unit=self.unit(self.tree.home(row.subject)), start=self.today, by=self.by, at=self.at
            )
        if "left_on" in row.changes:
            before["left_on"] = person.left_on and person.left_on.isoformat()
            actions.end_employment(person=person, left_on=_as_day(row.values["left_on"]), by=self.by, at=self.at)
        if before:
            self.note(person, before, **{key: str(new) for key, (_old, new) in row.changes.items()})
        return person

    def unit(self, path) -> Unit:
        """The unit at the path, made where it is missing."""
        if found := self.tree.id_of(path):
            return self.tree.units[found]
        parent = self.unit(path[:-1])
        unit = actions.add_unit(name=path[-1], parent=parent, by=self.by, at=self.at)
        self.tree.units[unit.pk] = unit
        self.note(unit)
        return unit

    def _grade(self, person: Person, row: Row) -> None:
        name = row.values.get("grade")
        if not name or (row.fate == CHANGED and "grade" not in row.changes):
            return
        grade = Grade.objects.filter(name=name).first()
        if grade is None:
            grade = Grade.objects.create(name=name, rank=Grade.objects.count() + 1)
            self.note(grade)
        start = SINCE if row.fate == NEW else self.today
        period = actions.give_grade(person=person, grade=grade, start=start, by=self.by, at=self.at)
        self.note(period)

    def _login(self, person: Person, row: Row) -> None:
        """Somebody with a user name signs in once a password is set; a role without one waits for it."""
        name, role = row.values.get("login"), row.values.get("role")
        comes = bool(name and not person.user_id and self.session.gives_roles)
        if comes:
            user = actions.give_login(person=person, username=name, password=None, by=self.by, at=self.at)
            self.note(user)
        if person.user_id and (role or comes):
            scope = REACH.get(role or Role.REP, Scope.ALL)
            home = self.tree.home_of_lead(person.name) or self._home(person)
            self._give_role(person, role or Role.REP, scope, self.unit(home) if scope == Scope.UNIT else None)

    def _give_role(self, person: Person, role: str, scope: str, unit: Unit | None) -> None:
        """From today on, or from the day of joining; nobody was anything before somebody said so."""
        start, end = max(self.today, person.hired_on or self.today), person.left_on
        held = RoleAssignment.objects.filter(lasting(self.today), user=person.user, role=role, unit=unit)
        if not self.session.gives_roles or held.exists() or (end and end <= start):
            return
        given = actions.assign_role(
            user=person.user, role=role, scope=scope, unit=unit, start=start, end=end, by=self.by, at=self.at
        )
        self.note(given)

    def _home(self, person: Person):
        spell = person.memberships.filter(running(self.today)).select_related("unit").first()
        names = [unit.name for unit in spell.unit.ancestors(include_self=True)][1:] if spell else []
        return tuple(names)

    def _lead(self, path, name: str) -> None:
        """The lead of a unit: made where the list only names them, at home in the team they lead."""
        person_id, problem = self.finder.find(name)
        if person_id is None:
            if problem and (problem[0] == "two_people" or simple(name) in self.session.drafts):
                return  # several of the name, or one who comes in a later row
            person = actions.hire(
                name=name, code=self._new_code(), unit=self.unit(path), start=SINCE, by=self.by, at=self.at
            )
            Person.objects.filter(pk=person.pk).update(hired_on=None)
            self.finder.add(person)
            self.note(person)
        else:
            person = self.finder.people[person_id]
        self._appoint(person, self.unit(path))

    def _appoint(self, person: Person, unit: Unit) -> None:
        """Leading is a role of the person's user; who has none yet gets one that nobody can sign in with."""
        if not self.session.gives_roles:
            return
        if not person.user_id:
            user = actions.give_login(
                person=person, username=self._user_name(person), password=None, by=self.by, at=self.at
            )
            self.note(user)
        self._give_role(person, Role.LEAD, Scope.UNIT, unit)

    def _user_name(self, person: Person) -> str:
        wanted = person.code
        return wanted if wanted.casefold() not in self.session.logins else f"{wanted}-{simple(person.name)}"


def _as_day(value):
    return value.date() if hasattr(value, "date") else value
