"""What an import makes besides records: named before, made after a yes, taken back with it where nothing else uses it."""

import pytest
from django.urls import reverse

from leitai.customers.actions import find_or_add_customer
from leitai.customers.models import Customer
from leitai.customers.queries import customers_visible_to
from leitai.imports.actions import undo
from leitai.imports.tests.files import write_csv
from leitai.organization.rights import AT_THE_SERVER
from leitai.sales.actions.catalogue import correct_product
from leitai.sales.models import Product, Record
from tests.people import NOW

HEAD = ["订单编号", "成交日期", "业务员", "客户名称", "产品", "金额"]


@pytest.fixture
def client(client, cast):
    client.force_login(cast.an)
    return client


def file(tmp_path, *rows, name="订单.csv"):
    return write_csv(tmp_path / name, [HEAD, *rows])


def row(number, customer="绍兴越丰", product="GTX Pro"):
    return [number, "2026-11-01", "伟", customer, product, "100"]


def offered():
    return set(Product.objects.filter(archived_at=None).values_list("name", flat=True))


def seen():
    return set(customers_visible_to(AT_THE_SERVER).values_list("name", flat=True))


def page(batch):
    return reverse("imports:batch", args=[batch.pk])


def test_the_preview_names_what_would_be_made_once_however_it_is_spelt(importer, client, tmp_path):
    batch = importer.check("records", file(tmp_path, row("A1"), row("A2", product="GTXPro"), row("A3", "昆山启衡")))
    assert batch.counts["makes"] == {
        "customer": {"count": 2, "names": ["绍兴越丰", "昆山启衡"]},
        "product": {"count": 1, "names": ["GTX Pro"]},
    }
    shown = client.get(page(batch)).content.decode()
    assert "1 个产品" in shown
    assert "2 个客户" in shown
    assert "绍兴越丰、昆山启衡" in shown


def test_what_only_refused_rows_name_is_not_made(importer, tmp_path):
    batch = importer.check("records", file(tmp_path, ["A1", "2026-11-31", "伟", "绍兴越丰", "GTX Pro", "100"]))
    assert batch.counts["makes"] == {}


def test_products_are_made_after_a_yes_only(importer, client, tmp_path):
    batch = importer.check("records", file(tmp_path, row("A1")))
    answer = client.post(reverse("imports:posting", args=[batch.pk]))
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not Record.objects.exists()
    client.post(reverse("imports:posting", args=[batch.pk]), {"make-product": "1"})
    assert offered() == {"GTX Pro"}
    assert Record.objects.get().product.name == "GTX Pro"


def test_a_name_can_be_taken_for_a_product_that_is_there(importer, client, tmp_path):
    Product.objects.create(name="Pro 系列")
    batch = importer.check("records", file(tmp_path, row("A1"), row("A2", product="MG")))
    client.post(reverse("imports:making", args=[batch.pk]), {"what": "product", "verb": "use", "name-0": "Pro 系列"})
    batch.refresh_from_db()
    assert batch.counts["makes"]["product"]["names"] == ["MG"]


def test_or_its_rows_are_refused_and_it_can_be_made_after_all(importer, client, tmp_path):
    batch = importer.check("records", file(tmp_path, row("A1")))
    making = reverse("imports:making", args=[batch.pk])
    client.post(making, {"what": "product", "verb": "refuse"})
    batch.refresh_from_db()
    assert (batch.counts["refused"], "product" in batch.counts["makes"]) == (1, False)
    assert 'value="make"' in client.get(page(batch)).content.decode()
    client.post(making, {"what": "product", "verb": "make"})
    batch.refresh_from_db()
    assert batch.counts["new"] == 1


def test_undoing_takes_back_what_nothing_else_uses(importer, client, tmp_path):
    first = importer("records", file(tmp_path, row("A1"), row("A2", "昆山启衡", "MG"), row("A3", "苏州朗科", "X9")))
    importer("records", file(tmp_path, row("B1", "昆山启衡", "MG"), name="另一份.csv"))
    correct_product(product=Product.objects.get(name="X9"), by=importer.user, at=NOW, line="温控")
    undo(batch=first, by=importer.user, at=NOW)
    assert offered() == {"MG", "X9"}
    assert seen() == {"昆山启衡"}
    shown = client.get(page(first)).content.decode()
    assert "MG、X9" in shown


def test_what_was_taken_back_is_named_anew_and_comes_back(importer, tmp_path):
    first = importer("records", file(tmp_path, row("A1")))
    undo(batch=first, by=importer.user, at=NOW)
    again = importer.check("records", file(tmp_path, row("A1")))
    assert again.counts["makes"]["product"]["names"] == ["GTX Pro"]
    importer.post(again)
    assert (offered(), seen()) == ({"GTX Pro"}, {"绍兴越丰"})
    assert (Product.objects.count(), Customer.objects.count()) == (1, 1)
    undo(batch=again, by=importer.user, at=NOW)
    assert (offered(), seen()) == (set(), set())


def test_a_customer_taken_back_comes_back_with_a_deal_reported_by_hand(importer, tmp_path):
    undo(batch=importer("records", file(tmp_path, row("A1"))), by=importer.user, at=NOW)
    find_or_add_customer(name="绍兴越丰", at=NOW)
    assert seen() == {"绍兴越丰"}
