"""Metrics against SQL written by hand, and against figures others published."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from leitai.customers.models import Customer
from leitai.metrics import queries
from leitai.metrics.actions import define_metric, set_market_sizes
from leitai.metrics.building import Shape
from leitai.metrics.definitions import Filters, Term, total
from leitai.metrics.sentences import sentence
from leitai.organization.queries import work_calendar
from leitai.sales.models import Product
from leitai.sales.tests.posting import order, post
from leitai.tally.amounts import divide
from leitai.tally.periods import Period
from tests.people import NOW

NOVEMBER = Period.month(2026, 11)
BY_HAND = """
SELECT COALESCE(SUM(record.amount - record.discount), 0)
FROM sales_record record
JOIN sales_product product ON product.id = record.product_id
JOIN (SELECT customer_id, MIN(day) AS first FROM sales_record WHERE live AND kind = 'order' GROUP BY customer_id) AS began
  ON began.customer_id = record.customer_id
WHERE record.live AND record.kind = 'order' AND product.line = '伺服'
  AND record.day >= '2026-11-01' AND record.day < '2026-12-01'
  AND began.first >= '2026-11-01' AND began.first < '2026-12-01'
"""


@pytest.fixture
def shop(cast):
    old, new = (Customer.objects.create(name=name, created_at=NOW) for name in ("老客户", "新客户"))
    servo, vision = (Product.objects.create(name=name, line=name) for name in ("伺服", "视觉"))
    said = {"product_id": servo.pk}
    post(
        order(cast.wei, "100", "A0", day=date(2026, 9, 3), customer_id=old.pk, **said),
        order(cast.wei, "5000", "A1", day=date(2026, 11, 3), customer_id=old.pk, **said),
        order(cast.wei, "999.99", "A2", day=date(2026, 11, 4), customer_id=new.pk, discount=Decimal("9.99"), **said),
        order(cast.li, "250.5", "A3", day=date(2026, 11, 5), customer_id=new.pk, **said),
        order(cast.li, "77", "A4", day=date(2026, 11, 5), customer_id=new.pk, product_id=vision.pk),
        order(
            cast.li,
            "-50",
            "R1",
            kind="return",
            day=date(2026, 11, 6),
            customer_id=new.pk,
            refers_to_external_id="A3",
            **said,
        ),
    )
    return cast


def test_new_customers_in_a_line_without_returns_per_workday_equals_sql_by_hand(shop):
    shape = Shape(measure="net", customers="new", lines=("伺服",), returns="ignore", per="workday")
    metric = define_metric(name="伺服新客日均", definition=shape.definition(), unit="money", by=None, at=NOW)
    with connection.cursor() as cursor:
        cursor.execute(BY_HAND)
        by_hand = int(cursor.fetchone()[0])
    assert by_hand == 1240_5000
    days = work_calendar(2026).count(NOVEMBER)
    assert queries.measure(metric, NOVEMBER, by="none") == {None: divide(by_hand, days)}
    assert queries.records_behind(metric, NOVEMBER).count() == 2
    explained = queries.explain(metric, NOVEMBER)
    assert (explained.parts[0].top[0].amount, explained.over, explained.value) == (by_hand, days, divide(by_hand, days))


def test_leaving_out_returned_orders_leaves_out_the_order(shop):
    shape = Shape(measure="net", lines=("伺服",), returns="exclude")
    metric = define_metric(name="无退货", definition=shape.definition(), unit="money", by=None, at=NOW)
    assert queries.measure(metric, NOVEMBER, by="none") == {None: 5990_0000}


def test_a_return_stands_where_returned_orders_are_left_out(cast):
    """Only orders are left out: a return shares its order's number with itself, and is no order."""
    post(order(cast.wei, "100", "A1", order_no="N1"), order(cast.wei, "-8", "R1", kind="return", order_no="N1"))
    both = Term("count", ("order", "return"), filters=Filters(returned=False))
    metric = define_metric(name="张数", definition=total(both), unit="count", by=None, at=NOW)
    assert queries.measure(metric, NOVEMBER, by="none") == {None: 1_0000}


def test_net_sales_are_sales_less_returns_less_discounts(cast):
    """Worked case 33: 100, 8 and 5 make 87."""
    post(
        order(cast.wei, "100", "A1", discount=Decimal(5)),
        order(cast.wei, "-8", "R1", kind="return"),
    )
    assert queries.measure(queries.by_code("net_sales"), NOVEMBER, by="none") == {None: 87_0000}


def test_market_share_wants_every_month(cast):
    post(order(cast.wei, "30", "A1", day=date(2026, 10, 5)), order(cast.wei, "30", "A2", day=date(2026, 11, 2)))
    share = queries.by_code("market_share")
    rows = [(date(2026, 10, 1), "", "", Decimal(1000), "协会")]
    assert set_market_sizes(rows=rows, by=None, at=NOW) == 1
    assert set_market_sizes(rows=rows, by=None, at=NOW) == 0
    assert queries.measure(share, Period.month(2026, 10), by="none") == {None: 30_000}
    assert queries.measure(share, Period.quarter(2026, 4), by="none") == {None: None}
    assert queries.measure(share, Period.month(2026, 10), person_ids=[cast.wei.pk, cast.li.pk]) == {
        cast.wei.pk: 30_000,
        cast.li.pk: 0,
    }


def test_retention_and_new_customers_count_heads_once(cast):
    a, b = (Customer.objects.create(name=name, created_at=NOW) for name in "ab")
    post(
        order(cast.wei, "1", "1", day=date(2026, 10, 5), customer_id=a.pk),
        order(cast.wei, "1", "2", day=date(2026, 10, 6), customer_id=b.pk),
        order(cast.li, "1", "3", day=date(2026, 11, 5), customer_id=a.pk),
        order(cast.li, "1", "4", day=date(2026, 11, 6), customer_id=a.pk),
    )
    retention, new = queries.by_code("retention"), queries.by_code("new_customers")
    assert queries.measure(retention, NOVEMBER, by="none") == {None: 500_000}
    assert queries.measure(retention, NOVEMBER, unit_ids=[cast.east.pk, cast.south.pk], by="unit") == {
        cast.east.pk: 500_000,
        cast.south.pk: None,
    }
    assert queries.measure(new, Period.quarter(2026, 4), by="none") == {None: 2_0000}
    assert queries.measure(new, NOVEMBER, by="none") == {None: 0}


def test_growth_compares_as_many_days(cast):
    post(
        order(cast.wei, "100", "1", day=date(2026, 10, 5)),
        order(cast.wei, "900", "2", day=date(2026, 10, 25)),
        order(cast.wei, "150", "3", day=date(2026, 11, 5)),
    )
    growth = queries.by_code("growth")
    assert queries.measure(growth, NOVEMBER, by="none", as_of=date(2026, 11, 10)) == {None: 500_000}
    assert queries.measure(growth, NOVEMBER, by="none") == {None: -850_000}
    assert queries.measure(growth, Period.month(2026, 10), by="none") == {None: None}


def test_a_sentence_says_what_is_measured(shop):
    shape = Shape(measure="net", customers="new", lines=("伺服",), returns="ignore", per="workday")
    from django.utils.translation import override

    with override("en"):
        assert (
            sentence(shape.definition())
            == "Net sales of new customers in product line “伺服”, without returns, per workday"
        )
    with override("zh-hans"):
        assert sentence(shape.definition()) == "新客户在产品线“伺服”的净销售额，不计退货，按工作日平均"
