"""A phrase is a sentence kept as data: the English msgid and its parameters, said in the reader's language.

    said = phrases.pack(_("%(who)s asks for %(amount)s"), who=user, amount=Money(12))
    phrases.say(said)  ->  "伟申请 ¥12"

Parameters are stored by kind, people by id only, so that a name is the name of today and an erased person
leaves nothing behind.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext

from leitai.accounts.models import User
from leitai.notifications.recipients import name_of
from leitai.organization.models import Person
from leitai.ui.figures import days, money, shares


@dataclass(frozen=True)
class Money:
    """An amount of the company's currency."""

    value: Decimal | int


@dataclass(frozen=True)
class Month:
    """The month a day lies in."""

    day: date


@dataclass(frozen=True)
class Rate:
    """A ratio in ppm: 120,000 is 12%."""

    ppm: int


def msgid(text) -> str:
    """The English behind a lazy translation; a plain string is itself."""
    with translation.override(None):
        return str(text)


def pack(text, params: dict | None = None, /, **more) -> dict:
    """The phrase as JSON-ready data. A plain string that is nobody's msgid is said as it is."""
    values = {**(params or {}), **more}
    packed = {"text": msgid(text)}
    if values:
        packed["with"] = {name: pack_value(value) for name, value in values.items()}
    return packed


def pack_value(value):
    """One value as data. Raises TypeError for what has no way to be said."""
    match value:
        case None | bool() | int():
            return value
        case str():
            return value
        case Promise():
            return {"text": msgid(value)}
        case Money():
            return {"money": str(value.value)}
        case Rate():
            return {"rate": value.ppm}
        case Month():
            return {"month": value.day.isoformat()}
        case Decimal():
            return {"number": str(value)}
        case datetime():
            return {"at": value.isoformat()}
        case date():
            return {"day": value.isoformat()}
        case User():
            return {"user": value.pk}
        case Person():
            return {"person": value.pk}
        case dict():
            return value
        case list() | tuple():
            return [pack_value(each) for each in value]
    raise TypeError(f"A {type(value).__name__} cannot be part of a phrase")


def say_short(packed, names: "Names | None" = None) -> str:
    """As `say`, but a lone amount in 万 and 亿: ¥86万."""
    match packed:
        case {"money": value}:
            return money.short_money(Decimal(value))
    return say(packed, names)


def say(packed, names: "Names | None" = None) -> str:
    """The phrase or value in the active language. Give `names` when saying many, to ask for names once."""
    names = names or Names([packed])
    match packed:
        case None:
            return ""
        case {"text": text, **rest}:
            said = gettext(text) if text else ""
            params = {name: say(value, names) for name, value in rest.get("with", {}).items()}
            return said % params if params else said
        case {"money": value}:
            return money.full(Decimal(value))
        case {"number": value}:
            return shares.count(Decimal(value))
        case {"rate": ppm}:
            return shares.percent(ppm)
        case {"month": value}:
            return days.month(date.fromisoformat(value), year=True)
        case {"at": value}:
            return f"{days.day(when := timezone.localtime(datetime.fromisoformat(value)))} {days.clock_time(when)}"
        case {"day": value}:
            return days.day(date.fromisoformat(value), year=True)
        case {"user": pk}:
            return names.users.get(pk, "—")
        case {"person": pk}:
            return names.people.get(pk, "—")
        case list():
            return gettext(", ").join(say(each, names) for each in packed)
    return str(packed)


class Names:
    """The names that many phrases need, from at most two queries."""

    def __init__(self, packed: Iterable):
        wanted: dict[str, set[int]] = {"user": set(), "person": set()}
        for each in packed:
            _collect(each, wanted)
        users = User.objects.filter(pk__in=wanted["user"]).select_related("person") if wanted["user"] else ()
        people = Person.objects.filter(pk__in=wanted["person"]) if wanted["person"] else ()
        self.users = {user.pk: name_of(user) for user in users}
        self.people = {person.pk: person.name for person in people}


def _collect(value, wanted: dict[str, set[int]]) -> None:
    if isinstance(value, list):
        for each in value:
            _collect(each, wanted)
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name in wanted and isinstance(inner, int):
                wanted[name].add(inner)
            else:
                _collect(inner, wanted)
