"""Standings: places from scores, ties by stated rules, and the prizes that follow.

Competition places (1, 2, 2, 4) unless asked otherwise. A tie is decided by one rule after the
other; what they leave equal shares the place. Each row says which rule decided it, and which
could not be applied.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import narwhals as nw

from leitai.tally.allocation import allocate
from leitai.tally.amounts import CENT, integer, mul_div, mul_div_expr
from leitai.tally.measures import Best
from leitai.tally.tables import Table, closed, opened

Method = Literal["competition", "dense", "ordinal"]
Frame = nw.LazyFrame[Table]


@dataclass(frozen=True)
class TieRule:
    """Among the equal, the best in a column comes first; a row without a value comes last.

    With ``needs_all`` the rule decides only ties in which every row has a value, and is passed
    over, visibly, in others.
    """

    column: str
    best: Best = "highest"
    needs_all: bool = False


FIRST_TO_REACH = TieRule("reached_at", "lowest", needs_all=True)
"""Who came up to the score first. Where an instant is unknown the tie goes to the next rule."""


@dataclass(frozen=True)
class Points:
    """So many points for every so much of a measure: 20 for 4 opportunities. Both in units."""

    points: int
    per: int
    cap: int | None = None

    def of(self, value: int) -> int:
        """The points for a value, to 1/10,000 half away from zero, at most the cap."""
        points = mul_div(value, self.points, self.per)
        return points if self.cap is None else min(points, self.cap)


def score(table: Table, rules: Mapping[str, Points]) -> Table:
    """The table with ``score``: the points of its measures added up. A missing measure is zero."""
    frame = opened(table)
    points = []
    for column, rule in rules.items():
        earned = mul_div_expr(nw.col(column).fill_null(0), rule.points, rule.per)
        points.append(earned if rule.cap is None else nw.min_horizontal(earned, integer(rule.cap)))
    return closed(frame.with_columns(score=nw.sum_horizontal(*points)), like=table)


def rank(
    scores: Table,
    *,
    score: str = "score",
    best: Best = "highest",
    method: Method = "competition",
    ties: Sequence[TieRule] = (),
    within: Sequence[str] = (),
) -> Table:
    """The table with ``place``, ``shared``, ``decided_by`` and ``passed_over``.

    ``place`` counts from 1 in each of ``within`` (divisions) and is null without a score.
    ``shared`` is true where the rules leave several on it. ``decided_by`` is the column of the
    last rule that parted a tie here; ``passed_over`` that of a rule that could not be applied.
    The ordinal method asks for rules that leave no tie and raises ValueError where one is left.
    """
    groups = list(within) or ["_all"]
    frame = opened(scores).with_columns(_all=integer(0))
    text = nw.lit(None, nw.String)
    frame = frame.with_columns(_place=_rank(score, best).over(*groups), decided_by=text, passed_over=text)
    for rule in ties:
        frame = _decide(frame, rule, groups)
    frame = frame.with_columns(_tied=nw.len().over(*groups, "_place"))
    frame = frame.with_columns(shared=(nw.col("_tied") > 1) & ~nw.col("_place").is_null())
    if method == "ordinal" and len(frame.filter(nw.col("shared")).head(1).collect()):
        raise ValueError("ordinal places need a tie rule that leaves no tie")
    place = nw.col("_place").rank("dense").over(*groups) if method == "dense" else nw.col("_place")
    return closed(frame.with_columns(place=place.cast(nw.Int64)).drop("_all", "_place", "_tied"), like=scores)


def _rank(column: str, best: Best) -> nw.Expr:
    return nw.col(column).rank("min", descending=best == "highest")


def _decide(frame: Frame, rule: TieRule, groups: list[str]) -> Frame:
    """Places moved back by how many of the same tie the rule puts before."""
    tie = [*groups, "_place"]
    counted = frame.with_columns(_tied=nw.len().over(*tie), _known=nw.col(rule.column).count().over(*tie))
    applies = nw.col("_known") == nw.col("_tied") if rule.needs_all else nw.col("_known") > 0
    ahead = _rank(rule.column, rule.best).over(*tie).fill_null(nw.col("_known") + 1) - 1
    counted = counted.with_columns(_applies=applies & (nw.col("_tied") > 1), _ahead=ahead.cast(nw.Int64))
    counted = counted.with_columns(_parts=nw.col("_applies") & (nw.col("_ahead").max().over(*tie) > 0))
    name, tied = nw.lit(rule.column), (nw.col("_tied") > 1) & ~nw.col("_place").is_null()
    moved = counted.with_columns(
        _place=nw.when(nw.col("_applies")).then(nw.col("_place") + nw.col("_ahead")).otherwise(nw.col("_place")),
        decided_by=nw.when(nw.col("_parts")).then(name).otherwise(nw.col("decided_by")),
        passed_over=nw.when(tied & ~nw.col("_applies")).then(name).otherwise(nw.col("passed_over")),
    )
    return moved.drop("_tied", "_known", "_ahead", "_applies", "_parts")


def gaps(standing: Table, *, score: str = "score", best: Best = "highest", within: Sequence[str] = ()) -> Table:
    """The table with ``to_next``: how far the next better score is, null for the best.

    Never negative, whichever way is better; rows that tie have the same gap.
    """
    groups = list(within) or ["_all"]
    frame = opened(standing).with_columns(_all=integer(0))
    different = frame.select(*groups, score).filter(~nw.col(score).is_null()).unique()
    better = nw.col(score).shift(-1 if best == "highest" else 1).over(*groups, order_by=score)
    different = different.with_columns(_better=better).with_columns(to_next=(nw.col("_better") - nw.col(score)).abs())
    joined = frame.join(different.drop("_better"), on=[*groups, score], how="left")
    return closed(joined.drop("_all"), like=standing)


def top(standing: Table, places: int) -> Table:
    """Those on the first so many places: with 1, 2, 2, 4 the top 3 are three people."""
    return closed(opened(standing).filter(nw.col("place") <= places), like=standing)


def reached(records: Table, *, column: str = "amount", levels: Table | None = None) -> Table:
    """Per person: ``reached_day`` and ``reached_at``, since when the running total stands at a level.

    ``records`` has ``person, record, day, at`` (null where only the day is known). ``levels`` has
    ``person, level``; without it each one's own final total. What was reached and lost again by
    a return does not count, and who is below has null. ``reached_at`` is null, too, where any
    record of the person on that day has no instant: then their order is not known.
    """
    order = ("day", "at", "record")
    frame = opened(records)
    if levels is None:
        frame = frame.with_columns(_level=nw.col(column).sum().over("person"))
    else:
        frame = frame.join(opened(levels).select("person", _level=nw.col("level")), on="person", how="inner")
    frame = frame.with_columns(
        _running=nw.col(column).cum_sum().over("person", order_by=order),
        _one=integer(1),
        _blind=nw.col("at").is_null().cast(nw.Int64).max().over("person", "day"),
    ).with_columns(_turn=nw.col("_one").cum_sum().over("person", order_by=order))
    below = nw.when(nw.col("_running") < nw.col("_level")).then(nw.col("_turn")).otherwise(integer(0))
    frame = frame.with_columns(_below=below).with_columns(_last=nw.col("_below").max().over("person"))
    moment = frame.filter(nw.col("_turn") == nw.col("_last") + 1)
    known = nw.when(nw.col("_blind") == 0).then(nw.col("at"))
    found = moment.select("person", reached_day=nw.col("day"), reached_at=known)
    people = frame.select("person").unique()
    return closed(people.join(found, on="person", how="left"), like=records)


def share_prizes(
    places: Sequence[int | None], prizes: Sequence[int], *, step: int = CENT, order: Sequence[int] | None = None
) -> list[int]:
    """Each one's prize, in units: those who tie share the prizes of the places they take up.

    ``places`` are competition places, in any order; ``prizes[0]`` is for the first. What the
    step leaves over goes by ``order`` (positions, the first in it first), else as they are
    listed. Prizes of places nobody takes are not given.
    """
    turns = list(order) if order is not None else list(range(len(places)))
    shares = [0] * len(places)
    for place in {place for place in places if place is not None}:
        tied = [i for i in turns if places[i] == place]
        pool = sum(prizes[place - 1 : place - 1 + len(tied)])
        for i, share in zip(tied, allocate(pool, [1] * len(tied), step=step), strict=True):
            shares[i] = share
    return shares
