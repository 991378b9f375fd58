"""Credit: parts sum to the record, overlays come on top, leads are credited while they lead."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leitai.tally.allocation import allocate, split_by_shares
from leitai.tally.pay import Component, CreditError, Flat, credit, draw, instalments, lines, margin, net_sales, override

DAY = date(2026, 3, 1)


def records(*amounts, **columns):
    numbers = range(1, len(amounts) + 1)
    frame = {
        "record": list(numbers),
        "person": [1] * len(amounts),
        "day": [DAY] * len(amounts),
        "amount": list(amounts),
    }
    return pl.DataFrame(frame | columns)


@given(
    st.lists(st.integers(-(10**13), 10**14), min_size=1, max_size=5),
    st.lists(st.integers(1, 1000), min_size=1, max_size=4),
)
def test_parts_sum_to_the_record_and_are_the_scalar_split(amounts, weights):
    shares = allocate(1_000_000, weights)
    splits = pl.DataFrame(
        [(number + 1, person + 1, share) for number in range(len(amounts)) for person, share in enumerate(shares)],
        schema={"record": pl.Int64, "person": pl.Int64, "share": pl.Int64}, orient="row",
    )  # fmt: skip
    found = credit(records(*amounts), splits).sort("record", "person")
    for number, amount in enumerate(amounts, start=1):
        assert found.filter(record=number)["amount"].to_list() == split_by_shares(amount, shares)


def test_a_record_nobody_shares_is_its_persons():
    splits = pl.DataFrame({"record": [2, 2], "person": [1, 2], "share": [600_000, 400_000]})
    found = credit(records(100, 1_000_000), splits).sort("record", "person")
    assert found.select("record", "person", "amount", "share").rows() == [
        (1, 1, 100, 1_000_000), (2, 1, 600_000, 600_000), (2, 2, 400_000, 400_000),
    ]  # fmt: skip


def test_shares_short_of_a_whole_are_refused_by_record():
    splits = pl.DataFrame({"record": [1, 1, 2], "person": [1, 2, 1], "share": [600_000, 300_000, 1_000_000]})
    with pytest.raises(CreditError) as refused:
        credit(records(100, 100), splits)
    assert refused.value.facts == {"records": [(1, 900_000)]}


def test_overlay_credit_comes_on_top():
    splits = pl.DataFrame(
        {
            "record": [1, 1, 1],
            "person": [1, 8, 9],
            "share": [1_000_000, 1_000_000, 500_000],
            "overlay": [False, True, True],
        }
    )
    found = credit(records(100), splits).sort("person")
    assert found.select("person", "amount", "overlay").rows() == [(1, 100, False), (8, 100, True), (9, 50, True)]


def test_a_record_with_only_an_overlay_is_still_its_persons():
    splits = pl.DataFrame({"record": [1], "person": [9], "share": [500_000], "overlay": [True]})
    found = credit(records(100), splits).sort("person")
    assert found.select("person", "amount").rows() == [(1, 100), (9, 50)]


def test_a_split_goes_in_its_own_order():
    splits = pl.DataFrame(
        {"record": [1] * 3, "person": [3, 2, 1], "place": [1, 2, 3], "share": [333_333, 333_333, 333_334]}
    )
    found = credit(records(100_000), splits).sort("person", descending=True)
    assert found["amount"].to_list() == split_by_shares(100_000, [333_333, 333_333, 333_334])


def test_quantities_are_split_like_amounts():
    frame = records(0, 0, quantity=[5_0000, 10_0000])
    splits = pl.DataFrame({"record": [2, 2], "person": [1, 2], "share": [500_000, 500_000]})
    found = credit(frame, splits)
    assert found.filter(person=1)["quantity"].sum() == 10_0000


def test_a_lead_is_credited_for_the_days_of_leading():
    credits = pl.DataFrame(
        {
            "record": [1, 2, 3],
            "person": [1, 1, 2],
            "day": [date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 1)],
            "amount": [10, 20, 40],
        }
    )
    leads = pl.DataFrame(
        {"lead": [8, 9, 9], "person": [1, 1, 2], "start": [date(2026, 1, 1), date(2026, 2, 1), date(2026, 1, 1)],
         "end": [date(2026, 2, 1), None, None]}
    )  # fmt: skip
    found = override(credits, leads).sort("record")
    assert found.select("record", "person", "source", "amount").rows() == [(1, 8, 1, 10), (2, 9, 1, 20), (3, 9, 2, 40)]


def test_what_is_sold_below_cost_counts_nothing_and_a_return_takes_back_the_same():
    frame = records(500, 500, -500, -500, cost=[400, 600, -400, -600], discount=[0] * 4)
    frame = frame.with_columns(person=pl.Series([1, 2, 1, 2]))
    import narwhals as nw

    measured = nw.from_native(frame).with_columns(margin=margin(), loss=margin(below_cost=True), net=net_sales())
    assert measured["margin"].to_list() == [100, 0, -100, 0]
    assert measured["loss"].to_list() == [100, -100, -100, 100]
    paid = lines(measured.to_native(), Component("m", Flat(200_000), measure="margin"))
    assert dict(paid.group_by("person").agg(pl.col("line").sum()).rows()) == {1: 0, 2: 0}


@given(st.lists(st.integers(0, 10**9), max_size=24), st.integers(0, 10**8))
def test_a_draw_pays_the_guarantee_and_loses_nothing(earned, guarantee):
    months = draw(earned, guarantee)
    assert all(month.paid >= guarantee for month in months)
    assert all(month.debt >= 0 for month in months)
    debt = months[-1].debt if months else 0
    assert sum(month.paid for month in months) == sum(earned) + debt


def test_a_draw_that_is_not_recoverable_leaves_no_debt():
    assert [(m.paid, m.debt) for m in draw([500, 3000], 2000, recoverable=False)] == [(2000, 0), (3000, 0)]


def test_thirds_to_the_cent():
    assert instalments(100_0000, [1, 1, 1]) == [33_3300, 33_3300, 33_3400]
