"""Lines: what each record added to a component's pay.

A line is the difference of the component's running totals, each rounded to 1/10,000. So a
thousand lines add up to the total to the last digit, however small each one is, and only the
payment is rounded to the cent, as a line of its own.
"""

from dataclasses import dataclass

import narwhals as nw

from leitai.tally.amounts import PPM, floor_and_rest, integer, round_pair, to_cents_expr, whole_and_rest
from leitai.tally.pay.components import Component, PayError
from leitai.tally.pay.rules import Frame
from leitai.tally.periods import start_expr
from leitai.tally.tables import Table, closed, opened

TURN = 10**11
"""Integer ids of records are below this: a day's eight digits and the id still fit int64."""


def lines(
    credits: Table, component: Component, *, targets: Table | None = None, openings: Table | None = None
) -> Table:
    """One row per credit: what it measured, where the running total stood, and what it earned.

    ``credits`` has ``person, record, day`` and the component's measure (and ``order`` where the
    base is the order), in units; other columns are kept. ``targets`` has ``person, target`` and,
    where the component accumulates by period, ``period`` (its first day). ``openings`` has
    ``person, opening``: a total reached before the table begins, already paid. Rows run by day,
    then record. Adds ``component, period, measured, before, after, line``; ``before`` and
    ``after`` are the running totals on the component's base, ``line`` is units to 1/10,000.

    Raises PayError ``no_target`` where a rule needs a target somebody lacks, ``target_twice``
    and ``opening_twice`` where somebody has two.
    """
    frame = _with_period(opened(credits), component).with_columns(measured=nw.col(component.measure))
    frame = _with_targets(frame, component, targets)
    frame = _with_opening(frame, openings)
    frame, keys = _with_keys(frame, component)
    run = _period_lines if component.base == "period" else _piece_lines
    earned = run(frame, component, keys).with_columns(component=nw.lit(component.name))
    return closed(earned.drop(*keys.made, "_target", "_opening"), like=credits)


def settle(lines: Table, *, by: tuple[str, ...] = ("person", "component")) -> Table:
    """Per person and component: ``earned`` (the lines' sum), ``paid`` to the cent, ``rounding``.

    ``rounding`` = paid − earned is the one line that carries the difference.
    """
    earned = opened(lines).group_by(*by).agg(earned=nw.col("line").sum())
    paid = earned.with_columns(paid=to_cents_expr(nw.col("earned")))
    return closed(paid.with_columns(rounding=nw.col("paid") - nw.col("earned")), like=lines)


@dataclass(frozen=True)
class Keys:
    """What windows go by: the columns of a running total, and those of its order."""

    group: tuple[str, ...]
    order: tuple[str, ...]
    made: tuple[str, ...] = ()


def _with_keys(frame: Frame, component: Component) -> tuple[Frame, Keys]:
    """Keys of one integer each where the table's ids are integers: windows take half the time."""
    group: tuple[str, ...] = ("person", "period") if component.accumulates else ("person",)
    order: tuple[str, ...] = ("day", "record")
    schema, made = frame.collect_schema(), {}
    if schema["record"].is_integer():
        order, made["_turn"] = ("_turn",), _ordinal("day") * TURN + nw.col("record").cast(nw.Int64)
    if component.accumulates and schema["person"].is_integer():
        group, made["_group"] = ("_group",), nw.col("person").cast(nw.Int64) * 100_000_000 + _ordinal("period")
    return frame.with_columns(**made) if made else frame, Keys(group, order, tuple(made))


def _ordinal(day: str) -> nw.Expr:
    """A number that rises with the day: 20261122."""
    part = nw.col(day).dt
    return part.year().cast(nw.Int64) * 10_000 + part.month().cast(nw.Int64) * 100 + part.day().cast(nw.Int64)


def _with_period(frame: Frame, component: Component) -> Frame:
    if component.accumulates is None:
        return frame
    return frame.with_columns(period=start_expr(component.accumulates, nw.col("day")))


def _with_targets(frame: Frame, component: Component, targets: Table | None) -> Frame:
    if not component.rule.needs_target:
        return frame.with_columns(_target=integer(None))
    if targets is None:
        raise PayError("no_target", people=[], count=None)
    given = opened(targets)
    keys = ["person", "period"] if "period" in given.collect_schema().names() else ["person"]
    known = given.select(*keys, _target=nw.col("target"))
    _refuse_twice(known, keys, "target_twice")
    _refuse_untargeted(frame.select(*keys).unique(), known, keys)
    return frame.join(known, on=keys, how="left")


def _refuse_untargeted(wanted: Frame, known: Frame, keys: list[str]) -> None:
    lacking = wanted.join(known.filter(nw.col("_target") > 0), on=keys, how="anti")
    people = lacking.select("person").unique().sort("person").collect()["person"].to_list()
    if people:
        raise PayError("no_target", people=people[:10], count=len(people))


def _refuse_twice(given: Frame, keys: list[str], code: str) -> None:
    """Two targets of one person would double each line in the join, without a word."""
    twice = given.group_by(*keys).agg(_times=nw.len()).filter(nw.col("_times") > 1)
    people = twice.select("person").unique().sort("person").collect()["person"].to_list()
    if people:
        raise PayError(code, people=people[:10], count=len(people))


def _with_opening(frame: Frame, openings: Table | None) -> Frame:
    if openings is None:
        return frame.with_columns(_opening=integer(0))
    given = opened(openings).select("person", _opening=nw.col("opening"))
    _refuse_twice(given, ["person"], "opening_twice")
    return frame.join(given, on="person", how="left").with_columns(nw.col("_opening").fill_null(0))


def _period_lines(frame: Frame, component: Component, keys: Keys) -> Frame:
    """The running total of the period climbs the table: R(F(after)) − R(F(before))."""
    running = nw.col("measured").cum_sum().over(*keys.group, order_by=keys.order)
    frame = frame.with_columns(after=running + nw.col("_opening"))
    frame = frame.with_columns(before=nw.col("after") - nw.col("measured"))
    frame = component.rule.earn(component.rule.earn(frame, "after", "_now"), "before", "_was")
    return _differ(frame, component)


def _piece_lines(frame: Frame, component: Component, keys: Keys) -> Frame:
    """Each record, or each order's running total, climbs the table by itself.

    What each adds stays an exact fraction; the component's running total of these is rounded.
    """
    running = nw.col("measured")
    if component.base == "order":
        running = running.cum_sum().over(*keys.group, "order", order_by=keys.order)
    frame = frame.with_columns(after=running).with_columns(before=nw.col("after") - nw.col("measured"))
    frame = component.rule.earn(component.rule.earn(frame, "after", "_now"), "before", "_was")
    # Rests below 10⁶, so that those of a million lines still add up in int64.
    carry, rest = floor_and_rest(nw.col("_rest"), PPM)
    frame = frame.with_columns(
        _whole=nw.col("_now_whole") - nw.col("_was_whole"), _rest=nw.col("_now_rest") - nw.col("_was_rest")
    ).with_columns(_whole=nw.col("_whole") + carry, _rest=rest)
    frame = frame.with_columns(
        nw.col("_whole").cum_sum().over(*keys.group, order_by=keys.order).alias("_now_whole"),
        nw.col("_rest").cum_sum().over(*keys.group, order_by=keys.order).alias("_now_rest"),
    ).with_columns(_was_whole=nw.col("_now_whole") - nw.col("_whole"), _was_rest=nw.col("_now_rest") - nw.col("_rest"))
    return _differ(frame, component).drop("_whole", "_rest")


def _differ(frame: Frame, component: Component) -> Frame:
    """The line: the running total after it, less that before it, each rounded and capped."""
    pairs = ("_now", "_was")
    for pair in pairs:
        whole, rest = nw.col(f"{pair}_whole"), nw.col(f"{pair}_rest")
        carry, kept = whole_and_rest(rest, PPM)
        frame = frame.with_columns((whole + carry).alias(f"{pair}_whole"), kept.alias(f"{pair}_rest"))
        earned = _capped(round_pair(whole, rest), component)
        frame = frame.with_columns(earned.alias(pair)).drop(f"{pair}_whole", f"{pair}_rest")
    return frame.with_columns(line=nw.col("_now") - nw.col("_was")).drop(*pairs)


def _capped(earned: nw.Expr, component: Component) -> nw.Expr:
    return earned if component.cap is None else nw.min_horizontal(earned, integer(component.cap))
