"""The board of a contest: its rows as they are shown, to each audience what it may see.

Page and live stream are made of the same rows. An audience is "all", "guest", or the id of the side one fights for.
By default one sees the first three, one's own side and its neighbours, and of a result whoever wins something; those
between are summed, not named, unless it is a single one, or fewer than three in all.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from leitai.contests import bringing, entrants, figures, policies, readings, rules, scoring
from leitai.contests.models import Contest, Side
from leitai.contests.queries import contests_visible_to, side_of
from leitai.contests.rules import Rules
from leitai.contests.scoring import Standing
from leitai.contests.state import State, state_of, with_endings
from leitai.organization.rights import Rights, rights_of
from leitai.ui.figures import days

ALL, GUEST = "all", "guest"
TOP = 3
FEW = 3
TWO = 2
DEALS = 12
WORDS = {
    "order": gettext_lazy("signed"),
    "return": gettext_lazy("return"),
    "payment": gettext_lazy("payment received"),
    "won": gettext_lazy("won"),
    "lost": gettext_lazy("lost"),
    "activity": gettext_lazy("activity"),
    "rating": gettext_lazy("rating"),
    "assist": gettext_lazy("assist"),
}


@dataclass(frozen=True)
class Board:
    """One moment of a contest. `sides` and `deals` are rows by key, in order; `facts` is the row of the stage."""

    is_open: bool
    facts: dict
    sides: dict[str, dict]
    deals: dict[str, dict]
    sums: tuple[int, ...]
    rules: Rules
    wins: dict[str, list[scoring.Win]] = field(default_factory=dict)
    rests: dict[tuple[int, int], dict] = field(default_factory=dict)


def read(contest: Contest, at: datetime, *, with_deals: bool = True) -> Board:
    """The board now; a contest that is closed stands as it was counted."""
    by = rules.in_force(rules.hold(contest))
    sides = entrants.sides_of(contest)
    found = readings.standings(contest, sides, at, by=by)
    before = _places_before(contest, sides, by, at)
    deals = _deal_rows(contest, by, sides, {side.pk: str(side) for side in sides}, at) if with_deals else {}
    return _board(contest, by, sides, found, at, before=before, deals=deals)


def read_many(sides: Mapping[Contest, Sequence[Side]], at: datetime) -> dict[int, Board]:
    """{contest id: board} of open contests, without deals and without who moved: for lists of them.

    Only those that are tied are asked by themselves, for who was first.
    """
    rules.hold_all(sides)
    values = readings.values_of_many(sides, at)
    boards = {}
    for contest, theirs in sides.items():
        by = rules.in_force(contest)
        found = readings.ranked(contest, theirs, by, values[contest.pk], at)
        boards[contest.pk] = _board(contest, by, theirs, found, at, before={}, deals={})
    return boards


def _board(contest: Contest, by: Rules, sides, found: list[Standing], at: datetime, *, before, deals) -> Board:
    names = {side.pk: str(side) for side in sides}
    return Board(
        is_open=contest.visibility == Contest.Visibility.OPEN,
        facts=_facts(contest, by, found, names, at),
        sides=_side_rows(contest, by, _placed(found, by), names, before),
        deals=deals,
        sums=tuple(each.score or 0 for each in found),
        rules=by,
        wins=_wins(by, found) if state_of(contest, at) in (State.PROVISIONAL, State.FINAL) else {},
    )


def _placed(found: list[Standing], by: Rules) -> list[Standing]:
    """Nobody has a place while nobody has a score: all of them first would say nothing."""
    if not by.is_upward or any(each.score for each in found):
        return found
    return [replace(each, place=None) for each in found]


def _wins(by: Rules, found: list[Standing]) -> dict[str, list[scoring.Win]]:
    """{key of a row: what it wins as the count stands}, by the same words as the settlement."""
    won: dict[str, list[scoring.Win]] = {}
    for win in scoring.wins(by, found):
        won.setdefault(f"s{win.side}", []).append(win)
    return won


def _places_before(contest: Contest, sides, by: Rules, at: datetime) -> dict[int, int | None]:
    """Where each side stood at the end of the day before."""
    yesterday = at.date() - timedelta(days=1)
    if yesterday < contest.start or yesterday >= contest.end:
        return {}
    values = readings.values(contest, sides, at, as_of=yesterday)
    return scoring.roughly(by, values)


def _side_rows(
    contest: Contest, by: Rules, found: list[Standing], names: dict[int, str], before: dict[int, int | None]
) -> dict[str, dict]:
    most = max((abs(each.score) for each in found if each.score), default=0)
    together = sum(max(0, each.score or 0) for each in found)
    rows, ahead = {}, None
    for order, each in enumerate(found):
        gap = abs(ahead - each.score) if ahead is not None and each.score is not None else None
        moved = (before.get(each.side) or 0) - each.place if each.place and before.get(each.side) else 0
        place = str(each.place) if each.place else "–"
        has_medal = bool(each.place) and each.place <= TOP and scoring.has_something(by, each)
        rows[f"s{each.side}"] = {
            "kind": "side",
            "order": order,
            "side": each.side,
            "link": reverse("contests:side", args=[contest.pk, each.side]),
            "place": place,
            "medal": place if has_medal else "",
            "plain": "" if has_medal else place,
            "rank": figures.in_each_language(figures.places, each.place, each.place) if each.place else "–",
            "name": names[each.side],
            "score": figures.in_each_language(figures.score, by, each.score),
            "gap": figures.in_each_language(figures.score, by, gap) if gap is not None else "",
            "share": max(0, 1000 * each.score // most) if each.score and most else 0,
            "tug": _tug(each, together) if len(found) == TWO else 0,
            "rise": str(moved) if moved > 0 else "",
            "fall": str(-moved) if moved < 0 else "",
        }
        if each.score is not None and (order + 1 == len(found) or found[order + 1].score != each.score):
            ahead = each.score
    return rows


def _tug(each: Standing, together: int) -> int:
    """Of two sides, how much of the rope is theirs; of 1,000."""
    return 1000 * max(0, each.score or 0) // together if together else 500


def _facts(contest: Contest, by: Rules, found: list[Standing], names: dict[int, str], at: datetime) -> dict:
    """What the stage says: who leads, by how much, how far the contest is."""
    ranked = [each for each in found if each.place]
    leaders = [each for each in ranked if each.place == 1] if ranked and ranked[0].score else []
    second = next((each for each in ranked if each.place > 1), None)
    margin = leaders[0].score - second.score if leaders and second else None
    state = state_of(contest, at)
    return {
        "kind": "facts",
        "state": state.value,
        "on_air": state == State.RUNNING,
        "leader": " · ".join(names[each.side] for each in leaders[:2]),
        "score": figures.in_each_language(figures.score, by, leaders[0].score) if leaders else "",
        "lead": figures.in_each_language(_lead, by, abs(margin)) if margin else "",
        "none": not leaders,
        "count": len(found),
    }


def _lead(by: Rules, margin: int) -> str:
    return _("%(margin)s ahead") % {"margin": figures.score(by, margin)}


def _deal_rows(contest: Contest, by: Rules, sides, names: dict[int, str], at: datetime) -> dict[str, dict]:
    rows = {}
    for order, (record, side, person, part) in enumerate(bringing.deals(contest, sides, at, most=DEALS)):
        worth = scoring.score(by, part) or 0
        text = figures.in_each_language(_worth, by, worth) if worth else ""
        rows[f"d{record.pk}-{side}"] = {
            "kind": "deal",
            "order": order,
            "side": side,
            "time": figures.in_each_language(_when, record, at),
            "name": person.name,
            "word": figures.in_each_language(str, WORDS.get(record.kind, record.kind)),
            "loss" if worth < 0 else "gain": text,
            **({f"gain{side}": text} if worth > 0 else {}),
        }
    return rows


def _when(record, at: datetime) -> str:
    """The clock for today and yesterday, else the day."""
    if record.at is None or (at.date() - record.day).days > 1:
        return days.near_day(record.day, at.date())
    return days.near_moment(record.at, at)


def _worth(by: Rules, worth: int) -> str:
    text = figures.score(by, abs(worth))
    return f"+{text}" if worth > 0 else f"−{text}"


def show(board: Board | None, audience: Hashable) -> dict[str, dict]:
    """The rows an audience sees. Pure, and cheap: rows are shared between audiences."""
    if board is None:
        return {}
    keys = list(board.sides)
    seen = set(keys) if board.is_open or audience == ALL else _seen(keys, audience, board.wins)
    rows: dict[str, dict] = {"facts": board.facts}
    hidden: list[int] = []
    for index, key in enumerate(keys):
        if key in seen:
            _close(board, hidden, rows)
            rows[key] = board.sides[key]
        else:
            hidden.append(index)
    _close(board, hidden, rows)
    rows |= {key: deal for key, deal in board.deals.items() if f"s{deal['side']}" in seen}
    return rows


def _seen(keys: list[str], audience: Hashable, wins: Mapping[str, list]) -> set[str]:
    seen = set(keys[:TOP]) | wins.keys()
    own = f"s{audience}"
    if own in keys:
        index = keys.index(own)
        seen |= set(keys[max(0, index - 1) : index + 2])
    if len(keys) - len(seen) < FEW:
        return set(keys)
    return seen | {
        key for before, key, after in zip(["", *keys], keys, keys[1:], strict=False) if {before, after} <= seen
    }


def _close(board: Board, hidden: list[int], rows: dict) -> None:
    """One row for those in between: how many, and what they have together."""
    if not hidden:
        return
    first, count = hidden[0], len(hidden)
    if (first, count) not in board.rests:
        together = sum(board.sums[first : first + count])
        board.rests[first, count] = {
            "kind": "rest",
            "order": first,
            "words": figures.in_each_language(rest_words, count, board.rules.sides_are),
            "score": "" if board.rules.unit == "ratio" or not board.rules.is_upward
            else figures.in_each_language(figures.score, board.rules, together),
        }  # fmt: skip
    rows[f"r{first}-{count}"] = board.rests[first, count]
    hidden.clear()


def rest_words(count: int, sides_are: str) -> str:
    if sides_are == Contest.Sides.UNITS:
        return ngettext("%(count)d other team", "%(count)d other teams", count) % {"count": count}
    return ngettext("%(count)d other", "%(count)d others", count) % {"count": count}


def audience_of(rights: Rights, contest: Contest, *, on: date) -> Hashable:
    return audience(rights, contest, own=side_of(rights, contest, on=on))


def audience(rights: Rights, contest: Contest, *, own: Side | None) -> Hashable:
    if policies.sees_everyone(rights, contest):
        return ALL
    return own.pk if own else GUEST


# The live channel.


def admit(user, at: datetime, contest_id: int) -> Hashable | None:
    rights = rights_of(user, on=at.date())
    contest = contests_visible_to(rights, on=at.date()).filter(pk=contest_id).first()
    return None if contest is None else audience_of(rights, contest, on=at.date())


def read_live(at: datetime, contest_id: int) -> Board | None:
    contest = with_endings(Contest.objects.all()).filter(pk=contest_id).first()
    return None if contest is None else read(contest, at)
