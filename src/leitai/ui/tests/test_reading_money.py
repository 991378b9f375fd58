"""How amounts read: exact on money pages, short elsewhere, and aloud in Chinese."""

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from leitai.ui.figures import currency, money

pytestmark = pytest.mark.pure


amounts = st.decimals(-(10**14), 10**14, places=4)


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        ("0", "¥0.00"),
        ("1234.5", "¥1,234.50"),
        ("-300", "−¥300.00"),
        ("0.0125", "¥0.0125"),
        ("2.5100", "¥2.51"),
        ("-0.0001", "−¥0.0001"),
        ("100000000000000", "¥100,000,000,000,000.00"),
    ],
)
def test_in_full(amount, written):
    assert money.full(Decimal(amount)) == written


@pytest.mark.parametrize(
    ("amount", "chinese", "english"),
    [
        ("0", "0", "0"),
        ("0.5", "0.50", "0.50"),
        ("9600", "9,600", "9.6k"),
        ("10000", "1万", "10k"),
        ("545000", "54.5万", "545k"),
        ("860000", "86万", "860k"),
        ("6884000", "688.4万", "6.88m"),
        ("11180000", "1,118万", "11.18m"),
        ("180000000", "1.80亿", "180m"),
        ("99999600", "1.00亿", "100m"),
        ("999999", "100万", "1m"),
        ("-480000", "−48万", "−480k"),
        ("1800000000", "18.00亿", "1.8bn"),
    ],
)
def test_short(amount, chinese, english):
    with translation.override("zh-hans"):
        assert money.short(Decimal(amount)) == chinese
    with translation.override("en"):
        assert money.short(Decimal(amount)) == english


def test_a_column_keeps_its_decimal():
    with translation.override("zh-hans"):
        assert money.short(Decimal(440_000), 1) == "44.0万"


def test_in_sentences_each_language_speaks_its_way():
    with translation.override("zh-hans"):
        assert money.short_amount(Decimal(545_000)) == "54.5万"
        assert money.short_amount(Decimal(9_600)) == "¥9,600"
        assert money.short_money(Decimal(-480_000)) == "−¥48万"
    with translation.override("en"):
        assert money.short_amount(Decimal(545_000)) == "¥545k"


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "零元整"),
        ("10", "十元整"),
        ("126000", "十二万六千元整"),
        ("100000300", "一亿零三百元整"),
        ("1005", "一千零五元整"),
        ("1050", "一千零五十元整"),
        ("10500", "一万零五百元整"),
        ("100000", "十万元整"),
        ("1000500", "一百万零五百元整"),
        ("120000000", "一亿二千万元整"),
        ("100005000", "一亿零五千元整"),
        ("2010.5", "二千零一十元五角"),
        ("3.07", "三元零七分"),
        ("0.36", "三角六分"),
        ("-18", "负十八元整"),
        ("1000000000000", ""),
    ],
)
def test_read_aloud(amount, words):
    with translation.override("zh-hans"):
        assert money.in_words(Decimal(amount)) == words


def test_english_reads_no_chinese_words():
    with translation.override("en"):
        assert money.in_words(Decimal(126_000)) == ""


@given(st.integers(0, 10**12 - 1))
def test_the_words_say_the_number(number):
    assert said(money.integer_in_words(number)) == number


@given(amounts)
def test_in_full_nothing_is_lost(amount):
    digits = money.full(amount).replace("¥", "").replace(",", "").replace("−", "-")
    assert Decimal(digits) == amount


@given(amounts)
def test_short_is_near_and_short(amount):
    with translation.override("zh-hans"):
        text = money.short(amount)
    unit = 10**8 if text.endswith("亿") else 10**4 if text.endswith("万") else 1
    shown = Decimal(text.rstrip("万亿").replace(",", "").replace("−", "-")) * unit
    step = {1: Decimal("0.5"), 10**4: 5000, 10**8: 500_000}[unit]
    assert abs(shown - amount) <= step
    assert abs(Decimal(text.rstrip("万亿").replace(",", "").replace("−", "-"))) < 10_000 or unit == 10**8


def test_a_float_is_refused():
    with pytest.raises(TypeError):
        money.full(0.1)


def test_the_company_says_its_currency(monkeypatch):
    monkeypatch.setattr(currency, "_source", lambda: "USD")
    assert money.full(Decimal(5)) == "$5.00"
    with currency.known("EUR"):
        assert money.full(Decimal(5)) == "€5.00"
    assert money.full(Decimal(5), "CHF") == "CHF\N{NO-BREAK SPACE}5.00"


def said(words: str) -> int:
    """The number that Chinese words say: an independent reading, digit by digit."""
    total = part = digit = 0
    for character in words:
        if character in money.DIGITS:
            digit = money.DIGITS.index(character)
        elif character in "十百千":
            part += (digit or (1 if character == "十" and not part else 0)) * {"十": 10, "百": 100, "千": 1000}[
                character
            ]
            digit = 0
        else:
            total += (part + digit) * {"万": 10**4, "亿": 10**8}[character]
            part = digit = 0
    return total + part + digit
