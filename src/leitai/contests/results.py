"""How a contest came out, on its page and before its settlement: places, scores and what each wins."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import ngettext

from leitai.contests import board, entrants, figures, readings, rules, scoring
from leitai.contests.models import Contest
from leitai.contests.rules import Rules
from leitai.contests.scoring import Win
from leitai.tally.amounts import from_units

STEPS = 3
LINES = 15


@dataclass(frozen=True)
class Won:
    """One line of a result: the place, and each prize as text; for those in between only `words` and the score.

    `has_medal`: among the first three, with a score. `shared` says among how many a team's prize is split.
    """

    side: object
    place: str
    score: str
    prizes: list[str]
    link: str = ""
    key: str = ""
    has_medal: bool = False
    shared: str = ""
    words: str = ""


@dataclass(frozen=True)
class Result:
    """The lines in order; the first three stand on the podium where each of its steps holds one.

    Of very many those at the end who win nothing are folded: they can be opened, they are not in everybody's face.
    """

    podium: list[Won]
    lines: list[Won]
    folded: list[Won]
    folded_words: str


def result_of(contest: Contest, current: board.Board, rows: Mapping[str, dict], *, own: str = "") -> Result:
    """The rows one sees, with what each wins by the count that stands: the prizes that settling will grant."""
    scores = dict(zip(current.sides, current.sums, strict=True))
    members = dict(readings.count_of(contest).inputs["members"])
    positions = dict(contest.sides.values_list("pk", "position"))
    found = []
    for key, row in rows.items():
        if row["kind"] == "side":
            wins = current.wins.get(key, [])
            team = members.get(positions[row["side"]], ())
            score = figures.score(current.rules, scores[key] if row["place"] != "–" else None, full=True)
            found.append(
                Won(
                    row["name"], row["place"], score, _prizes(wins), row["link"], key, bool(row["medal"]),
                    _shared(wins, len(team)),
                )
            )  # fmt: skip
        elif row["kind"] == "rest":
            found.append(Won("", "", row["score"] and figures.here(row["score"]), [], words=figures.here(row["words"])))
    first = [won for won in found if won.has_medal]
    podium = first if len(first) == STEPS else []
    lines = [won for won in found if won not in podium]
    last = max([LINES, *(number for number, won in enumerate(lines, start=1) if won.prizes or won.key == own)])
    folded = lines[last:] if len(lines) >= last + board.FEW else []
    words = board.rest_words(len(folded), current.rules.sides_are) if folded else ""
    return Result(podium, lines[: len(lines) - len(folded)], folded, words)


def _prizes(wins: list[Win]) -> list[str]:
    return [figures.prize(win.kind, win.amount, win.points, win.text) for win in wins]


def _shared(wins: list[Win], people: int) -> str:
    if people < 2 or not any(win.kind in ("money", "points") for win in wins):
        return ""
    return ngettext("split evenly by %(count)s", "split evenly by %(count)s", people) % {"count": people}


@dataclass(frozen=True)
class Expected:
    """What settling now would do, before it is done; or what would come of counting again."""

    rows: list[Won]
    cost: object


def expected(contest: Contest, now: datetime, *, anew: bool = False) -> Expected:
    by: Rules = rules.in_force(contest)
    sides = entrants.sides_of(contest)
    read = readings.measured_standings if anew else readings.standings
    found = read(contest, sides, now, by=by)
    won: dict[int, list] = {}
    for win in scoring.wins(by, found):
        won.setdefault(win.side, []).append(win)
    named = {side.pk: side for side in sides}
    rows = [
        Won(
            named[each.side], str(each.place or "–"), figures.score(by, each.score, full=True),
            _prizes(won.get(each.side, [])),
            has_medal=bool(each.place) and each.place <= STEPS and scoring.has_something(by, each),
        )
        for each in found
    ]  # fmt: skip
    return Expected(rows, from_units(sum(win.amount for wins in won.values() for win in wins)))
