"""The invented company is the same for the same seed, and looks like a sales organisation."""

from collections import Counter, defaultdict
from datetime import date

import pytest

from leitai.demo.simulator import happenings_of, invent_company
from leitai.tally.calendars import chinese_calendar
from leitai.tally.periods import Period

pytestmark = pytest.mark.pure
TODAY = date(2026, 11, 18)
CALENDAR = chinese_calendar([2025, 2026])
MONTHS = Period(date(2025, 6, 1), date(2026, 12, 1)).split("month")


def past(seed):
    company = invent_company(seed, today=TODAY)
    return company, [
        each
        for seller in company.sellers
        for month in MONTHS
        for each in happenings_of(company, seller, month, CALENDAR)
    ]


@pytest.fixture(scope="module")
def told():
    return past(7)


def test_the_same_seed_tells_the_same_past_and_another_one_another(told):
    assert past(7)[1] == told[1]
    assert past(8)[1] != told[1]


def test_about_a_hundred_sellers_in_twelve_teams(told):
    company, _ = told
    assert 90 <= len(company.sellers) <= 110
    assert len(company.teams) == 12
    assert len({seller.name for seller in company.sellers}) == len(company.sellers)


def test_numbers_are_unique(told):
    numbers = Counter(each.number for each in told[1])
    assert numbers.most_common(1)[0][1] == 1


def test_orders_fall_on_workdays_of_people_who_are_there(told):
    company, happened = told
    sellers = {seller.code: seller for seller in company.sellers}
    for each in happened:
        if each.kind == "order":
            seller = sellers[each.seller]
            assert CALENDAR.is_workday(each.day)
            assert seller.hired_on <= each.day and (seller.left_on is None or each.day < seller.left_on)


def test_customers_are_met_before_they_order_and_new_ones_every_month(told):
    company, happened = told
    since = {each.code: each.since for known in company.customers.values() for each in known}
    first = {}
    for each in sorted(happened, key=lambda each: each.day):
        if each.kind == "order":
            assert since[each.customer] <= each.day
            first.setdefault(each.customer, each.day)
    new = Counter((day.year, day.month) for day in first.values())
    assert all(12 <= new[month.start.year, month.start.month] <= 90 for month in MONTHS[6:17]), new


def test_payments_and_returns_never_exceed_their_order(told):
    orders = {each.number: each for each in told[1] if each.kind == "order"}
    paid = defaultdict(int)
    for each in told[1]:
        if each.kind == "payment":
            paid[each.refers_to] += each.amount
        if each.kind == "return":
            assert -orders[each.refers_to].amount <= each.amount < 0
    assert all(paid[number] <= order.amount - order.discount for number, order in orders.items())


def test_a_fifth_of_the_deals_bring_about_half_of_the_money(told):
    amounts = sorted((each.amount for each in told[1] if each.kind == "order"), reverse=True)
    top = sum(amounts[: len(amounts) // 5])
    assert 0.40 < top / sum(amounts) < 0.70


def test_shares_make_a_whole(told):
    shared = [each for each in told[1] if each.shares]
    assert shared
    assert all(sum(share for _code, share in each.shares) == 1_000_000 for each in shared)
