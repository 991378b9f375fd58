"""What the page of a contest to come says instead of a ranking: who takes part, and what there is to win."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from leitai.contests import board, entrants, figures
from leitai.contests.models import Contest
from leitai.contests.rules import Rules
from leitai.notifications.names import sounds

AT_ONCE = 40


@dataclass(frozen=True)
class Coming:
    """`prizes`: which places, what. The names stand in their alphabet: nobody is ahead of anybody yet."""

    prizes: list[tuple[str, str]]
    names: list[str]
    more: list[str]

    more_words: str = ""

    @property
    def count(self) -> int:
        return len(self.names) + len(self.more)


def coming(contest: Contest, by: Rules) -> Coming:
    names = sorted((str(side) for side in entrants.sides_of(contest)), key=sounds)
    few = AT_ONCE if len(names) >= AT_ONCE + 3 else len(names)
    return Coming(prizes_of(by), names[:few], names[few:], board.rest_words(len(names) - few, by.sides_are))


def prizes_of(by: Rules) -> list[tuple[str, str]]:
    return [
        (
            figures.places(each.first, each.last),
            figures.prize(each.kind, each.amount, each.points, each.text)
            + (_(" each") if each.last > each.first else ""),
        )
        for each in by.prizes
    ]
