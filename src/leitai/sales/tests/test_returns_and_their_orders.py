"""A return points to its order by name; the order may come later, in lines, or from another system."""

import pytest

from leitai.sales.queries import live_records, loose_returns, orders_of, referring_to, with_order
from leitai.sales.tests.posting import order, post, source


def back(person, number="R1", amount="-30", **said):
    return order(person, amount, number, kind="return", **said)


def numbers(records):
    return [record.external_id for record in records]


def test_a_return_finds_its_order_at_its_source(cast):
    post(order(cast.wei), back(cast.wei, refers_to_external_id="A1"))
    returned = live_records().get(kind="return")
    assert numbers(orders_of(returned)) == ["A1"]
    assert not loose_returns().exists()


def test_a_return_before_its_order_is_loose_until_the_order_comes(cast):
    post(back(cast.wei, refers_to_external_id="A1"))
    assert numbers(loose_returns()) == ["R1"]
    post(order(cast.wei))
    assert not loose_returns().exists()
    assert numbers(orders_of(live_records().get(kind="return"))) == ["A1"]


def test_the_order_may_be_revised_under_its_return(cast):
    post(order(cast.wei, "100"), back(cast.wei, refers_to_external_id="A1"))
    post(order(cast.wei, "90"))
    assert orders_of(live_records().get(kind="return")).get().amount == 90


def test_an_order_that_came_as_lines_is_found_by_its_number(cast):
    post(order(cast.wei, number="A1-1", order_no="D7"), order(cast.wei, number="A1-2", order_no="D7"))
    post(back(cast.wei, order_no="D7"))
    returned = live_records().get(kind="return")
    assert numbers(orders_of(returned)) == ["A1-1", "A1-2"]
    for line in live_records().filter(kind="order"):
        assert numbers(referring_to(line)) == ["R1"]


def test_a_payment_of_the_ledger_finds_the_order_of_the_crm_unless_the_ledger_has_its_own(cast):
    erp = source("erp")
    post(order(cast.wei, order_no="D7"))
    post(order(cast.wei, "30", "P1", kind="payment", order_no="D7"), origin=erp)
    payment = live_records().get(kind="payment")
    assert numbers(orders_of(payment)) == ["A1"]
    (crm_order,) = live_records().filter(kind="order")
    assert numbers(referring_to(crm_order)) == ["P1"]
    post(order(cast.chen, number="E9", order_no="D7"), origin=erp)
    assert numbers(orders_of(payment)) == ["E9"]
    assert numbers(referring_to(crm_order)) == []


@pytest.mark.parametrize("said", [{}, {"order_no": "D8"}, {"refers_to_external_id": "A9"}])
def test_a_return_that_names_nothing_known_stays_loose(cast, said):
    post(order(cast.wei, order_no="D7"), back(cast.wei, **said))
    assert numbers(loose_returns()) == ["R1"]


def test_many_find_their_orders_in_one_query(cast, django_assert_num_queries):
    post(order(cast.wei, order_no="D7"), order(cast.wei, number="A2"))
    post(back(cast.wei, order_no="D7"), back(cast.wei, "R2", refers_to_external_id="A2"), back(cast.wei, "R3"))
    with django_assert_num_queries(1):
        found = {each.external_id: each.order_id for each in with_order(live_records().filter(kind="return"))}
    ids = dict(live_records().values_list("external_id", "id"))
    assert found == {"R1": ids["A1"], "R2": ids["A2"], "R3": None}
