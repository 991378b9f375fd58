"""何敏 clicks together "net sales of new customers in product line X, without returns, per workday", and it is right."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from leitai.customers.models import Customer
from leitai.metrics import queries
from leitai.metrics.models import Metric
from leitai.organization.queries import work_calendar
from leitai.sales.models import Channel, Product
from leitai.sales.tests.posting import order, post
from leitai.tally.amounts import divide
from leitai.tally.periods import Period
from tests.people import NOW
from tests.stories.looking import EVERY_WIDTH, looking

look = looking("metrics")

OCTOBER = Period.month(2026, 10)
SENTENCE = "新客户在产品线“伺服”的净销售额，不计退货，按工作日平均。"
BY_HAND = """
SELECT SUM(record.amount - record.discount) FROM sales_record record
JOIN sales_product product ON product.id = record.product_id
WHERE record.live AND record.kind = 'order' AND product.line = '伺服'
  AND record.day >= '2026-10-01' AND record.day < '2026-11-01'
  AND (SELECT MIN(first.day) FROM sales_record first
       WHERE first.live AND first.kind = 'order' AND first.customer_id = record.customer_id) >= '2026-10-01'
"""


@pytest.fixture
def shop(product, cast):
    servo, vision = (Product.objects.create(name=f"{line}一型", line=line) for line in ("伺服", "视觉"))
    for name in ("直销", "经销商"):
        Channel.objects.create(name=name)
    old, new = (
        Customer.objects.create(name=name, created_at=NOW)
        for name in ("苏州澜石精密机械", "阿依古丽·宁波东钱湖新材料科技股份有限公司")
    )
    servo_id, vision_id = {"product_id": servo.pk}, {"product_id": vision.pk}
    post(
        order(cast.wei, "100", "A0", day=date(2026, 9, 3), customer_id=old.pk, **servo_id),
        order(cast.wei, "500000", "A1", day=date(2026, 10, 9), customer_id=old.pk, **servo_id),
        order(
            cast.wei, "126000", "A2", day=date(2026, 10, 12), customer_id=new.pk, discount=Decimal("999.99"), **servo_id
        ),
        order(cast.li, "31000", "A3", day=date(2026, 10, 20), customer_id=new.pk, **servo_id),
        order(cast.li, "-31000", "R3", kind="return", day=date(2026, 10, 22), customer_id=new.pk, **servo_id),
        order(cast.li, "77000", "A4", day=date(2026, 10, 21), customer_id=new.pk, **vision_id),
    )
    return cast


def choose(page, *labels):
    """Click chips, and wait until the preview has said each."""
    for label in labels:
        with page.expect_response(re.compile("/metrics/preview/")):
            page.locator(".choice", has_text=re.compile(f"^{label}$")).click()
    page.settled()


def by_hand() -> int:
    with connection.cursor() as cursor:
        cursor.execute(BY_HAND)
        return int(cursor.fetchone()[0])


def test_a_metric_is_built_by_clicks_and_equals_sql_by_hand(browse, shop):
    page = browse(shop.hemin)
    page.open("/metrics/")
    page.get_by_role("link", name="新建指标").click()
    choose(page, "新客户", "不计退货", "伺服", "按工作日平均")
    assert page.locator("#definition-sentence").inner_text() == SENTENCE
    assert "阿依古丽·宁波东钱湖" in page.locator("#preview").inner_text()
    page.get_by_label("名称", exact=True).fill("伺服新客日均")
    page.get_by_role("button", name="加入指标库").click()
    page.wait_for_url(re.compile(r"/metrics/\d+/$"))
    metric = Metric.objects.get(label="伺服新客日均")
    expected = divide(by_hand(), work_calendar(2026).count(OCTOBER))
    assert queries.measure(metric, OCTOBER, by="none") == {None: expected}
    page.open(f"/metrics/{metric.pk}/records/?period=2026-10")
    assert "A4" not in page.content() and page.locator("tbody tr").count() == 2


def test_choices_that_do_not_go_together_say_so(browse, shop):
    page = browse(shop.hemin)
    page.open("/metrics/new/")
    page.get_by_text("更多条件").click()
    with page.expect_response(re.compile("/metrics/preview/")):
        page.get_by_label("再算上").select_option("plus")
    with page.expect_response(re.compile("/metrics/preview/")):
        page.get_by_label("第二个数").select_option("orders")
    page.settled()
    assert "金额和数量不能相加" in page.locator("#preview").inner_text()


def test_every_page_of_metrics_looks_whole(browse, shop):
    net = queries.by_code("net_sales").pk
    page = browse(shop.hemin)
    for address in (
        "",
        "market/",
        "new/",
        f"new/?from={net}",
        f"{net}/",
        f"{net}/records/?period=2026-10",
        "?q=没有的",
    ):
        page.open(f"/metrics/{address}")
        look(page, address.replace("/", "-"), also=EVERY_WIDTH)
    assert page.open(f"/metrics/{net}/") and page.hover_charts() == 1
    english = browse(shop.wei, language="en")
    for address in ("", f"{net}/", f"{net}/records/"):
        english.open(f"/metrics/{address}")
        look(english, "english-" + address.replace("/", "-"), also=EVERY_WIDTH)
