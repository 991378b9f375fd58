"""Lines agree with the slow interpreter, add up in any number and order, and explain themselves."""

from datetime import date, timedelta

import narwhals as nw
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leitai.tally.amounts import CENT, PPM, from_ppm, from_units, mul_div, to_cents, to_units
from leitai.tally.explain import explain_line, explain_total
from leitai.tally.pay import Component, Curve, Flat, PayError, Tiers, lines, settle
from leitai.tally.periods import containing
from leitai.tally.tables import AMOUNT, DAY, rows, table
from leitai.tally.tests.slow_pay import SlowTable, slow_curve, slow_lines

COLUMNS = {"person": nw.Int64(), "record": nw.Int64(), "day": DAY, "amount": AMOUNT, "order": nw.Int64()}
AMOUNTS = st.one_of(st.integers(-(10**5), 10**5), st.integers(-(10**12), 10**13), st.sampled_from([0, 1, -1, 10**14]))
RATES = st.one_of(st.integers(0, 10**6), st.sampled_from([0, 1, 333_333, 50_000, 1_500_000]))


@st.composite
def histories(draw):
    """Records of three people over some months, with returns, small and huge amounts."""
    count = draw(st.integers(1, 12))
    return [
        {
            "person": draw(st.integers(1, 3)),
            "record": number,
            "day": date(2026, 1, 1) + timedelta(days=draw(st.integers(0, 100))),
            "amount": draw(AMOUNTS),
            "order": draw(st.integers(1, 4)),
        }
        for number in draw(st.permutations(range(count)))
    ]


@st.composite
def rate_tables(draw, of_target=None):
    of_target = draw(st.booleans()) if of_target is None else of_target
    floors = draw(st.lists(st.integers(1, 3 * PPM if of_target else 10**13), max_size=4, unique=True).map(sorted))
    rates = draw(st.lists(RATES, min_size=len(floors) + 1, max_size=len(floors) + 1))
    return Tiers.from_floors(
        zip([0, *floors], rates, strict=True),
        method=draw(st.sampled_from(["marginal", "whole"])),
        boundary=draw(st.sampled_from(["upper", "lower"])),
        measured_in="target" if of_target else "amount",
    )


def slowly(tiers):
    level = from_ppm if tiers.measured_in == "target" else from_units
    return SlowTable(
        [level(tier.floor) for tier in tiers.tiers],
        [from_ppm(tier.rate) for tier in tiers.tiers],
        whole=tiers.method == "whole",
        lower=tiers.boundary == "lower",
        of_target=tiers.measured_in == "target",
    )


def credits(history):
    return table(COLUMNS, [[row[name] for name in COLUMNS] for row in history])


TARGETS = {1: 10**7, 2: 123_4567, 3: 9 * 10**13}
TARGET_TABLE = pl.DataFrame({"person": list(TARGETS), "target": list(TARGETS.values())})


@given(
    histories(), rate_tables(), st.sampled_from(["period", "order", "record"]),
    st.sampled_from([None, "month", "quarter", "week"]), st.sampled_from([None, 0, 10**6, 10**12]),
)  # fmt: skip
def test_lines_agree_with_the_slow_interpreter(history, tiers, base, kind, cap):
    component = Component("c", tiers, base=base, accumulates=kind, cap=cap)
    fast = rows(lines(credits(history), component, targets=TARGET_TABLE))
    slow = slow_lines(
        [row | {"amount": from_units(row["amount"])} for row in history],
        slowly(tiers),
        base=base,
        period=(lambda day: containing(kind, day).start) if kind else None,
        cap=None if cap is None else from_units(cap),
        targets={person: from_units(target) for person, target in TARGETS.items()},
    )
    assert {row["record"]: from_units(row["line"]) for row in fast} == slow


@given(histories(), rate_tables(of_target=False))
def test_lines_add_up_to_what_the_total_earns(history, tiers):
    component = Component("c", tiers)
    for person in {row["person"] for row in history}:
        own = [row for row in history if row["person"] == person]
        paid = sum(row["line"] for row in rows(lines(credits(own), component)))
        assert paid == component.earned(sum(row["amount"] for row in own))


@given(histories(), rate_tables(of_target=True), st.sampled_from([None, 10**9]))
def test_every_line_is_its_explanation(history, tiers, cap):
    component = Component("c", tiers, cap=cap)
    for row in rows(lines(credits(history), component, targets=TARGET_TABLE)):
        why = explain_line(component, row["before"], row["after"], target=TARGETS[row["person"]])
        assert why.amount == row["line"]
        assert sum(segment.result for segment in why.segments) + why.cut + why.carried == row["line"]
        assert why.carried == 0 and (cap is not None or why.cut == 0)
        if tiers.method == "marginal":
            assert sum(segment.amount for segment in why.segments) == row["measured"]
        assert all(abs(s.result * PPM - s.amount * s.rate) <= PPM for s in why.segments)


@given(histories(), rate_tables(of_target=False), st.sampled_from(["record", "order"]))
def test_a_line_on_another_base_carries_at_most_a_unit(history, tiers, base):
    component = Component("c", tiers, base=base)
    for row in rows(lines(credits(history), component)):
        why = explain_line(component, row["before"], row["after"], line=row["line"])
        assert sum(segment.result for segment in why.segments) + why.cut + why.carried == row["line"]
        assert abs(why.carried) <= 1 and why.cut == 0


@given(histories(), st.integers(0, 10**13), rate_tables(of_target=False))
def test_an_opening_is_a_record_already_paid(history, opening, tiers):
    component = Component("c", tiers)
    own = [row | {"person": 1} for row in history]
    openings = pl.DataFrame({"person": [1], "opening": [opening]})
    opened = rows(lines(credits(own), component, openings=openings))
    first = {"person": 1, "record": -1, "day": date(2025, 1, 1), "amount": opening, "order": 0}
    after_it = rows(lines(credits([first, *own]), component))
    assert {r["record"]: r["line"] for r in opened} == {r["record"]: r["line"] for r in after_it if r["record"] >= 0}


@given(histories(), st.integers(1, 10**13))
def test_a_curve_agrees_with_the_slow_interpreter(history, bonus):
    points = ((700_000, 0), (1_000_000, PPM), (1_333_333, 2 * PPM))
    component = Component("bonus", Curve(points, bonus))
    slow_points = [(from_ppm(a), from_ppm(p)) for a, p in points]
    for row in rows(lines(credits(history), component, targets=TARGET_TABLE)):
        target = TARGETS[row["person"]]
        was, now = (
            to_units(slow_curve(slow_points, from_units(bonus), from_units(row[at]), from_units(target)))
            for at in ("before", "after")
        )
        assert row["line"] == now - was
        assert explain_line(component, row["before"], row["after"], target=target).amount == row["line"]


def test_a_thousand_small_lines_make_their_total():
    """A thousand deals of 0.03 to 3.00 at 0.5%: rounded one by one to the cent, a tenth is lost."""
    deals = [(n * 37 % 100 + 1) * 300 for n in range(1000)]
    history = [
        {"person": 1, "record": n, "day": date(2026, 1, 1), "amount": amount, "order": 1}
        for n, amount in enumerate(deals)
    ]
    [paid] = rows(settle(lines(credits(history), Component("c", Flat(5_000)))))
    assert (paid["earned"], paid["paid"], paid["rounding"]) == (7_5750, 7_5800, 50)
    assert sum(mul_div(amount, 5_000, PPM * CENT) * CENT for amount in deals) == 6_8000


@given(histories(), rate_tables(of_target=False))
def test_a_payment_is_rounded_once(history, tiers):
    found = lines(credits(history), Component("c", tiers))
    for row in rows(settle(found)):
        assert row["paid"] == to_cents(row["earned"]) == row["earned"] + row["rounding"]
        assert abs(row["rounding"]) <= 50


def test_lazy_in_lazy_out_and_text_ids():
    history = pl.DataFrame(
        {
            "person": ["梅", "伟", "梅"],
            "record": ["A-2", "A-1", "A-1"],
            "day": [date(2026, 1, 1)] * 3,
            "amount": [10_000, 20_000, 30_000],
        }
    )
    component = Component("c", Tiers.from_floors([(0, 0), (30_000, 100_000)]))
    found = lines(history.lazy(), component)
    assert isinstance(found, pl.LazyFrame)
    by = {(r["person"], r["record"]): r["line"] for r in rows(found)}
    assert by == {("梅", "A-1"): 0, ("梅", "A-2"): 1_000, ("伟", "A-1"): 0}


def test_an_empty_table_has_no_lines():
    assert len(lines(table(COLUMNS), Component("c", Flat(50_000), accumulates="month"))) == 0


def test_who_has_no_target_is_named():
    component = Component("c", Tiers.from_floors([(0, 10_000), (PPM, 20_000)], measured_in="target"))
    history = [{"person": p, "record": p, "day": date(2026, 1, 1), "amount": 1, "order": 1} for p in (1, 2, 3)]
    for targets in (None, pl.DataFrame({"person": [1, 2], "target": [5, 0]})):
        with pytest.raises(PayError) as refused:
            lines(credits(history), component, targets=targets)
        assert refused.value.code == "no_target"
    assert refused.value.facts == {"people": [2, 3], "count": 2}


def test_two_targets_of_one_person_are_refused_and_do_not_pay_twice():
    component = Component("c", Tiers.from_floors([(0, 10_000), (PPM, 20_000)], measured_in="target"))
    history = [{"person": 1, "record": 1, "day": date(2026, 1, 1), "amount": 1, "order": 1}]
    once, twice = (pl.DataFrame({"person": [1] * n, "target": [5] * n, "opening": [5] * n}) for n in (1, 2))
    for targets, openings, code in ((twice, once, "target_twice"), (once, twice, "opening_twice")):
        with pytest.raises(PayError) as refused:
            lines(credits(history), component, targets=targets, openings=openings)
        assert (refused.value.code, refused.value.facts) == (code, {"people": [1], "count": 1})


def test_a_total_reads_like_arithmetic():
    tiers = Tiers.from_floors([(0, 30_000), (14_000_0000, 40_000), (414_000_0000, 52_000)])
    why = explain_total(Component("c", tiers), 420_000_0000)
    assert [(s.amount, s.rate, s.result) for s in why.segments] == [
        (14_000_0000, 30_000, 420_0000),
        (400_000_0000, 40_000, 16_000_0000),
        (6_000_0000, 52_000, 312_0000),
    ]
    assert why.amount == 16_732_0000 and why.blended == 39_838


@settings(max_examples=20)
@given(st.integers(10**13, 10**14), RATES)
def test_ten_billion_yuan_do_not_overflow(amount, rate):
    history = [{"person": 1, "record": 1, "day": date(2026, 1, 1), "amount": amount, "order": 1}]
    component = Component("c", Tiers.from_floors([(0, rate), (10**12, 2 * rate)]))
    assert lines(credits(history), component)["line"][0] == component.earned(amount)
