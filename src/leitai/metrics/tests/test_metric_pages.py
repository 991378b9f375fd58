"""The library is everyone's to read, operations' to write; pages cost as many queries for many as for few."""

from datetime import date

import pytest
from django.urls import reverse

from leitai.metrics import queries
from leitai.metrics.actions import define_metric
from leitai.metrics.definitions import Term, total
from leitai.metrics.models import Metric
from leitai.sales.tests.posting import order, post
from tests.people import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_the_day(settings):
    settings.LEITAI_NOW = "2026-11-18T09:00:00+08:00"


@pytest.fixture
def page(client, cast):
    def open_as(user, name, *args, data=None, query=""):
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        url = reverse(f"metrics:{name}", args=args) + query
        return client.post(url, data) if data is not None else client.get(url)

    return open_as


SHAPE = {
    "measure": "net", "customers": "new", "returns": "ignore", "credit": "share", "per": "workday", "growth": "none",
    "divisor_filtered": "on",
}  # fmt: skip
NAMED = {"label": "新客日均", "group": "sales", "direction": "up", "remark": ""}


def test_everyone_reads_the_library_and_only_operations_write(page, cast):
    assert page(cast.wei.user, "library").status_code == 200
    assert page(cast.wei.user, "new").status_code == 404
    assert page(cast.tang.user, "preview", data=SHAPE).status_code == 404
    assert page(cast.wei.user, "market", data={"month": "2026-10", "size": "1"}).status_code == 200
    assert page(cast.hemin.user, "new").status_code == 200


def test_a_metric_is_built_by_clicks(page, cast):
    answer = page(cast.hemin.user, "new", data={**SHAPE, **NAMED})
    metric = Metric.objects.get(label="新客日均")
    assert answer.url == reverse("metrics:metric", args=[metric.pk])
    assert metric.definition.per == "workday"
    assert page(cast.hemin.user, "metric", metric.pk).status_code == 200


def test_the_preview_says_what_does_not_go_together(page, cast):
    answer = page(cast.hemin.user, "preview", data={**SHAPE, "sign": "plus", "joined": "orders"})
    assert "last-value" not in answer.content.decode()
    fine = page(cast.hemin.user, "preview", data=SHAPE)
    assert "last-value" in fine.content.decode()


def test_nothing_typed_is_lost_where_the_name_is_taken(page, cast):
    page(cast.hemin.user, "new", data={**SHAPE, **NAMED})
    answer = page(cast.hemin.user, "new", data={**SHAPE, **NAMED})
    assert answer.status_code == 200
    assert 'value="新客日均"' in answer.content.decode()
    assert answer.context["naming"].errors["label"]


def test_redefining_asks_for_a_reason(page, cast):
    page(cast.hemin.user, "new", data={**SHAPE, **NAMED})
    metric = Metric.objects.get(label="新客日均")
    changed = {**SHAPE, "per": "none"}
    assert page(cast.hemin.user, "edit", metric.pk, data={**changed, "reason": ""}).context["reason"].errors
    assert page(cast.hemin.user, "edit", metric.pk, data={**changed, "reason": "看总数"}).status_code == 302
    assert Metric.objects.get(pk=metric.pk).current.number == 2


def test_a_rep_reads_own_figures_and_records_only(page, cast):
    post(order(cast.wei, "100", "A1"), order(cast.chen, "7777", "A2"))
    sales = queries.by_code("sales")
    said = page(cast.wei.user, "records", sales.pk).content.decode()
    assert "100.00" in said
    assert "7,777" not in said
    assert "7,777" not in page(cast.wei.user, "metric", sales.pk).content.decode()
    assert page(cast.wei.user, "records", sales.pk, query=f"?person={cast.chen.pk}").status_code == 404
    assert "7,777" in page(cast.hemin.user, "records", sales.pk).content.decode()


def test_a_metric_without_records_says_so(page, cast):
    metric = define_metric(name="协作", definition=total(Term("count", ("assist",))), unit="count", by=None, at=NOW)
    assert page(cast.hemin.user, "metric", metric.pk).context["has_records"] is False


def test_an_address_that_names_no_period_shows_this_month(page, cast):
    sales = queries.by_code("sales")
    for query in ("?period=banana", "?period=2026-13", "?period=2026-W60&page=zzz", "?person=abc"):
        assert page(cast.hemin.user, "records", sales.pk, query=query).status_code == 200


def test_pages_cost_the_same_for_many(page, cast):
    sales = queries.by_code("sales")
    people = (cast.wei, cast.li, cast.chen, cast.qiang, cast.mei)

    def fill(start, count):
        post(
            *(order(people[n % 5], "10", f"N{n}", day=date(2026, 11, 1 + n % 17)) for n in range(start, start + count))
        )

    def count(name, *args):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as queries_made:
            page(cast.hemin.user, name, *args)
        return len(queries_made)

    fill(0, 5)
    page(cast.hemin.user, "library")
    few = [count(name, *args) for name, *args in (("library",), ("metric", sales.pk), ("records", sales.pk), ("new",))]
    fill(5, 45)
    for n in range(12):
        define_metric(name=f"指标{n}", definition=total(Term("net", ("order",))), unit="money", by=None, at=NOW)
    many = [count(name, *args) for name, *args in (("library",), ("metric", sales.pk), ("records", sales.pk), ("new",))]
    assert many == few
