"""What the metric says about the sides of a contest: values now, at the cut-off, or day by day.

A contest past its cut-off is read as the records were known then: what was posted, revised or withdrawn later
changes nothing. Once it is closed its count is read, which nothing changes but another count.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import accumulate

from leitai.contests import rules, scoring
from leitai.contests.bringing import reached, reached_by_day
from leitai.contests.entrants import asked_by
from leitai.contests.models import Contest, Count, Side
from leitai.contests.rules import Rules
from leitai.contests.scoring import Standing
from leitai.contests.state import known_at
from leitai.metrics import queries as metrics
from leitai.metrics.errors import MetricError
from leitai.tally.amounts import SCALE, divide, ratio_ppm
from leitai.tally.periods import Period

LONGEST_REREAD = 31


def count_of(contest: Contest) -> Count | None:
    """The count that holds; None before the contest is closed."""
    return contest.closure.counts.order_by("-number").first() if hasattr(contest, "closure") else None


def values(
    contest: Contest, sides: Sequence[Side], at: datetime, *, as_of: date | None = None
) -> dict[int, int | None]:
    """{side id: value} of the days so far, in the order of entry; of a closed contest as they were counted."""
    count = None if as_of else count_of(contest)
    return _counted(count, sides) if count else measured(contest, sides, at, as_of=as_of)


def _counted(count: Count, sides: Sequence[Side]) -> dict[int, int | None]:
    by_position = dict(count.inputs["values"])
    return {side.pk: by_position[side.position] for side in sides}


def measured(
    contest: Contest, sides: Sequence[Side], at: datetime, *, as_of: date | None = None
) -> dict[int, int | None]:
    """The values as the records and the units say them now, whether or not they were counted before."""
    period = Period(contest.start, contest.end)
    return _measured(contest, sides, period, as_of=as_of or at.date(), known_at=known_at(contest, at))


def values_of_many(sides: Mapping[Contest, Sequence[Side]], at: datetime) -> dict[int, dict[int, int | None]]:
    """{contest id: {side id: value}} of open contests: asked once for each metric and stretch of days."""
    alike: dict[tuple, list[Contest]] = {}
    for contest, theirs in sides.items():
        by, _ids = asked_by(theirs)
        question = (rules.meaning(contest), Period(contest.start, contest.end), by, known_at(contest, at))
        alike.setdefault(question, []).append(contest)
    found = {}
    for (meaning, period, by, known), contests in alike.items():
        ids = set().union(*(asked_by(sides[contest])[1] for contest in contests))
        read = metrics.measure(meaning, period, by=by, as_of=at.date(), known_at=known, **{f"{by}_ids": list(ids)})
        for contest in contests:
            found[contest.pk] = {side: read.get(key) for key, side in asked_by(sides[contest])[1].items()}
    return found


def past_values(contest: Contest, sides: Sequence[Side], period: Period) -> dict[int, int | None]:
    """What the same sides did in another period: for trying the rules on the past."""
    return _measured(contest, sides, period, as_of=None, known_at=None)


def _measured(contest, sides, period, *, as_of, known_at) -> dict[int, int | None]:
    by, ids = asked_by(sides)
    if not sides:
        return {}
    found = metrics.measure(
        rules.meaning(contest), period, by=by, as_of=as_of, known_at=known_at, **{f"{by}_ids": list(ids)}
    )
    return {side: found.get(key) for key, side in ids.items()}


def standings(
    contest: Contest, sides: Sequence[Side], at: datetime, *, as_of: date | None = None, by: Rules | None = None
) -> list[Standing]:
    """The ranking at a moment. Who reached a score first is asked only of those who are tied."""
    by = by or rules.in_force(contest)
    count = None if as_of else count_of(contest)
    if count:
        return scoring.standings(by, _counted(count, sides), _moments(count, sides))
    return measured_standings(contest, sides, at, as_of=as_of, by=by)


def measured_standings(contest, sides, at: datetime, *, as_of: date | None = None, by: Rules) -> list[Standing]:
    """The ranking as the records and the units say it now."""
    return ranked(contest, sides, by, measured(contest, sides, at, as_of=as_of), at, as_of=as_of)


def _moments(count: Count, sides: Sequence[Side]) -> dict[int, datetime | None]:
    found = {position: at and datetime.fromisoformat(at) for position, at in count.inputs["reached"]}
    return {side.pk: found[side.position] for side in sides if side.position in found}


def ranked(contest, sides, by: Rules, found: dict[int, int | None], at: datetime, *, as_of: date | None = None):
    plain = scoring.standings(by, found)
    equal = scoring.tied(plain) if by.ties == "first" else []
    if not equal:
        return plain
    return scoring.standings(by, found, reached(contest, [side for side in sides if side.pk in equal], at, as_of=as_of))


def history(contest: Contest, sides: Sequence[Side], at: datetime) -> dict[date, dict[int, int | None]]:
    """{day: {side id: value up to and with that day}}, for each day so far: what the chart of places is drawn of.

    It ends where the board stands: of a closed contest the last day is as it was counted.
    """
    last = min(contest.end - timedelta(days=1), at.date())
    if not sides or last < contest.start:
        return {}
    days = list(Period.through(contest.start, last))
    try:
        found = _added_up(contest, sides, days, at)
    except MetricError:
        found = _reread(contest, sides, days[-LONGEST_REREAD:], at)
    count = count_of(contest)
    return found | {last: _counted(count, sides)} if count else found


def places_by_day(
    contest: Contest, sides: Sequence[Side], at: datetime, *, by: Rules
) -> dict[date, dict[int, int | None]]:
    """{day: {side id: place}} by the rule that places the board: the last day is the board's."""
    past = history(contest, sides, at)
    plain = {day: scoring.standings(by, found) for day, found in past.items()}
    tied = {day: equal for day, found in plain.items() if by.ties == "first" and (equal := scoring.tied(found))}
    moments = reached_by_day(contest, tied, sides, at) if tied else {}
    count = count_of(contest)
    if count and past:
        moments[max(past)] = _moments(count, sides)
    ranked = {day: scoring.standings(by, past[day], found) for day, found in moments.items()}
    return {day: {each.side: each.place for each in found} for day, found in (plain | ranked).items()}


def _added_up(contest, sides, days: list[date], at: datetime):
    """From what each day added; a quotient from both of its sides."""
    by, ids = asked_by(sides)
    meaning = rules.meaning(contest)
    frame = metrics.daily(
        meaning, Period(contest.start, contest.end), by=by, as_of=days[-1], known_at=known_at(contest, at),
        **{f"{by}_ids": list(ids)},
    )  # fmt: skip
    added = {(who, day): (amount, divisor) for who, day, amount, divisor in frame.iter_rows()}
    found: dict[date, dict[int, int | None]] = {day: {} for day in days}
    for key, side in ids.items():
        cells = [added.get((key, day), (0, 0)) for day in days]
        running = zip(accumulate(top for top, _ in cells), accumulate(bottom or 0 for _, bottom in cells), strict=True)
        for day, (top, bottom) in zip(days, running, strict=True):
            found[day][side] = _value(meaning, top, bottom)
    return found


def _value(meaning, top: int, bottom: int) -> int | None:
    part = meaning.definition.parts[0]
    if not part.bottom:
        return top
    if bottom <= 0:
        return None
    return ratio_ppm(top, bottom) if part.unit == "ratio" else divide(top * SCALE, bottom)


def _reread(contest, sides, days: list[date], at: datetime):
    """For what has no days of its own, such as growth: each day's figure is asked for."""
    return {day: measured(contest, sides, at, as_of=day) for day in days}
