"""Parts add up to their whole: whatever the weights, step, pins and bounds."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from leitai.tally.allocation import (
    AllocationError,
    allocate,
    prorate,
    ramp,
    rebalance,
    split_by_shares,
)

WEIGHTS = st.lists(st.integers(0, 10**15), min_size=1, max_size=12).filter(any)
REMAINDER = st.sampled_from(["largest", "last", "first"])


@st.composite
def bounded_splits(draw):
    """A split with pins and bounds around a feasible answer."""
    parts = draw(st.lists(st.integers(0, 1000), min_size=1, max_size=8))
    places = st.dictionaries(st.integers(0, len(parts) - 1), st.integers(0, 300), max_size=4)
    step = draw(st.sampled_from([1, 5, 100]))
    low = {i: (parts[i] - slack) * step for i, slack in draw(places).items()}
    high = {i: (parts[i] + slack) * step for i, slack in draw(places).items()}
    pins = {i: parts[i] * step for i in draw(places)}
    weights = draw(st.lists(st.integers(1, 10**6), min_size=len(parts), max_size=len(parts)))
    return sum(parts) * step, weights, step, low, high, pins


@given(st.integers(-(10**14), 10**14), WEIGHTS, st.sampled_from([1, 100, 10**8]), REMAINDER)
def test_parts_sum_to_the_whole_in_whole_steps(steps, weights, step, remainder):
    total = steps * step // 10**8 * step
    parts = allocate(total, weights, step=step, remainder=remainder)
    assert sum(parts) == total
    assert all(part % step == 0 for part in parts)
    assert all(part == 0 for part, weight in zip(parts, weights, strict=True) if weight == 0)


@given(st.integers(0, 10**16), WEIGHTS)
def test_no_part_is_a_step_from_its_exact_share(total, weights):
    whole = sum(weights)
    for part, weight in zip(allocate(total, weights), weights, strict=True):
        assert abs(part * whole - total * weight) < whole


@given(st.integers(0, 10**9), WEIGHTS, REMAINDER)
def test_a_negative_whole_splits_as_its_mirror(total, weights, remainder):
    mirrored = [-part for part in allocate(total, weights, remainder=remainder)]
    assert allocate(-total, weights, remainder=remainder) == mirrored


@given(bounded_splits(), REMAINDER)
def test_pins_hold_and_bounds_are_kept(case, remainder):
    total, weights, step, low, high, pins = case
    parts = allocate(total, weights, step=step, low=low, high=high, pins=pins, remainder=remainder)
    assert sum(parts) == total
    assert all(parts[i] == pin for i, pin in pins.items())
    assert all(parts[i] >= bound for i, bound in low.items())
    assert all(parts[i] <= bound for i, bound in high.items())


@given(bounded_splits())
def test_only_a_bound_moves_a_part_from_its_proportion(case):
    """Per weight, nobody gets more than another unless held up by a floor, or less unless held down."""
    total, weights, step, low, high, pins = case
    parts = allocate(total, weights, step=step, low=low, high=high, pins=pins)
    free = [i for i in range(len(parts)) if i not in pins]
    for more in free:
        for less in free:
            if parts[more] > max(low.get(more, 0), 0) and parts[less] < high.get(less, total + step):
                # Equal but for the step each may have been rounded by.
                excess = parts[more] * weights[less] - parts[less] * weights[more]
                assert excess <= step * (weights[more] + weights[less])


def test_what_one_may_not_carry_lifts_another_above_its_floor():
    """The second's floor of 300 does not bind: without the first's cap it would have had 200."""
    assert allocate(10_000, [50, 2, 48], high={0: 1_000}, low={1: 300}) == [1_000, 360, 8_640]


@given(st.integers(0, 10**6), WEIGHTS, st.data())
def test_one_step_more_never_takes_from_anyone_when_the_last_gets_the_rest(total, weights, data):
    assume(weights[-1])
    smaller = allocate(total, weights, remainder="last")[:-1]
    larger = allocate(total + 1, weights, remainder="last")[:-1]
    assert all(a <= b for a, b in zip(smaller, larger, strict=True))


def test_equal_remainders_go_by_the_stated_order():
    assert allocate(100, [1, 1, 1]) == [34, 33, 33]
    assert allocate(100, [1, 1, 1], order=[2, 0, 1]) == [33, 33, 34]
    assert allocate(-100, [1, 1, 1], order=[2, 0, 1]) == [-33, -33, -34]


def test_who_weighs_nothing_gets_no_remainder():
    assert allocate(100, [1, 1, 1, 0], remainder="last") == [33, 33, 34, 0]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"total": 100, "weights": []}, "no_parts"),
        ({"total": 100, "weights": [1, -1]}, "negative_weight"),
        ({"total": 100, "weights": [0, 0]}, "zero_weights"),
        ({"total": 105, "weights": [1, 1], "step": 10}, "total_not_multiple_of_step"),
        ({"total": 100, "weights": [1, 1], "step": 10, "pins": {0: 15}}, "pins_not_multiple_of_step"),
        ({"total": 100, "weights": [1, 1], "pins": {0: 101}}, "pins_exceed_total"),
        ({"total": 100, "weights": [1, 1], "pins": {0: 50, 1: 49}}, "pins_short_of_total"),
        ({"total": 100, "weights": [1, 1], "pins": {0: 50}, "high": {0: 40}}, "pin_out_of_bounds"),
        ({"total": 100, "weights": [1, 1], "low": {0: 50}, "high": {0: 40}}, "bounds_crossed"),
        ({"total": 100, "weights": [1, 1], "low": {0: 60, 1: 60}}, "bounds_infeasible"),
        ({"total": 100, "weights": [1, 1], "high": {0: 10, 1: 10}}, "bounds_infeasible"),
        ({"total": 100, "weights": [1, 1], "step": 50, "low": {0: 1}, "high": {0: 49}}, "bounds_infeasible"),
    ],
)
def test_an_impossible_split_says_why(asked, code):
    with pytest.raises(AllocationError) as refused:
        allocate(asked.pop("total"), asked.pop("weights"), **asked)
    assert refused.value.code == code


def test_all_weigh_nothing_share_alike_where_that_is_the_policy():
    assert allocate(100, [0, 0, 0], zero_weights="even") == [34, 33, 33]
    assert allocate(0, [0, 0]) == [0, 0]


def test_rebalancing_moves_only_what_is_not_pinned():
    assert rebalance([30, 30, 20, 20], total=100, changed={0: 50}, pins=[3]) == [50, 18, 12, 20]
    assert rebalance([100, 0, 0], total=100, changed={0: 40}) == [40, 30, 30]


@given(st.integers(-(10**15), 10**15), st.lists(st.integers(1, 1000), min_size=1, max_size=6))
def test_credit_sums_to_the_sale_and_a_return_takes_the_same_back(amount, weights):
    shares = allocate(1_000_000, weights)
    parts = split_by_shares(amount, shares)
    assert sum(parts) == amount
    assert split_by_shares(-amount, shares) == [-part for part in parts]
    assert all(abs(p * 10**6 - amount * s) <= 10**6 for p, s in zip(parts, shares, strict=True))


def test_shares_that_do_not_total_a_whole_are_refused():
    with pytest.raises(AllocationError) as refused:
        split_by_shares(100, [600_000, 300_000])
    assert refused.value.code == "shares_not_whole"


def test_a_ramped_year():
    quota = ramp(1_000_000, [300_000] * 3 + [700_000] * 3 + [1_000_000] * 6)
    assert sum(quota) == 750_000
    assert prorate(20_000, 1, 3) == 6_667
