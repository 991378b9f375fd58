"""Cases of pay: rate tables, credit, caps, draws, and payment in parts."""

from collections.abc import Sequence
from typing import Any

import narwhals as nw

from leitai.tally.amounts import PPM, SCALE, parse_rate
from leitai.tally.cases.answers import Amount, Percent
from leitai.tally.cases.reading import CaseError, Entry, amounts, level, rates, units
from leitai.tally.days import parse_day
from leitai.tally.explain import explain_total
from leitai.tally.pay import (
    Component,
    Curve,
    Flat,
    Matrix,
    Rule,
    Tier,
    Tiers,
    credit,
    draw,
    instalments,
    lines,
    margin,
    net_sales,
    override,
    settle,
)  # fmt: skip
from leitai.tally.pay.tiers import Boundary, Method
from leitai.tally.periods import KINDS
from leitai.tally.tables import AMOUNT, DAY, Table, closed, opened, rows, table

NOBODY = "—"
RECORD = {
    "record": nw.Int64(), "person": nw.String(), "day": DAY, "order": nw.String(),
    "amount": AMOUNT, "cost": AMOUNT, "discount": AMOUNT, "quantity": AMOUNT,
}  # fmt: skip
SPLIT = {"record": nw.Int64(), "person": nw.String(), "share": nw.Int64(), "overlay": nw.Boolean()}
BOUNDARIES: dict[str, Boundary] = {"upper": "upper", "lower": "lower"}
MEASURES = {"amount": "amount", "quantity": "quantity", "margin": "_margin", "net sales": "_net"}


def pay(case: Entry, given: Entry) -> dict[str, Any]:
    """A component on deals: keys tiers, whole, rate or curve; of, base, boundary, accumulates, cap."""
    component = Component(
        name="commission",
        rule=_rule(case),
        measure=case.one_of("of", MEASURES, "amount"),
        base=case.one_of("base", {"period": "period", "order": "order", "record": "record"}, "period"),
        accumulates=case.one_of("accumulates", {kind: kind for kind in KINDS}, None),
        cap=case.amount("cap", None),
    )
    credits = _credits(given)
    credited = opened(credits).group_by("person").agg(value=nw.col(component.measure).sum())
    found = lines(credits, component, targets=_targets(given, credits), openings=_openings(given, credits))
    return _answers(component, found, given) | {
        "credited": {row["person"]: Amount(row["value"]) for row in rows(credited.sort("person").to_native())},
        "payments": _payments(case, found),
    }


def matrix(case: Entry, given: Entry) -> dict[str, Any]:
    """A coefficient by two ratios: keys rows, columns, and coefficients or by sum."""
    keys = case.entry("matrix")
    row_floors, column_floors = (tuple(keys.get(side, rates)) for side in ("rows", "columns"))
    if "by sum" in keys:
        found = Matrix.by_sum(row_floors, column_floors, keys.get("by sum", _coefficients))
    else:
        listed = keys.get("coefficients", lambda all_rows: tuple(tuple(_coefficients(row)) for row in all_rows))
        found = Matrix(row_floors, column_floors, listed)
    keys.done()
    pairs = given.get("ratios", lambda listed: [rates(pair) for pair in listed])
    return {"coefficients": [Amount(found.at(*pair) * SCALE // PPM) for pair in pairs]}


def draws(case: Entry, given: Entry) -> dict[str, Any]:
    """A draw month by month: keys guarantee, recoverable."""
    keys = case.entry("draw")
    guarantee, recoverable = keys.amount("guarantee"), keys.flag("recoverable", True)
    keys.done()
    months = draw(given.get("earned", amounts), guarantee, recoverable=recoverable, debt=given.amount("debt", 0))
    return {"paid": [Amount(month.paid) for month in months], "debt": [Amount(month.debt) for month in months]}


def _rule(case: Entry) -> Rule:
    if "rate" in case:
        return Flat(case.rate("rate"))
    if "curve" in case:
        return _curve(case.entry("curve"))
    method: Method = "whole" if "whole" in case else "marginal"
    boundary = case.one_of("boundary", BOUNDARIES, "upper")
    read = [_tier(entry) for entry in case.entries("whole" if method == "whole" else "tiers")]
    of_target = {kind for kind, *_ in read if kind is not None}
    if len(of_target) > 1:
        raise CaseError(f"{case.where}: levels are all percents of the target or all amounts")
    tiers = _with_ceilings([tier for _, *tier in read])
    return Tiers(tiers, method, boundary, "target" if of_target == {True} else "amount")


def _tier(entry: Entry) -> tuple[bool | None, int, int | None, int]:
    """(Whether of the target; None for a plain 0), floor, ceiling if written, rate."""
    (of_target, floor), ceiling = entry.get("from", level), entry.get("to", level, None)
    rate = entry.rate("rate")
    entry.done()
    return (None if floor == 0 and not of_target else of_target), floor, ceiling and ceiling[1], rate


def _with_ceilings(tiers: list[list[Any]]) -> tuple[Tier, ...]:
    """An unwritten ceiling is the next floor; a written one is kept, and checked by Tiers."""
    nexts: list[int | None] = [floor for floor, _, _ in tiers[1:]]
    return tuple(
        Tier(floor, after if ceiling is None else ceiling, rate)
        for (floor, ceiling, rate), after in zip(tiers, [*nexts, None], strict=True)
    )


def _curve(keys: Entry) -> Curve:
    points, bonus = keys.entries("points"), keys.amount("bonus")
    curve = Curve(tuple((point.rate("at"), point.rate("pays")) for point in points), bonus)
    for entry in (*points, keys):
        entry.done()
    return curve


def _credits(given: Entry) -> Table:
    """Deals as credits: one row each, split where they say so, or the leads' where ``leads`` are given."""
    deals = given.get("deals", list) if "deals" in given else [given.text("sold")]
    records, splits = [], []
    for number, deal in enumerate(deals, start=1):
        entry = Entry(deal if isinstance(deal, dict) else {"amount": deal}, f"{given.where} › deal {number}")
        records.append(_record(number, entry))
        for key in ("split", "overlay"):
            shares = entry.get(key, dict, {})
            splits += [[number, person, parse_rate(share), key == "overlay"] for person, share in shares.items()]
        entry.done()
    frame = credit(table(RECORD, records), table(SPLIT, splits))
    frame = closed(opened(frame).with_columns(_margin=margin(), _net=net_sales()), like=frame)
    leads = given.get("leads", dict, None)
    return frame if leads is None else override(frame, _leads(leads))


def _record(number: int, entry: Entry) -> list[object]:
    return [
        number,
        entry.text("person", NOBODY),
        entry.day("day", parse_day("2026-01-01")),
        entry.text("order", str(number)),
        entry.amount("amount", 0),
        entry.amount("cost", 0),
        entry.amount("discount", 0),
        entry.amount("quantity", SCALE),
    ]


def _leads(leads: dict[str, Sequence[str]]) -> Table:
    columns = {"lead": nw.String(), "person": nw.String(), "start": DAY, "end": DAY}
    return table(
        columns,
        [[lead, person, parse_day("1900-01-01"), None] for lead, people in leads.items() for person in people],
    )


def _people(credits: Table) -> list[str]:
    return [row["person"] for row in rows(opened(credits).select("person").unique().to_native())]


def _targets(given: Entry, credits: Table) -> Table | None:
    if "target" not in given:
        return None
    target = given.amount("target")
    return table({"person": nw.String(), "target": AMOUNT}, [[person, target] for person in _people(credits)])


def _openings(given: Entry, credits: Table) -> Table | None:
    if "sold before" not in given:
        return None
    opening = given.amount("sold before")
    return table({"person": nw.String(), "opening": AMOUNT}, [[person, opening] for person in _people(credits)])


def _answers(component: Component, found: Table, given: Entry) -> dict[str, Any]:
    target, before = given.amount("target", None), given.amount("sold before", 0)
    ordered = rows(opened(found).sort("record", "person").to_native())
    total = sum(row["measured"] for row in ordered) + before
    [settled] = rows(settle(found, by=("component",))) or [{"earned": 0, "paid": 0, "rounding": 0}]
    why = explain_total(component, total, target=target)
    rate = component.rule.steps(0, total, target)[-1][3]
    segments = [{"amount": Amount(s.amount), "rate": Percent(s.rate), "result": Amount(s.result)} for s in why.segments]
    return {
        "commission": Amount(settled["paid"]),
        "earned": Amount(settled["earned"]),
        "rounding": Amount(settled["rounding"]),
        "lines": [Amount(row["line"]) for row in ordered],
        "by person": _paid(found, "person"),
        "by month": _paid(found, "period") if component.accumulates else {},
        "segments": segments,
        "blended": Percent(why.blended) if why.blended is not None else None,
        "rate reached": Percent(rate),
    }


def _paid(found: Table, by: str) -> dict[str, Amount]:
    settled = rows(opened(settle(found, by=(by,))).sort(by).to_native())
    return {str(row[by])[:7] if by == "period" else row[by]: Amount(row["paid"]) for row in settled}


def _payments(case: Entry, found: Table) -> list[Amount]:
    parts = case.get("paid in", lambda text: [1] * int(text), [1])
    settled = rows(settle(found, by=("component",)))
    return [Amount(part) for part in instalments(settled[0]["paid"], parts)] if settled else []


def _coefficients(listed: Any) -> list[int]:
    return [units(text) * PPM // SCALE for text in listed]
