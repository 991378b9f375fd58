"""An import of people undone: whoever came goes again, unless something already refers to them."""

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from leitai.accounts.models import User
from leitai.audit import actions as audit
from leitai.imports.models import Change
from leitai.organization.models import Grade, GradePeriod, Person, RoleAssignment, Unit


class _Rehearsed(Exception):
    """Ends the rehearsal, so that nothing of it stays."""


def why_not_undo(batch) -> list[str]:
    """Tried and taken back: the database itself says what refers to whom."""
    reasons: list[str] = []
    try:
        with transaction.atomic():
            reasons = _take_back(batch)
            raise _Rehearsed
    except _Rehearsed:
        return reasons


@transaction.atomic
def undo(batch, *, by, at) -> None:
    if reasons := _take_back(batch):
        raise ValueError("; ".join(reasons))
    audit.record(batch, "undone", by=by, at=at, after={"changes": batch.changes.count()})


def _take_back(batch) -> list[str]:
    reasons = []
    for change in batch.changes.order_by("-id"):
        if (reason := _BACK[change.subject_type](change)) is not None:
            reasons.append(reason)
    return reasons


def _role(change: Change):
    RoleAssignment.objects.filter(pk=change.subject_id).delete()


def _grade_period(change: Change):
    GradePeriod.objects.filter(pk=change.subject_id).delete()


def _user(change: Change) -> str | None:
    user = User.objects.filter(pk=change.subject_id).first()
    if user is None:
        return None
    if user.last_login:
        return _("%(name)s has signed in since.") % {"name": user.username}
    return _delete(user, user.username)


def _grade(change: Change):
    grade = Grade.objects.filter(pk=change.subject_id).first()
    if grade and not grade.periods.exists():
        grade.delete()


def _unit(change: Change) -> str | None:
    unit = Unit.objects.filter(pk=change.subject_id).first()
    return _delete(unit, unit.name) if unit else None


def _person(change: Change) -> str | None:
    person = Person.objects.filter(pk=change.subject_id).first()
    if person is None:
        return None
    if change.before is None:
        person.memberships.all().delete()
        person.grade_periods.all().delete()
        return _delete(person, person.name)
    return _restore(person, change)


def _restore(person: Person, change: Change) -> str | None:
    for key, value in change.before.items():
        if key == "unit":
            _back_to_unit(person, value)
        else:
            setattr(person, key, value)
    person.save()
    return None


def _back_to_unit(person: Person, unit_id) -> None:
    last = person.memberships.order_by("-start").first()
    if last and last.unit_id != unit_id:
        last.delete()
        person.memberships.filter(end=last.start).update(end=None)


def _delete(subject, name: str) -> str | None:
    try:
        with transaction.atomic():
            subject.delete()
    except ProtectedError:
        return _("%(name)s is in use already: records, goals or other rows refer to it.") % {"name": name}
    return None


_BACK = {
    "organization.roleassignment": _role,
    "organization.gradeperiod": _grade_period,
    "accounts.user": _user,
    "organization.grade": _grade,
    "organization.unit": _unit,
    "organization.person": _person,
}
