"""What posting would do, before it is done: for a preview, and for posting itself."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from leitai.sales.content import Content, Problem, problems_of
from leitai.sales.errors import SaidTwice
from leitai.sales.models import Record, Source
from leitai.sales.rows import chunks


class Fate(StrEnum):
    NEW = "new"
    SAME = "same"
    CHANGED = "changed"


class Last(NamedTuple):
    """The newest revision there is under a number."""

    id: int
    revision: int
    live: bool
    told: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """One content, what posting it would do, and the newest revision there is (None: none ever was).

    Something withdrawn or undone is `new` again, with a `last`.
    """

    content: Content
    digest: str
    fate: Fate
    last: Last | None


def compare(*, source: Source, contents: list[Content]) -> list[Comparison]:
    """One comparison per number, in the order given; what is said twice alike counts once.

    Raises SaidTwice where one number says two things. One query per 5,000 contents.
    """
    once = said_once(contents)
    last = last_revisions(source=source, external_ids=once)
    return [_comparison(content, last.get(number)) for number, content in once.items()]


def said_once(contents: list[Content]) -> dict[str, Content]:
    """Contents by number. Raises SaidTwice."""
    once: dict[str, Content] = {}
    for content in contents:
        first = once.setdefault(content.external_id, content)
        if first is not content and first != content:
            raise SaidTwice(first, content)
    return once


def refused(contents: list[Content]) -> dict[str, list[Problem]]:
    """{number: problems} of the contents that posting would refuse."""
    return {content.external_id: found for content in contents if (found := problems_of(content))}


def last_revisions(*, source: Source, external_ids) -> dict[str, Last]:
    """The newest revision under each number."""
    found: dict[str, Last] = {}
    for some in chunks(external_ids):
        rows = Record.objects.filter(source=source, external_id__in=some).order_by("revision")
        for number, *rest in rows.values_list("external_id", "id", "revision", "live", "told"):
            found[number] = Last(*rest)
    return found


def _comparison(content: Content, last: Last | None) -> Comparison:
    digest = content.digest()
    if last is None or not last.live:
        return Comparison(content, digest, Fate.NEW, last)
    return Comparison(content, digest, Fate.SAME if last.told == digest else Fate.CHANGED, last)
