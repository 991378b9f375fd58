"""Places, ties and prizes: the same as counting by hand, and what decided a tie is said."""

from datetime import date, datetime

import narwhals as nw
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leitai.tally.standings import FIRST_TO_REACH, Points, TieRule, gaps, rank, reached, score, share_prizes, top

SCORES = st.lists(st.one_of(st.none(), st.integers(-3, 6)), min_size=1, max_size=9)


def scored(*scores, **columns):
    return pl.DataFrame({"person": list(range(len(scores))), "score": pl.Series(scores, dtype=pl.Int64), **columns})


@given(SCORES, st.sampled_from(["highest", "lowest"]))
def test_a_place_is_one_more_than_those_who_are_better(scores, best):
    sign = 1 if best == "highest" else -1
    known = [value for value in scores if value is not None]
    found = rank(scored(*scores), best=best)
    for value, place, shared in found.select("score", "place", "shared").rows():
        if value is None:
            assert place is None and not shared
        else:
            assert place == 1 + sum(sign * other > sign * value for other in known)
            assert shared == (known.count(value) > 1)


@given(SCORES)
def test_dense_places_leave_no_gap(scores):
    places = {place for place in rank(scored(*scores), method="dense")["place"] if place is not None}
    assert places == set(range(1, len(places) + 1))


@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.integers(0, 2), st.one_of(st.none(), st.integers(0, 2))), min_size=1, max_size=8
    )
)
def test_rules_decide_one_after_the_other(entries):
    first, second, third = zip(*entries, strict=True)
    frame = scored(*first, orders=second, complaints=pl.Series(third, dtype=pl.Int64))
    found = rank(frame, ties=[TieRule("orders"), TieRule("complaints", "lowest")])
    keys = [(-a, -b, 9 if c is None else c) for a, b, c in entries]
    assert found["place"].to_list() == [1 + sum(other < key for other in keys) for key in keys]


def test_divisions_are_ranked_apart():
    found = rank(scored(10, 20, 30, 30, unit=["east", "east", "west", "west"]), within=["unit"])
    assert found["place"].to_list() == [2, 1, 1, 1]


def test_who_reached_it_first_and_the_row_says_so():
    at = [datetime(2026, 11, 20, 16, 30), datetime(2026, 11, 20, 16, 0), None]
    found = rank(scored(20, 20, 5, reached_at=pl.Series(at, dtype=pl.Datetime("us"))), ties=[FIRST_TO_REACH])
    assert found["place"].to_list() == [2, 1, 3]
    assert found["decided_by"].to_list() == ["reached_at", "reached_at", None]
    assert found["passed_over"].to_list() == [None] * 3


def test_where_only_days_are_known_the_next_rule_decides_and_the_row_says_so():
    at = [datetime(2026, 11, 20, 16, 30), None, None]
    frame = scored(20, 20, 5, reached_at=pl.Series(at, dtype=pl.Datetime("us")), orders=[3, 4, 9])
    found = rank(frame, ties=[FIRST_TO_REACH, TieRule("orders")])
    assert found["place"].to_list() == [2, 1, 3]
    assert found["decided_by"].to_list() == ["orders", "orders", None]
    assert found["passed_over"].to_list() == ["reached_at", "reached_at", None]


def test_what_no_rule_parts_is_shared():
    found = rank(scored(20, 20, orders=[4, 4]), ties=[TieRule("orders")])
    assert found.select("place", "shared", "decided_by").rows() == [(1, True, None), (1, True, None)]


def test_ordinal_places_refuse_a_tie_nothing_decides():
    with pytest.raises(ValueError, match="tie"):
        rank(scored(20, 20), method="ordinal")
    found = rank(scored(20, 20), method="ordinal", ties=[TieRule("person", "lowest")])
    assert found["place"].to_list() == [1, 2]


@given(SCORES, st.sampled_from(["highest", "lowest"]))
def test_the_gap_to_the_next_place(scores, best):
    sign = 1 if best == "highest" else -1
    for value, gap in gaps(scored(*scores), best=best).select("score", "to_next").rows():
        better = [
            sign * (other - value) for other in scores if None not in (other, value) and sign * other > sign * value
        ]
        assert gap == (min(better) if better else None)


def deals(*rows):
    schema = {"person": pl.Int64, "record": pl.Int64, "day": pl.Date, "at": pl.Datetime("us"), "amount": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def friday(hour):
    return datetime(2026, 11, 20, hour)


def test_reached_is_since_when_it_holds():
    day = date(2026, 11, 20)
    records = deals(
        (1, 1, day, friday(9), 400), (1, 2, day, friday(10), -100), (1, 3, day, friday(11), 100),
        (2, 4, day, friday(12), 500), (3, 5, day, friday(8), 500), (3, 6, day, friday(13), -400),
        (4, 7, day, None, 300), (4, 8, day, friday(9), 200), (5, 9, date(2026, 11, 19), None, 100), (5, 10, day, friday(9), 400),
    )  # fmt: skip
    levels = pl.DataFrame({"person": [1, 2, 3, 4, 5], "level": [400] * 5})
    found = {row[0]: row[1:] for row in reached(records, levels=levels).rows()}
    assert found == {
        1: (day, friday(11)),  # lost it at ten, back at eleven
        2: (day, friday(12)),
        3: (None, None),  # a return brought it under
        4: (day, None),  # one of the day's records has no instant
        5: (day, friday(9)),
    }


def test_without_a_level_it_is_each_ones_own_total():
    day = date(2026, 11, 20)
    found = reached(deals((1, 1, day, friday(9), 10), (1, 2, day, friday(16), 10), (2, 3, day, friday(15), 20)))
    assert dict(found.select("person", "reached_at").rows()) == {1: friday(16), 2: friday(15)}


def test_points_add_up_measures():
    frame = pl.DataFrame({"person": [1, 2], "opportunities": [2, None], "sales": [40_000, 5_000]})
    rules = {"opportunities": Points(20, 4), "sales": Points(80, 20_000, cap=100)}
    assert score(frame, rules)["score"].to_list() == [110, 20]
    assert [Points(20, 4).of(2), Points(80, 20_000, cap=100).of(40_000)] == [10, 100]


@given(
    st.lists(st.integers(0, 3), min_size=1, max_size=8), st.lists(st.integers(0, 10**6), min_size=0, max_size=6)
)  # fmt: skip
def test_prizes_given_are_the_prizes_of_the_places_taken(scores, cents):
    prizes = sorted((prize * 100 for prize in cents), reverse=True)
    places = rank(scored(*scores))["place"].to_list()
    shares = share_prizes(places, prizes)
    assert sum(shares) == sum(prizes[: len(scores)])
    for one, share in zip(places, shares, strict=True):
        for other, others in zip(places, shares, strict=True):
            assert one >= other or share >= others
            assert one != other or abs(share - others) <= 100


def test_a_cent_that_cannot_be_halved_goes_by_the_stated_order():
    assert share_prizes([1, 2, 2], [1500, 1000, 500], step=100) == [1500, 800, 700]
    assert share_prizes([1, 2, 2], [1500, 1000, 500], step=100, order=[0, 2, 1]) == [1500, 700, 800]


def test_top_three_with_two_on_second_place():
    assert len(top(rank(scored(150, 120, 120, 90)), 3)) == 3


def test_a_lazy_table_stays_lazy():
    assert isinstance(rank(scored(1, 2).lazy()), pl.LazyFrame)
    assert nw.from_native(gaps(scored(1, 2).lazy())).collect()["to_next"].to_list() == [1, None]
