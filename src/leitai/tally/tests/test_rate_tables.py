"""A rate table with a hole cannot be built; on a line the declared side decides."""

import narwhals as nw
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leitai.tally.amounts import PPM
from leitai.tally.pay import Curve, Matrix, Tier, TierError, Tiers


@pytest.mark.parametrize(
    ("tiers", "code"),
    [
        ([], "no_tiers"),
        ([Tier(0, 60, 1), Tier(61, None, 2)], "hole"),
        ([Tier(51, 60, 1), Tier(61, 70, 2)], "hole"),
        ([Tier(0, 60, 1), Tier(50, None, 2)], "overlap"),
        ([Tier(0, None, 1), Tier(50, None, 2)], "overlap"),
        ([Tier(0, 60, 1), Tier(60, 60, 2), Tier(60, None, 2)], "empty_tier"),
        ([Tier(10, None, 1)], "first_floor_not_zero"),
        ([Tier(0, 10, 1)], "last_tier_ends"),
        ([Tier(0, None, -1)], "rate_out_of_range"),
        ([Tier(0, None, 10**10)], "rate_out_of_range"),
    ],
)
def test_a_table_that_cannot_be(tiers, code):
    with pytest.raises(TierError) as refused:
        Tiers(tuple(tiers))
    assert refused.value.code == code


def test_a_method_nobody_knows_is_not_paid_as_another():
    with pytest.raises(TierError) as refused:
        Tiers((Tier(0, None, 1),), method="flat")
    assert refused.value.code == "no_such_method"


def test_floors_in_any_order_leave_no_hole():
    tiers = Tiers.from_floors([(100, 2), (0, 1), (200, 3)])
    assert [(t.floor, t.ceiling, t.rate) for t in tiers.tiers] == [(0, 100, 1), (100, 200, 2), (200, None, 3)]
    with pytest.raises(TierError):
        Tiers.from_floors([(0, 1), (0, 2)])


@pytest.mark.parametrize(("boundary", "tier"), [("upper", 1), ("lower", 0)])
def test_exactly_on_a_line(boundary, tier):
    tiers = Tiers.from_floors([(0, 17_500), (1_500_000, 25_000)], method="whole", boundary=boundary)
    assert tiers.tier_at(1_500_000) == tier
    assert tiers.exact(1_500_000) == 1_500_000 * tiers.tiers[tier].rate / PPM


@given(st.integers(1, 10**14), st.integers(1, 5 * PPM), st.sampled_from(["upper", "lower"]))
def test_a_whole_amount_table_never_takes_just_short_for_reached(target, floor, boundary):
    tiers = Tiers.from_floors([(0, 0), (floor, PPM)], method="whole", boundary=boundary, measured_in="target")
    level = tiers.floors(target)[1]
    for total in (level - 1, level, level + 1):
        above = total * PPM - target * floor
        reached = above >= 0 if boundary == "upper" else above > 0
        assert tiers.tier_at(total, target) == reached


def test_a_curve_needs_rising_points():
    for points in ((), ((0, 0),), ((10, 0), (10, 5)), ((10, 0), (5, 5))):
        with pytest.raises(ValueError, match="points"):
            Curve(points, 100)


@given(st.integers(0, 2 * PPM), st.integers(0, 2 * PPM))
def test_a_matrix_reads_the_same_in_a_table(row, column):
    matrix = Matrix.by_sum((PPM, 970_000, 940_000), (PPM, 950_000), (1_500_000, 1_450_000, 1_400_000))
    frame = nw.from_native(pl.DataFrame({"row": [row], "column": [column]}))
    found = frame.select(found=matrix.at_expr(nw.col("row"), nw.col("column")))["found"][0]
    assert found == matrix.at(row, column)
