"""Where the marks of bars and rings stand, whatever the shares."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leitai.ui import drawing

pytestmark = pytest.mark.pure
shares = st.none() | st.integers(-100_000, 5_000_000)


def at(text: str) -> Decimal:
    return Decimal(text.removesuffix("%"))


@given(shares, shares, shares)
def test_nothing_leaves_the_track(value, pace, adds):
    bar = drawing.bar(value, pace, adds=adds)
    for mark in (bar.done, bar.pace, bar.gap_x, bar.gap, bar.adds_x, bar.adds):
        assert not mark or 0 <= at(mark) <= 100
    if bar.gap:
        assert at(bar.gap_x) + at(bar.gap) <= at(bar.pace) + Decimal("0.002")


def test_behind_is_hatched_up_to_the_tick_and_ahead_is_not():
    assert drawing.bar(574_000, 619_000).gap
    assert not drawing.bar(619_000, 619_000).gap
    assert not drawing.bar(743_000, 619_000).gap


def test_what_is_not_known_is_an_empty_track():
    bar = drawing.bar(None, None)
    assert not (bar.done or bar.pace or bar.gap)
    assert bar.spoken


def test_a_label_near_the_edge_stays_inside():
    assert drawing.bar(0, 20_000).label_anchor == "start"
    assert drawing.bar(0, 990_000).label_anchor == "end"


@given(shares, shares, st.sampled_from([64, 88, 176, 240]))
def test_a_ring_goes_round_once_at_most(value, pace, size):
    ring = drawing.ring(value, pace, size)
    assert float(ring.done) + float(ring.gap or 0) <= float(ring.around) + 0.02
    if ring.tick:
        assert all(0 <= float(each) <= size for each in (ring.tick.x1, ring.tick.y1, ring.tick.x2, ring.tick.y2))


@given(st.decimals(0, 10**9, places=2), st.decimals(0, 10**9, places=2))
def test_who_pulls_harder_has_more_of_the_rope(red, blue):
    part = at(drawing.tug(red, blue)["red"])
    assert 0 <= part <= 100
    assert (part >= 50) or red < blue
