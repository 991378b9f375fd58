"""Find people by what one types: the name, the staff number, full pinyin or its initials (zhmm, zhoumingming)."""

from functools import lru_cache

from django.db.models import QuerySet
from pypinyin import Style, lazy_pinyin

from leitai.organization.models import Person


@lru_cache(maxsize=20_000)
def sounds(name: str) -> tuple[str, str]:
    """Full pinyin and initials of a name, lower case."""
    full = "".join(lazy_pinyin(name)).lower()
    initials = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower()
    return full, initials


def matching(people: QuerySet[Person], typed: str, *, most: int = 12) -> list[Person]:
    """Those who begin with what was typed before those who only contain it; one query."""
    typed = typed.strip().lower()
    rows = list(people.values_list("pk", "name", "code"))
    ranked = sorted(
        (
            (rank, index)
            for index, row in enumerate(rows)
            if (rank := _rank(row[1].lower(), row[2].lower(), typed)) is not None
        ),
    )
    wanted = [rows[index][0] for _rank_, index in ranked[:most]]
    found = people.in_bulk(wanted)
    return [found[pk] for pk in wanted]


def _rank(name: str, code: str, typed: str) -> int | None:
    """0 is the best; None does not match. Words of a Latin name count each."""
    if not typed:
        return 0
    full, initials = sounds(name)
    if name.startswith(typed):
        return 0
    if initials.startswith(typed) or full.startswith(typed):
        return 1
    if code.startswith(typed) or any(word.startswith(typed) for word in name.split()):
        return 2
    return 3 if typed in name else None
