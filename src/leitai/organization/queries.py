"""Questions about people, units and the calendar. Visibility comes first."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from django.db.models import Q, QuerySet

from leitai.accounts.roles import Role, Scope
from leitai.organization.models import Company, DayOverride, Leave, Membership, Person, RoleAssignment, Unit
from leitai.organization.rights import Rights
from leitai.tally.calendars import WorkCalendar, chinese_calendar


def company() -> Company | None:
    """The company of this installation; None before set-up."""
    return Company.objects.first()


def currency() -> str:
    """The code of the company's currency; empty before set-up."""
    return Company.objects.values_list("currency", flat=True).first() or ""


def running(on: date) -> Q:
    """Spells that cover the day."""
    return Q(start__lte=on) & (Q(end__isnull=True) | Q(end__gt=on))


def lasting(on: date) -> Q:
    """Spells that cover the day or begin after it."""
    return Q(end__isnull=True) | Q(end__gt=on)


def overlapping(start: date, end: date) -> Q:
    """Spells that touch the half-open stretch [start, end)."""
    return Q(start__lt=end) & (Q(end__isnull=True) | Q(end__gt=start))


def people_visible_to(rights: Rights, *, on: date) -> QuerySet[Person]:
    """Oneself, the members on that day of the units one reaches, or everyone; merged people are left out."""
    people = Person.objects.filter(alias_of__isnull=True)
    if rights.sees_all():
        return people
    members = Membership.objects.filter(running(on), unit_id__in=rights.unit_ids())
    return people.filter(Q(pk=rights.person_id) | Q(pk__in=members.values("person_id")))


def units_visible_to(rights: Rights) -> QuerySet[Unit]:
    units = Unit.objects.filter(archived_at__isnull=True)
    return units if rights.sees_all() else units.filter(pk__in=rights.unit_ids())


def members_of(unit_ids: Iterable[int], *, on: date) -> QuerySet[Person]:
    """People who belong to any of these units on the day and have not left."""
    spells = Membership.objects.filter(running(on), unit_id__in=unit_ids)
    return Person.objects.filter(_there(on), pk__in=spells.values("person_id"))


def _there(on: date) -> Q:
    """People who have not left by that day."""
    return Q(left_on__isnull=True) | Q(left_on__gt=on)


def memberships_during(start: date, end: date, *, person_ids=None, unit_ids=None) -> QuerySet[Membership]:
    """Who belonged where in [start, end), clipped by nobody: compare with the stretch yourself."""
    spells = Membership.objects.filter(overlapping(start, end))
    if person_ids is not None:
        spells = spells.filter(person_id__in=person_ids)
    return spells if unit_ids is None else spells.filter(unit_id__in=unit_ids)


def unit_on(person_id: int, day: date) -> int | None:
    """The unit a person belongs to on a day."""
    return Membership.objects.filter(running(day), person_id=person_id).values_list("unit_id", flat=True).first()


class UnitFinder:
    """The unit of many people on many days, from one query. Use it for the length of one action."""

    def __init__(self, person_ids: Iterable[int]):
        self._spells: dict[int, list[tuple[date, date | None, int]]] = {}
        rows = Membership.objects.filter(person_id__in=set(person_ids)).order_by("person_id", "start")
        for person_id, start, end, unit_id in rows.values_list("person_id", "start", "end", "unit_id"):
            self._spells.setdefault(person_id, []).append((start, end, unit_id))

    def __call__(self, person_id: int, day: date) -> int | None:
        for start, end, unit_id in self._spells.get(person_id, ()):
            if start <= day and (end is None or day < end):
                return unit_id
        return None


def administrators(on: date) -> QuerySet[RoleAssignment]:
    """Who administers the whole company on that day and for good."""
    lasting = RoleAssignment.objects.filter(start__lte=on, end__isnull=True, user__is_active=True)
    return lasting.filter(role=Role.ADMINISTRATOR, scope=Scope.ALL)


def is_last_administrator(user, *, on: date) -> bool:
    return set(administrators(on).values_list("user_id", flat=True)) == {user.pk}


def leaders_of(unit_id: int, *, on: date) -> QuerySet[Person]:
    """The leads of the nearest unit upward that has any, the unit itself first."""
    units = Unit.objects.get(pk=unit_id).ancestors(include_self=True)
    for unit in reversed(list(units)):
        people = Person.objects.filter(
            _there(on),
            user__role_assignments__in=unit.role_assignments.filter(running(on), role__in=["lead", "director"]),
        ).distinct()
        if people:
            return people
    return Person.objects.none()


def away(person_ids: Iterable[int], *, on: date) -> set[int]:
    """Which of these people are on leave that day."""
    return set(Leave.objects.filter(running(on), person_id__in=person_ids).values_list("person_id", flat=True))


def work_calendar(*years: int) -> WorkCalendar:
    """The published calendar of these years with the company's own departures from it."""
    return _published(frozenset(years)).overridden(dict(DayOverride.objects.values_list("day", "is_workday")))


@lru_cache(maxsize=64)
def _published(years: frozenset[int]) -> WorkCalendar:
    return chinese_calendar(years)
