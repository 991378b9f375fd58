"""From values to places and prizes: the one door to `tally`. Integers of 1/10,000 in, places out; no database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import polars as pl

from leitai.contests.rules import PrizeRule, Rules
from leitai.tally.amounts import SCALE
from leitai.tally.standings import FIRST_TO_REACH, Points, rank, reached, share_prizes

AT = pl.Datetime("us")


@dataclass(frozen=True)
class Standing:
    """A side at a moment. `place` None: nothing is measured, so it is not ranked. Equal places are a tie."""

    side: int
    value: int | None
    score: int | None
    place: int | None


@dataclass(frozen=True)
class Win:
    """One prize of one side; `amount` in 1/10,000."""

    side: int
    place: int
    kind: str
    amount: int = 0
    points: int = 0
    text: str = ""


def score(rules: Rules, value: int | None) -> int | None:
    """The value itself, or points for it, rounded once to 1/10,000 of a point."""
    if value is None or rules.per_point is None:
        return value
    return Points(SCALE, rules.per_point).of(value)


def standings(
    rules: Rules, values: Mapping[int, int | None], moments: Mapping[int, datetime | None] | None = None
) -> list[Standing]:
    """The sides of `values`, best first, in its order where nothing else decides; unranked ones last.

    Equal scores share the place and the next place is skipped (1, 1, 3). Under the rule "first" they are told
    apart by `moments`, when each came up to its score; where one of them is not known they share.
    """
    moments = moments or {}
    table = pl.DataFrame(
        [(side, score(rules, value), _plain(moments.get(side))) for side, value in values.items()],
        schema={"side": pl.Int64, "score": pl.Int64, "reached_at": AT},
        orient="row",
    )
    best = "highest" if rules.is_upward else "lowest"
    ties = (FIRST_TO_REACH,) if moments and rules.ties == "first" else ()
    places = {row["side"]: row["place"] for row in rank(table, best=best, ties=ties).iter_rows(named=True)}
    found = [Standing(side, value, score(rules, value), places[side]) for side, value in values.items()]
    return sorted(found, key=lambda each: (each.place is None, each.place or 0))


def roughly(rules: Rules, values: Mapping[int, int | None]) -> dict[int, int]:
    """Places with all ties shared, for the arrows of who moved."""
    scores = {side: score(rules, value) for side, value in values.items() if value is not None}
    ordered = sorted(scores.values(), reverse=rules.is_upward)
    first = {each: place for place, each in reversed(list(enumerate(ordered, start=1)))}
    return {side: first[each] for side, each in scores.items()}


def _plain(moment: datetime | None) -> datetime | None:
    return moment and moment.astimezone(UTC).replace(tzinfo=None)


def reached_at(rows: Iterable[tuple]) -> dict[int, datetime | None]:
    """{side: since when its total stands where it stands}, from rows of side, record id, day, at, amount.

    None where the order of that day's records is not known.
    """
    schema = {"person": pl.Int64, "record": pl.Int64, "day": pl.Date, "at": AT, "amount": pl.Int64}
    plain = [(side, record, day, _plain(at), amount) for side, record, day, at, amount in rows]
    found = reached(pl.DataFrame(plain, schema=schema, orient="row"))
    return {
        row["person"]: row["reached_at"] and row["reached_at"].replace(tzinfo=UTC)
        for row in found.iter_rows(named=True)
    }


def tied(found: Iterable[Standing]) -> list[int]:
    """The sides that share a score with another: whose records have to be asked. Those with nothing stay equal."""
    groups: dict[int, list[int]] = {}
    for each in found:
        if each.score:
            groups.setdefault(each.score, []).append(each.side)
    return [side for sides in groups.values() if len(sides) > 1 for side in sides]


def has_something(rules: Rules, standing: Standing) -> bool:
    """A score to show: above zero where more is better."""
    return standing.score is not None and (not rules.is_upward or standing.score > 0)


def may_win(rules: Rules, standing: Standing) -> bool:
    """A prize asks for something to show, and for the least score where one is set."""
    if not has_something(rules, standing):
        return False
    if rules.least_score is None:
        return True
    return standing.score >= rules.least_score if rules.is_upward else standing.score <= rules.least_score


def wins(rules: Rules, found: Iterable[Standing]) -> list[Win]:
    """Who wins what. Sides of one place share the money and points of the places they fill together, to the cent;
    each of them has the title; gifts cannot be shared and go round in the order of entry."""
    winners = [each for each in found if may_win(rules, each)]
    return [
        *_money(rules, winners),
        *_points(rules, winners),
        *_titles(rules, winners),
        *_gifts(rules, winners),
    ]


def _money(rules: Rules, winners: list[Standing]) -> Iterable[Win]:
    pools = _by_place(rules, "money", len(winners))
    for each, part in zip(winners, share_prizes([w.place for w in winners], pools), strict=True):
        if part:
            yield Win(each.side, each.place, "money", part)


def _points(rules: Rules, winners: list[Standing]) -> Iterable[Win]:
    pools = _by_place(rules, "points", len(winners))
    for each, part in zip(winners, share_prizes([w.place for w in winners], pools, step=1), strict=True):
        if part:
            yield Win(each.side, each.place, "points", points=part)


def _by_place(rules: Rules, kind: str, places: int) -> list[int]:
    """What each place from the first brings, in 1/10,000 or in points."""
    prizes = [prize for prize in rules.prizes if prize.kind == kind]
    return [
        sum(prize.points if kind == "points" else prize.amount for prize in prizes if place in prize.places)
        for place in range(1, places + 1)
    ]


def _titles(rules: Rules, winners: list[Standing]) -> Iterable[Win]:
    for each in winners:
        for prize in rules.prizes:
            if prize.kind == "title" and each.place in prize.places:
                yield Win(each.side, each.place, "title", text=prize.text)


def _gifts(rules: Rules, winners: list[Standing]) -> Iterable[Win]:
    """The winners stand in order, so the turn of each is the place whose gift it is."""
    for turn, each in enumerate(winners, start=1):
        for gift in _given_at(rules, turn):
            yield Win(each.side, each.place, "gift", gift.amount, text=gift.text)


def _given_at(rules: Rules, place: int) -> list[PrizeRule]:
    return [prize for prize in rules.prizes if prize.kind == "gift" and place in prize.places]
