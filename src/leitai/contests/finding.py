"""Whom one may choose for a contest, by unit: what the finder of the rules lists, with the letters each is found by."""

from dataclasses import dataclass
from datetime import date

from leitai.notifications.names import sounds
from leitai.organization.models import Membership
from leitai.organization.queries import running


@dataclass(frozen=True)
class Choice:
    """A person or a unit; `words` are small letters to search in, `count` how many people a unit has with all below."""

    pk: int
    name: str
    words: str
    is_chosen: bool
    count: int = 0


@dataclass(frozen=True)
class Group:
    """A unit with those who belong to it itself; `unit` None: people without one."""

    unit: Choice | None
    people: list[Choice]


def groups(form, on: date) -> list[Group]:
    """What the form offers, in the order of the organisation; what was typed or kept is chosen. Few queries."""
    chosen_people, chosen_units = _chosen(form, "people"), _chosen(form, "units")
    people = {person.pk: person for person in form.fields["people"].queryset.order_by("name")}
    home = dict(Membership.objects.filter(running(on), person__in=people).values_list("person_id", "unit_id"))
    members: dict[int | None, list[Choice]] = {}
    units = list(form.fields["units"].queryset)
    known = {unit.pk for unit in units}
    for pk, person in people.items():
        where = home.get(pk) if home.get(pk) in known else None
        members.setdefault(where, []).append(Choice(pk, person.name, _words(person.name), pk in chosen_people))
    below = _below(units)
    found = [
        Group(
            Choice(
                unit.pk, unit.name, _words(unit.name), unit.pk in chosen_units,
                sum(len(members.get(each, ())) for each in below[unit.pk]),
            ),
            members.get(unit.pk, []),
        )
        for unit in units
    ]  # fmt: skip
    return found + ([Group(None, members[None])] if None in members else [])


def _chosen(form, name: str) -> set[int]:
    return {
        int(getattr(value, "pk", value))
        for value in form[name].value() or ()
        if str(value).isdigit() or hasattr(value, "pk")
    }


def _words(name: str) -> str:
    return " ".join([name.lower(), *sounds(name)])


def _below(units) -> dict[int, set[int]]:
    """{unit: it and all below}, of those listed."""
    children: dict[int | None, list[int]] = {}
    for unit in units:
        children.setdefault(unit.parent_id, []).append(unit.pk)

    def walk(pk: int) -> set[int]:
        return {pk}.union(*(walk(child) for child in children.get(pk, ())))

    return {unit.pk: walk(unit.pk) for unit in units}
