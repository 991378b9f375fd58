"""The count of a contest, and what follows from it: read once, kept, and the same result at any time."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from leitai.contests import bringing, entrants, readings, rules, scoring
from leitai.contests.models import Contest, Settlement
from leitai.contests.queries import members_of_side
from leitai.contests.rules import Rules
from leitai.contests.scoring import Standing, Win
from leitai.contests.state import counted_until
from leitai.metrics import queries as metrics
from leitai.tally.amounts import from_units
from leitai.tally.periods import Period


def take_count(contest: Contest, by: Rules, at: datetime) -> dict:
    """Everything the result follows from, besides the rules: values, tied sides' instants, the records' digests, and
    the people of each team, who share its prizes.

    Sides are in the order of entry, by the number of their place in the rules.
    """
    sides = entrants.sides_of(contest)
    found = readings.measured(contest, sides, at)
    equal = scoring.tied(scoring.standings(by, found)) if by.ties == "first" else []
    moments = bringing.reached(contest, [side for side in sides if side.pk in equal], at)
    return {
        "counted_until": counted_until(contest).isoformat(),
        "values": [[side.position, found[side.pk]] for side in sides],
        "reached": [
            [side.position, moments[side.pk] and moments[side.pk].isoformat()] for side in sides if side.pk in moments
        ],
        "members": [[side.position, _ids(members_of_side(contest, side))] for side in sides if side.unit_id],
        "records": _digest_of_records(contest),
    }


def _ids(people) -> list[int]:
    return list(people.order_by("pk").values_list("pk", flat=True))


def _digest_of_records(contest: Contest) -> dict:
    behind = metrics.records_behind(
        rules.meaning(contest), Period(contest.start, contest.end), known_at=counted_until(contest)
    )
    seen, count = hashlib.sha256(), 0
    for digest in behind.order_by("id").values_list("digest", flat=True).iterator():
        seen.update(digest.encode())
        count += 1
    return {"count": count, "digest": seen.hexdigest()}


def outcome(by: Rules, inputs: dict) -> tuple[list[Standing], list[Win]]:
    """The result of a count: pure, so that it can be had again years later. Sides are named by position."""
    values = dict(inputs["values"])
    reached = {position: at and datetime.fromisoformat(at) for position, at in inputs["reached"]}
    found = scoring.standings(by, values, reached)
    return found, scoring.wins(by, found)


def digest_of(inputs: dict, found: list[Standing], won: list[Win]) -> str:
    lines = [[each.side, each.value, each.score, each.place] for each in found]
    prizes = [[win.side, win.place, win.kind, win.amount, win.points, win.text] for win in won]
    return rules.digest({"inputs": inputs, "standings": lines, "wins": prizes})


def check_settlements() -> Iterator[str]:
    """Every settled contest counted again from what was frozen; one sentence for each that comes out otherwise."""
    shown = Settlement.objects.select_related("contest", "version").prefetch_related("results__side")
    for settlement in shown.order_by("id"):
        yield from (
            f"contest {settlement.contest_id} ({settlement.contest}): {what}" for what in differences(settlement)
        )


def differences(settlement: Settlement) -> Iterator[str]:
    """What the frozen inputs and rules no longer give as it is kept."""
    found, won = outcome(Rules.from_json(settlement.version.data), settlement.inputs)
    if digest_of(settlement.inputs, found, won) != settlement.digest:
        yield "its frozen inputs and rules do not give the result it was settled with"
    kept = {each.side.position: (each.place, each.value, each.score) for each in settlement.results.all()}
    again = {each.side: (each.place, each.value, _score(each)) for each in found}
    for position in sorted(kept.keys() | again.keys()):
        if kept.get(position) != again.get(position):
            yield f"side {position + 1}: kept {kept.get(position)}, counted {again.get(position)}"


def _score(standing: Standing) -> Decimal | None:
    return None if standing.score is None else from_units(standing.score)
