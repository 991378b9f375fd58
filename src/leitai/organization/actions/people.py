"""Joining, moving, being promoted, leaving. The spells of a person never overlap."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from leitai.accounts.models import User
from leitai.audit.actions import record
from leitai.organization.actions.rights import ensure_not_last_administrator
from leitai.organization.errors import OrganizationError, two_units
from leitai.organization.events import memberships_changed
from leitai.organization.models import Grade, GradePeriod, Membership, Person, Unit
from leitai.organization.queries import lasting


@transaction.atomic
def hire(*, name: str, code: str, unit: Unit, start: date, mobile="", email="", by, at: datetime) -> Person:
    """A new person who belongs to `unit` from `start` on."""
    if Person.objects.filter(code=code).exists():
        raise OrganizationError(_("This staff number is taken."), code="code_taken", field="code")
    person = Person.objects.create(name=name, code=code, mobile=mobile, email=email, hired_on=start)
    Membership.objects.create(person=person, unit=unit, start=start)
    record(person, "hired", by=by, at=at, after={"unit": unit.pk, "start": start})
    _tell([person.pk], start)
    return person


@transaction.atomic
def correct_person(*, person: Person, by, at: datetime, **fields) -> Person:
    """Correct name, number, mobile or mail. The audit entry names the fields, not what stood in them."""
    changed = [name for name, value in fields.items() if getattr(person, name) != value]
    if "code" in changed and Person.objects.filter(code=fields["code"]).exclude(pk=person.pk).exists():
        raise OrganizationError(_("This staff number is taken."), code="code_taken", field="code")
    for name in changed:
        setattr(person, name, fields[name])
    if changed:
        person.save(update_fields=changed)
        record(person, "corrected", by=by, at=at, after={"fields": changed})
    return person


@transaction.atomic
def move_person(*, person: Person, unit: Unit, start: date, by, at: datetime) -> Membership:
    """From `start` on the person belongs to `unit`; the running spell ends that day.

    Past days may be rewritten (the transfer was in March and is entered in May): records are re-derived by
    whoever listens to `memberships_changed`. A later spell already entered stands in the way and is named.
    Leaving, where it is entered, ends this spell too.
    """
    _lock(person)
    if person.left_on and start >= person.left_on:
        raise OrganizationError(
            _("%(person)s left on %(day)s. Choose an earlier day.") % {"person": person, "day": person.left_on},
            code="has_left",
            field="start",
        )
    later = person.memberships.filter(start__gt=start).first()
    if later:
        raise two_units(person, later)
    same_day = person.memberships.filter(start=start).first()
    if same_day:
        same_day.unit = unit
        same_day.save(update_fields=["unit"])
        spell = same_day
    else:
        person.memberships.filter(start__lt=start).exclude(end__lte=start).update(end=start)
        spell = Membership.objects.create(person=person, unit=unit, start=start, end=person.left_on)
    record(person, "moved", by=by, at=at, after={"unit": unit.pk, "start": start})
    _tell([person.pk], start)
    return spell


@transaction.atomic
def end_employment(*, person: Person, left_on: date, by, at: datetime) -> Person:
    """The person has left: `left_on` is the first day they are gone. What they sold stays theirs.

    Nothing lasts beyond that day: spells and roles end with it, and what was planned for later is dropped. A day
    corrected to a later one gives the last unit back until then. The last administrator cannot leave.
    """
    _lock(person)
    if person.user_id:
        ensure_not_last_administrator(person.user, on=left_on)
        _cut(person.user.role_assignments, left_on)
    before, person.left_on = person.left_on, left_on
    person.save(update_fields=["left_on"])
    if before and before < left_on:
        person.memberships.filter(end=before).update(end=left_on)
    _cut(person.memberships, left_on)
    record(person, "left", by=by, at=at, after={"left_on": left_on})
    _tell([person.pk], min(before or left_on, left_on))
    return person


@transaction.atomic
def take_back_departure(*, person: Person, by, at: datetime) -> Person:
    """The person has not left after all: the last unit goes on as if nothing had been entered.

    What was planned beyond that day stays dropped, and roles are given anew: whoever decides that is asked again.
    """
    _lock(person)
    left_on, person.left_on = person.left_on, None
    if left_on is None:
        return person
    person.save(update_fields=["left_on"])
    person.memberships.filter(end=left_on).update(end=None)
    record(person, "departure_taken_back", by=by, at=at, before={"left_on": left_on})
    _tell([person.pk], left_on)
    return person


def _cut(spells, day: date) -> None:
    spells.filter(start__gte=day).delete()
    spells.filter(lasting(day)).update(end=day)


@transaction.atomic
def give_grade(*, person: Person, grade: Grade, start: date, by, at: datetime) -> GradePeriod:
    """The person holds `grade` from `start` on."""
    _lock(person)
    if person.grade_periods.filter(start__gt=start).exists():
        raise OrganizationError(
            _("A later grade is already entered. Choose a later day."), code="grade_overlap", field="start"
        )
    person.grade_periods.filter(start__lt=start).exclude(end__lte=start).update(end=start)
    period, _created = GradePeriod.objects.update_or_create(person=person, start=start, defaults={"grade": grade})
    record(person, "graded", by=by, at=at, after={"grade": grade.pk, "start": start})
    return period


@transaction.atomic
def give_login(*, person: Person, username: str, password: str | None, by, at: datetime) -> User:
    """A user for a person. Without a password nobody can sign in until one is set."""
    if person.user_id:
        raise OrganizationError(_("This person can sign in already."), code="has_login", field="username")
    if User.objects.filter(username=username).exists():
        raise OrganizationError(_("This user name is taken."), code="username_taken", field="username")
    user = User.objects.create_user(username, email=person.email, password=password)
    person.user = user
    person.save(update_fields=["user"])
    record(person, "given_login", by=by, at=at)
    return user


@transaction.atomic
def set_password(*, user: User, password: str, by, at: datetime) -> None:
    """A new password set by an administrator; sessions of the old one end with it."""
    user.set_password(password)
    user.save(update_fields=["password"])
    record(user, "password_set", by=by, at=at)


def _lock(person):
    Person.objects.select_for_update().get(pk=person.pk)


def _tell(person_ids, since):
    memberships_changed.send(Membership, person_ids=person_ids, since=since)
