"""The people behind teams: what each brought to theirs, and where two teams meet, one against one."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest

from leitai.contests import board, entrants, figures, rules, scoring
from leitai.contests.models import Contest, Side
from leitai.contests.queries import members_of_side
from leitai.contests.rules import Rules
from leitai.contests.state import known_at
from leitai.metrics import queries as metrics
from leitai.tally.periods import Period

NAMED, NAMED_TO_ALL = 6, 3
OPENED = 20


@dataclass(frozen=True)
class Member:
    """What somebody brought to their team; `person` None: those who are not named, together. `share` of 1,000."""

    name: str
    score: int
    text: str
    share: int = 0
    person: int | None = None


def two_of(contest: Contest, own: Side | None) -> list[Side]:
    """The two sides of a contest of two, one's own first; else none."""
    sides = entrants.sides_of(contest)
    if len(sides) != 2:
        return []
    return sorted(sides, key=lambda side: own is not None and side.pk != own.pk)


def members_of(contest: Contest, side: Side, now: datetime, *, audience: Hashable, own: int | None) -> list[Member]:
    """The team's people by what they brought, the best first.

    Where not everybody sees everything only the first three are named, and oneself; the others are summed.
    """
    by, team = rules.in_force(contest), _team(contest, side, now)
    sees_all = _sees_all(contest, audience)
    most = len(team) if sees_all and len(team) < NAMED + board.FEW else NAMED if sees_all else NAMED_TO_ALL
    return _named(by, team, most, own)


def _sees_all(contest: Contest, audience: Hashable) -> bool:
    return audience == board.ALL or contest.visibility == Contest.Visibility.OPEN


def _team(contest: Contest, side: Side, now: datetime) -> dict[int, tuple[str, int]]:
    """{person id: name and score}, the best first."""
    by = rules.in_force(contest)
    brought = metrics.measure(
        rules.meaning(contest), Period(contest.start, contest.end), by="person", unit_ids=[side.unit_id],
        as_of=now.date(), known_at=known_at(contest, now),
    )  # fmt: skip
    names = dict(members_of_side(contest, side).values_list("pk", "name"))
    scores = {pk: scoring.score(by, brought.get(pk)) or 0 for pk in names}
    order = sorted(scores, key=lambda pk: (scores[pk] if not by.is_upward else -scores[pk], pk))
    return {pk: (names[pk], scores[pk]) for pk in order}


def _named(by: Rules, team: dict[int, tuple[str, int]], most: int, own: int | None) -> list[Member]:
    """The first `most` by name, and oneself; the others in one line."""
    named = list(team)[:most]
    named += [own] if own in team and own not in named else []
    found = [Member(team[pk][0], team[pk][1], figures.score(by, team[pk][1]), person=pk) for pk in named]
    rest = [score for pk, (_name, score) in team.items() if pk not in named]
    return [*found, _rest(by, rest)] if rest else found


def _rest(by: Rules, scores: list[int]) -> Member:
    words = board.rest_words(len(scores), Contest.Sides.PEOPLE)
    adds_up = by.unit != "ratio" and by.is_upward
    return Member(words, sum(scores) if adds_up else 0, figures.score(by, sum(scores)) if adds_up else "")


@dataclass(frozen=True)
class Pair:
    """Who stands where in each of two teams, and who of the two is ahead by how much."""

    left: Member | None
    right: Member | None
    gap: str = ""
    is_left_ahead: bool = False


def pairs(contest: Contest, two: list[Side], now: datetime, *, audience: Hashable, own: int | None) -> list[Pair]:
    """The people of two teams beside each other, by their place inside their team.

    Both are opened alike: fully where one may see them all and neither is very large, else as far as each other.
    """
    by = rules.in_force(contest)
    people = [_team(contest, side, now) for side in two]
    largest = max(len(team) for team in people)
    opened = largest if largest <= OPENED else NAMED
    named = opened if _sees_all(contest, audience) else NAMED_TO_ALL
    teams = [_named(by, team, named, own) for team in people]
    most = max((member.score for team in teams for member in team if member.person), default=0)
    left, right = ([_with_share(member, most) for member in team if member.person] for team in teams)
    found = [_pair(by, one, other) for one, other in zip_longest(left, right)]
    rests = [next((_with_share(member, most) for member in team if not member.person), None) for team in teams]
    return [*found, Pair(*rests)] if any(rests) else found


def _with_share(member: Member, most: int) -> Member:
    share = min(1000, max(0, 1000 * member.score // most)) if most else 0
    return Member(member.name, member.score, member.text, share, member.person)


def _pair(by: Rules, left: Member | None, right: Member | None) -> Pair:
    if left is None or right is None or left.score == right.score:
        return Pair(left, right)
    return Pair(
        left, right, figures.score(by, abs(left.score - right.score)), (left.score > right.score) == by.is_upward
    )
