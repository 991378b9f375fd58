"""Finding what a text names: people by number, name or alias; other things by name, spelling aside."""

from collections import defaultdict
from difflib import get_close_matches
from functools import lru_cache

from pypinyin import lazy_pinyin

from leitai.imports.fields import simple
from leitai.imports.kinds import Offer, Row
from leitai.organization.models import Membership, Person

CLOSE = 0.84


class PeopleFinder:
    """Everybody, read once. A person who was merged is found as who they are now."""

    def __init__(self):
        self.people = {person.pk: person for person in Person.objects.all()}
        self._by_code: dict[str, int] = {}
        self._by_name: dict[str, list[int]] = defaultdict(list)
        self._by_email: dict[str, int] = {}
        for person in self.people.values():
            self.add(person)
        self._answers: dict[str, tuple[int | None, tuple]] = {}

    def add(self, person: Person) -> None:
        self.people[person.pk] = person
        target = person.alias_of_id or person.pk
        self._by_code[person.code.casefold()] = target
        if person.email:
            self._by_email.setdefault(person.email.casefold(), target)
        if target not in self._by_name[simple(person.name)]:
            self._by_name[simple(person.name)].append(target)
        self._answers = {}

    def by_code(self, text: str) -> int | None:
        return self._by_code.get(text.strip().casefold())

    def find(self, text: str) -> tuple[int | None, tuple[str, tuple[Offer, ...], dict] | None]:
        """The person's id, or the problem: its code, ways out and facts."""
        if text not in self._answers:
            self._answers[text] = self._find(text)
        return self._answers[text]

    def put(self, row: Row, key: str) -> int | None:
        """The person a row names under `key`; a problem on the row where nobody or several are."""
        person_id, problem = self.find(str(row.values[key]))
        if problem:
            code, offers, facts = problem
            row.refuse(key, code, *offers, **facts)
        return person_id

    def _find(self, text: str):
        if (found := self.by_code(text)) or (found := self._by_email.get(text.strip().casefold())):
            return found, None
        named = self._named(text)
        if len(named) == 1:
            return named[0], None
        if named:
            offers = tuple(Offer(self.people[pk].code, self._described(pk), "choose") for pk in named)
            return None, ("two_people", offers, {"text": text, "count": len(named)})
        offers = tuple(Offer(self.people[pk].code, self.people[pk].name) for pk in self._near(text))
        return None, ("no_person", offers, {"text": text})

    def _named(self, text: str) -> list[int]:
        """By name; also 周若溪(HY-0012), HY-0012 周若溪, and First Last as Last First."""
        if found := self._by_name.get(simple(text)):
            return [pk for pk in found if not self._has_left(pk)] or found
        for word in (
            text.replace("（", "(").replace("）", ")").replace("(", " ").replace(")", " ").replace("/", " ").split()
        ):
            if found := self.by_code(word):
                return [found]
        words = text.replace(",", " ").split()
        return self._by_name.get(simple("".join(reversed(words))), []) if len(words) == 2 else []

    def _has_left(self, pk: int) -> bool:
        return self.people[pk].left_on is not None

    def _near(self, text: str) -> list[int]:
        """People whose name differs by one character, sounds the same, or nearly reads the same."""
        said = simple(text)
        if not said:
            return []
        near = [name for name in self._by_name if name and _alike(said, name)]
        near = near or get_close_matches(said, list(self._by_name), n=2, cutoff=CLOSE)
        return [pk for name in near[:3] for pk in self._by_name[name]][:3]

    def _described(self, pk: int) -> str:
        if not hasattr(self, "_units"):
            rows = Membership.objects.filter(end__isnull=True).select_related("unit")
            self._units = {row.person_id: row.unit.name for row in rows}
        person = self.people[pk]
        return " · ".join(part for part in (person.name, self._units.get(pk, ""), person.code) if part)


def _alike(one: str, other: str) -> bool:
    if not ("\u4e00" <= one[0] <= "\u9fff"):
        return False
    if len(one) == len(other) and len(one) > 1:
        if sum(a != b for a, b in zip(one, other, strict=True)) == 1:
            return len(one) > 2 or sounds(one) == sounds(other)
        return sounds(one) == sounds(other)
    return len(one) > 2 and len(other) > 2 and abs(len(one) - len(other)) == 1 and (one in other or other in one)


@lru_cache(maxsize=20_000)
def sounds(name: str) -> str:
    return " ".join(lazy_pinyin(name))


class NameFinder:
    """Things with a name and perhaps a number (customers, products, channels). Spelling is a matter of taste:
    `GTXPro` is `GTX Pro`; what only looks near is offered, never taken."""

    def __init__(self, things: list[tuple[int, str, str]]):
        self._by_code: dict[str, int] = {}
        self._by_name: dict[str, int] = {}
        self._labels: dict[int, str] = {}
        for pk, name, code in things:
            self.add(pk, name, code)

    def add(self, pk: int, name: str, code: str = "") -> None:
        if code:
            self._by_code[code.casefold()] = pk
        self._by_name.setdefault(simple(name) or name, pk)
        self._labels[pk] = name

    def find(self, text: str) -> int | None:
        plain = text.strip()
        return self._by_code.get(plain.casefold()) or self._by_name.get(simple(plain) or plain)

    def near(self, text: str) -> tuple[Offer, ...]:
        names = get_close_matches(simple(text), list(self._by_name), n=3, cutoff=CLOSE)
        return tuple(Offer(self._labels[self._by_name[name]], self._labels[self._by_name[name]]) for name in names)
