"""What happened after a result was settled: said beside it, never worked into it."""

from dataclasses import dataclass
from datetime import datetime

from leitai.contests import rules, scoring
from leitai.contests.models import Contest, Side
from leitai.contests.rules import Rules
from leitai.metrics import queries as metrics
from leitai.tally.periods import Period


@dataclass(frozen=True)
class LaterChange:
    """A side's score as it was settled and as the records say it now; both in 1/10,000."""

    side: Side
    then: int | None
    now: int | None


def later_changes(contest: Contest, at: datetime) -> list[LaterChange]:
    """Sides whose records were revised, returned or posted since: the result stands all the same."""
    by = Rules.from_json(contest.settlement.version.data)
    results = list(contest.settlement.results.select_related("side__person", "side__unit"))
    sides = [result.side for result in results]
    name = "unit" if sides and sides[0].unit_id else "person"
    keys = [getattr(side, f"{name}_id") for side in sides]
    found = metrics.measure(
        rules.meaning(contest), Period(contest.start, contest.end), by=name, as_of=at.date(), **{f"{name}_ids": keys}
    )
    now = {result.side_id: found.get(key) for result, key in zip(results, keys, strict=True)}
    return [
        LaterChange(result.side, scoring.score(by, result.value), scoring.score(by, now[result.side_id]))
        for result in results
        if result.value != now[result.side_id]
    ]
