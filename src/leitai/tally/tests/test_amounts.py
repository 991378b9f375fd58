"""Money is exact: read from what people type, kept in integers, rounded half away from zero."""

from decimal import ROUND_HALF_UP, Decimal

import narwhals as nw
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leitai.tally import amounts
from leitai.tally.amounts import AmountError

UNITS = st.integers(-(10**14), 10**14)
RATES = st.integers(-5_000_000, 5_000_000)


def row(expr, **columns):
    frame = nw.from_native(pl.LazyFrame({name: [value] for name, value in columns.items()}))
    return frame.select(answer=expr).collect()["answer"][0]


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("¥1,234.50", "1234.50"),
        ("￥ 1，234．5元", "1234.5"),
        ("12.5万", "125000"),
        ("1.2亿元", "120000000"),
        ("３百万", "3000000"),
        ("１２３", "123"),
        ("(300)", "-300"),
        ("（300）", "-300"),
        ("-¥300", "-300"),
        ("¥-300", "-300"),
        ("−300", "-300"),
        ("300-", "-300"),
        ("RMB 300", "300"),
        ("cny300.5", "300.5"),
        ("人民币300元整", "300"),
        ("1e3", "1000"),
        ("12.34567万", "123456.7"),
        (".5", "0.5"),
        (Decimal("2.5"), "2.5"),
        (7, "7"),
    ],
)
def test_an_amount_is_read_as_typed(typed, amount):
    assert amounts.parse_amount(typed) == Decimal(amount)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        (" \u3000", "empty"),
        ("-", "empty"),
        ("abc", "not_a_number"),
        ("$300", "not_a_number"),
        ("HKD 300", "not_a_number"),
        ("50%", "not_a_number"),
        ("--5", "not_a_number"),
        ("()", "not_a_number"),
        ("NaN", "not_a_number"),
        ("Infinity", "not_a_number"),
        ("1 234,50", "ambiguous"),
        ("1.234,50", "ambiguous"),
        ("1,23", "ambiguous"),
        ("12,3456", "ambiguous"),
        ("1.2.3", "ambiguous"),
        ("1.23456", "too_many_decimals"),
        ("99999999999999", "too_large"),
        ("1e99", "too_large"),
    ],
)
def test_what_is_no_amount_says_why(typed, code):
    with pytest.raises(AmountError) as refused:
        amounts.parse_amount(typed)
    assert refused.value.code == code


@pytest.mark.parametrize("typed", ["12.34567万", "1e3", "5.0000000", "12.5"])
def test_a_read_amount_never_has_more_decimals_than_are_kept(typed):
    amount = amounts.parse_amount(typed)
    assert -4 <= amount.as_tuple().exponent <= 0


@pytest.mark.parametrize(
    ("typed", "ppm"),
    [("5%", 50_000), ("5.2 %", 52_000), ("100％", 1_000_000), ("3‰", 3_000), ("0.05", 50_000),
     ("-2%", -20_000), ("0.0001%", 1)],
)  # fmt: skip
def test_a_rate_is_read_in_ppm(typed, ppm):
    assert amounts.parse_rate(typed) == ppm


def test_a_rate_finer_than_a_ppm_is_refused_in_its_own_terms():
    with pytest.raises(AmountError) as refused:
        amounts.parse_rate("5.00001%")
    assert refused.value.facts == {"decimals": 5, "allowed": 4}


@pytest.mark.parametrize("number", [1.5, True, float("nan")])
def test_a_float_is_never_money(number):
    for read in (amounts.to_units, amounts.to_ppm, amounts.parse_amount):
        with pytest.raises(TypeError):
            read(number)


def test_a_fifth_decimal_is_refused_unless_a_rounding_is_named():
    with pytest.raises(AmountError) as refused:
        amounts.to_units("1.00005")
    assert refused.value.facts == {"decimals": 5, "allowed": 4}
    assert amounts.to_units("1.00005", rounding=ROUND_HALF_UP) == 10_001


def test_beyond_int64_is_too_large_and_does_not_wrap():
    assert amounts.to_units(amounts.from_units(2**63 - 1)) == 2**63 - 1
    for amount in ("922337203685477.5808", "1e400"):
        with pytest.raises(AmountError) as refused:
            amounts.to_units(amount)
        assert refused.value.code == "too_large"


@given(st.integers(-(2**63) + 1, 2**63 - 1))
def test_units_survive_the_way_through_decimal(units):
    assert amounts.to_units(amounts.from_units(units)) == units


def test_halves_go_away_from_zero():
    assert amounts.to_cents(4_5150) == 4_5200
    assert amounts.to_cents(-4_5150) == -4_5200
    assert amounts.at_rate(5, 100_000) == 1  # 0.5
    assert amounts.at_rate(-5, 100_000) == -1


@given(UNITS, RATES)
def test_a_rate_of_an_amount_is_the_same_integer_in_a_table(units, ppm):
    exact = (Decimal(units) * ppm / 1_000_000).to_integral_value(ROUND_HALF_UP)
    assert amounts.at_rate(units, ppm) == exact
    expr = amounts.at_rate_expr(nw.col("units"), nw.col("ppm"))
    assert row(expr, units=units, ppm=ppm) == exact
    assert row(amounts.at_rate_expr(nw.col("units"), ppm), units=units) == exact


@given(UNITS)
def test_cents_are_the_same_in_a_table(units):
    assert row(amounts.to_cents_expr(nw.col("units")), units=units) == amounts.to_cents(units)


@given(UNITS, UNITS, st.integers(1, 10**14))
def test_amount_by_amount_by_amount_is_exact_in_a_table(amount, factor, spare):
    divisor = abs(factor) + spare  # so that the answer fits int64 again
    expr = amounts.mul_div_expr(nw.col("amount"), nw.col("factor"), nw.col("divisor"))
    found = row(expr, amount=amount, factor=factor, divisor=divisor)
    assert found == amounts.mul_div(amount, factor, divisor)


@given(UNITS, st.one_of(st.just(0), st.integers(10**8, 9 * 10**16)), st.booleans())
def test_a_ratio_is_cut_never_rounded_up(numerator, denominator, negative):
    denominator = -denominator if negative else denominator
    found = row(amounts.ratio_ppm_expr(nw.col("above"), nw.col("below")), above=numerator, below=denominator)
    assert found == amounts.ratio_ppm(numerator, denominator)
    if denominator:
        assert found * denominator * (1 if denominator > 0 else -1) <= numerator * 1_000_000 * (
            1 if denominator > 0 else -1
        )
