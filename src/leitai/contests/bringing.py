"""What each record brought to which side: who reached a score first, and the deals that a board tells of."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db.models import F

from leitai.contests import rules, scoring
from leitai.contests.entrants import asked_by, whose_of
from leitai.contests.models import Contest, Side
from leitai.contests.state import known_at
from leitai.metrics import queries as metrics
from leitai.organization.models import Person
from leitai.sales.models import Record
from leitai.sales.rows import rows_in
from leitai.tally.periods import Period


def reached(
    contest: Contest, sides: Sequence[Side], at: datetime, *, as_of: date | None = None
) -> dict[int, datetime | None]:
    """{side id: when it came up to its score}; None where only days are known, or the metric is no plain sum."""
    found: dict[int, datetime | None] = {side.pk: None for side in sides}
    rows = _rows(contest, sides, at, as_of=as_of)
    return found | (scoring.reached_at(rows) if rows else {})


def reached_by_day(
    contest: Contest, tied: Mapping[date, Sequence[int]], sides: Sequence[Side], at: datetime
) -> dict[date, dict[int, datetime | None]]:
    """The same at the end of each of these days, for the sides that were tied then. The records are read once."""
    ever = set().union(*tied.values())
    rows = _rows(contest, [side for side in sides if side.pk in ever], at)
    found = {}
    for last, equal in tied.items():
        until = [row for row in rows if row[0] in equal and row[2] <= last]
        found[last] = dict.fromkeys(equal) | (scoring.reached_at(until) if until else {})
    return found


def _rows(contest: Contest, sides: Sequence[Side], at: datetime, *, as_of: date | None = None) -> list[tuple]:
    """Side, record id, day, moment and what it adds, for each record that adds something."""
    brought = contributions(contest, sides, at, as_of=as_of)
    if not brought:
        return []
    moments = {each.pk: each for each in rows_in(Record.objects.only("id", "day", "at"), "pk", brought)}
    return [
        (side, pk, moments[pk].day, moments[pk].at, part)
        for pk, parts in brought.items()
        for side, part in parts.items()
        if part
    ]


def contributions(
    contest: Contest, sides: Sequence[Side], at: datetime, *, as_of: date | None = None, records=None
) -> dict[int, dict[int, int]] | None:
    """{record id: {side id: what it adds to the side's value}}, of these records or of all.

    None where the metric does not add up record by record.
    """
    definition = rules.meaning(contest).definition
    if not definition.adds_by_record or not sides:
        return None
    by, ids = asked_by(sides)
    rows = metrics.contributions(
        definition, [Period(contest.start, contest.end)], as_of=as_of or at.date(), known_at=known_at(contest, at),
        record_ids=records, **{f"{by}_ids": list(ids)},
    )  # fmt: skip
    whose, found = whose_of(sides), {}
    for pk, key, part in rows.select("record", by, "base").iter_rows():
        parts = found.setdefault(pk, {})
        for side in whose.get(key, ()):
            parts[side] = parts.get(side, 0) + part
    return found


def deals(contest: Contest, sides: Sequence[Side], at: datetime, *, most: int = 12) -> list[tuple]:
    """The last records that counted, newest first as they came in: record, side, by whom, what it added.

    A shared record is there once for each side that has of it. None added: the metric is not made of records.
    """
    if not sides:
        return []
    by, ids = asked_by(sides)
    behind = metrics.records_behind(
        rules.meaning(contest), Period(contest.start, contest.end), as_of=at.date(), known_at=known_at(contest, at),
        **{f"{by}_ids": list(ids)},
    )  # fmt: skip
    newest = behind.order_by(F("created_at").desc(), "-id").prefetch_related("credits__person")[:most]
    brought = contributions(contest, sides, at, records=[record.pk for record in newest])
    whose = whose_of(sides)
    return [
        (record, side, person, None if brought is None else brought[record.pk][side])
        for record in newest
        for side, person in _counting(record, whose, f"{by}_id").items()
        if brought is None or side in brought.get(record.pk, ())
    ][:most]


def _counting(record: Record, whose: dict[int, list[int]], by: str) -> dict[int, Person]:
    """{side: who sold it for that side}: whose the record is before those who share it."""
    found: dict[int, Person] = {}
    for each in (record, *record.credits.all()):
        for side in whose.get(getattr(each, by), ()):
            found.setdefault(side, each.person)
    return found
