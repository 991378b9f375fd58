"""Cases of contests and measures: places, ties, points, prizes, attainment, periods."""

from datetime import datetime
from typing import Any

import narwhals as nw

from leitai.tally.amounts import ratio_ppm
from leitai.tally.cases.answers import Amount, Percent
from leitai.tally.cases.reading import Entry, amounts, instant
from leitai.tally.measures import Best, shown_percent
from leitai.tally.measures import attainment as attainment_table
from leitai.tally.pay import net_sales
from leitai.tally.periods import KINDS, containing
from leitai.tally.standings import FIRST_TO_REACH, Method, Points, TieRule, gaps, rank, reached, share_prizes
from leitai.tally.standings import score as score_table
from leitai.tally.standings import top as top_table
from leitai.tally.tables import AMOUNT, AT, DAY, Table, opened, rows, table

BEST: dict[str, Best] = {"highest": "highest", "lowest": "lowest"}
METHODS: dict[str, Method] = {"competition": "competition", "dense": "dense", "ordinal": "ordinal"}


def standing(case: Entry, given: Entry) -> dict[str, Any]:
    """Places: keys by (score, attainment or points), points, best, method, ties, top."""
    keys = case.entry("standing")
    entries = given.entries("sides")
    by = keys.one_of("by", {"score": _by_score, "attainment": _by_attainment, "points": _by_points}, _by_score)
    best = keys.one_of("best", BEST, "highest")
    method = keys.one_of("method", METHODS, "competition")
    ties = keys.get("ties", lambda listed: [_tie(text) for text in listed], [])
    places = keys.whole("top", 3)
    scored = by(keys, entries, _tie_columns(ties))
    keys.done()
    for entry in entries:
        entry.done()
    found = rank(gaps(scored, best=best), best=best, method=method, ties=ties)
    return _standing_answers(found, places, attainment=by is _by_attainment)


def prizes(case: Entry, given: Entry) -> dict[str, Any]:
    """Prizes by place, those who tie sharing theirs."""
    worth = case.get("prizes", amounts)
    shares = share_prizes(given.get("places", lambda listed: [int(place) for place in listed]), worth)
    return {"shares": [Amount(share) for share in shares], "total": Amount(sum(shares))}


def measure(case: Entry, given: Entry) -> dict[str, Any]:
    """A measure of records: net sales."""
    case.one_of("measure", {"net sales": None})
    records = []
    for entry in given.entries("records"):
        sign = entry.one_of("kind", {"order": 1, "return": -1}, 1)
        records.append([sign * entry.amount("amount"), sign * entry.amount("discount", 0)])
        entry.done()
    frame = opened(table({"amount": AMOUNT, "discount": AMOUNT}, records)).select(value=net_sales().sum())
    return {"value": Amount(rows(frame.to_native())[0]["value"])}


def attainment(case: Entry, given: Entry) -> dict[str, Any]:
    """Attainment of a target by records, as it stands and as it is shown."""
    best = case.one_of("attainment", {f"{word} is better": best for word, best in BEST.items()})
    target, sold = given.amount("target"), given.get("records", amounts)
    person = {"person": nw.Int64()}
    measured = table(person | {"value": AMOUNT}, [[1, sum(sold)]])
    [found] = rows(attainment_table(measured, table(person | {"target": AMOUNT}, [[1, target]]), best=best))
    ppm = found["attainment"]
    return {
        "attainment": None if ppm is None else Percent(ppm),
        "shown": None if ppm is None else f"{shown_percent(ppm)}%",
        "reached": found["reached"],
        "was reached": any(sum(sold[: at + 1]) >= target for at in range(len(sold))),
        "standing since record": _since(sold, target),
    }


def period(case: Entry, given: Entry) -> dict[str, Any]:
    """The period of a kind that a day is in: first day, and the first day after it."""
    found = containing(case.one_of("period", {kind: kind for kind in KINDS}), given.day("day"))
    return {"from": found.start, "up to, not including": found.end, "days": len(found)}


def _by_score(keys: Entry, entries: list[Entry], columns: dict[str, Any]) -> Table:
    return _sides(entries, columns, {"score": lambda entry: sum(entry.get("score", amounts))})


def _by_attainment(keys: Entry, entries: list[Entry], columns: dict[str, Any]) -> Table:
    """Months summed first, then divided: the attainment of the whole period."""

    def of_period(entry: Entry) -> int | None:
        return ratio_ppm(sum(entry.get("sold", amounts)), sum(entry.get("target", amounts)))

    return _sides(entries, columns, {"score": of_period})


def _by_points(keys: Entry, entries: list[Entry], columns: dict[str, Any]) -> Table:
    rules = {}
    points = keys.entry("points")
    for column in points:
        rule = points.entry(column)
        rules[column] = Points(rule.amount("points"), rule.amount("per"), rule.amount("cap", None))
        rule.done()
    measured = {column: lambda entry, column=column: sum(entry.get(column, amounts, [0])) for column in rules}
    return score_table(_sides(entries, columns, measured), rules)


def _sides(entries: list[Entry], columns: dict[str, Any], measured: dict[str, Any]) -> Table:
    schema = {"name": nw.String(), **dict.fromkeys(measured, AMOUNT)}
    schema |= {column: AT if column == "reached_at" else AMOUNT for column in columns}
    return table(
        schema,
        [
            [
                entry.text("name"),
                *(read(entry) for read in measured.values()),
                *(read(entry) for read in columns.values()),
            ]
            for entry in entries
        ],
    )


def _tie(text: str) -> TieRule:
    """``first to reach``, ``highest orders``, ``lowest complaints``."""
    if text == "first to reach":
        return FIRST_TO_REACH
    best, column = text.split(" ", 1)
    return TieRule(column, BEST[best])


def _tie_columns(ties: list[TieRule]) -> dict[str, Any]:
    def value(column: str) -> Any:
        if column == "reached_at":
            return lambda entry: entry.get("reached", instant, None)
        return lambda entry: entry.amount(column, None)

    return {tie.column: value(tie.column) for tie in ties}


def _standing_answers(found: Table, places: int, *, attainment: bool) -> dict[str, Any]:
    listed = rows(found)
    kind = Percent if attainment else Amount
    ordered = sorted((row for row in listed if row["place"] is not None), key=lambda row: row["place"])

    def of(column: str, read: Any = lambda value: value) -> dict[str, Any]:
        return {row["name"]: None if row[column] is None else read(row[column]) for row in listed}

    return {
        "places": of("place"),
        "scores": of("score", kind),
        "order": [row["name"] for row in ordered],
        "decided by": of("decided_by"),
        "passed over": of("passed_over"),
        "to next": of("to_next", kind),
        "top": sorted(row["name"] for row in rows(top_table(found, places))),
    }


def _since(sold: list[int], target: int) -> int | None:
    """The number of the record since which the running total stands at the target."""
    schema = {"person": nw.Int64(), "record": nw.Int64(), "day": DAY, "at": AT, "amount": AMOUNT}
    moments = [datetime(2026, 1, 1, 0, 0, number) for number in range(len(sold))]  # noqa: DTZ001 no zone in the engine
    records = [[1, n, at.date(), at, amount] for n, (at, amount) in enumerate(zip(moments, sold, strict=True))]
    levels = table({"person": nw.Int64(), "level": AMOUNT}, [[1, target]])
    [found] = rows(reached(table(schema, records), levels=levels))
    return None if found["reached_at"] is None else moments.index(found["reached_at"]) + 1
