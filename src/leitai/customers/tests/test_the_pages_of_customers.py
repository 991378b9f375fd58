"""Customers: seen by those who deal with them, found by letters, corrected by operations."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from leitai.audit.actions import history
from leitai.customers.actions import find_or_add_customer
from leitai.customers.models import Customer
from leitai.customers.queries import sounds_like
from leitai.sales.tests.posting import order, post
from tests.people import NOW

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def on_the_day(settings):
    settings.LEITAI_NOW = NOW.isoformat()


@pytest.fixture
def visit(client):
    def go(who, address="/customers/", **asked):
        client.force_login(who.user, backend=BACKEND)
        return client.get(address, asked)

    return go


@pytest.fixture
def customers(cast):
    names = ("绍兴越丰纺机", "南京钟麓生物医药", "Zhonglu 国际")
    made = [Customer.objects.create(name=name, region="华东", created_at=NOW) for name in names]
    post(order(cast.wei, "100", "A1", customer_id=made[0].pk), order(cast.chen, "7", "A2", customer_id=made[1].pk))
    return made


def names(response) -> list[str]:
    return sorted(customer.name for customer in response.context["page"])


def test_each_sees_those_they_deal_with(cast, customers, visit):
    assert names(visit(cast.wei)) == ["绍兴越丰纺机"]
    assert names(visit(cast.mei)) == ["绍兴越丰纺机"]
    assert names(visit(cast.chen)) == ["南京钟麓生物医药"]
    assert len(names(visit(cast.hemin))) == 3


def test_a_stranger_finds_no_such_customer(cast, customers, visit):
    assert visit(cast.wei, reverse("customers:customer", args=[customers[1].pk])).status_code == 404


@pytest.mark.parametrize(("words", "found"), [("njzl", 1), ("zhonglu", 2), ("越丰", 1), ("没有", 0), ("", 3)])
def test_found_by_name_letters_or_pinyin(cast, customers, visit, words, found):
    assert len(names(visit(cast.hemin, q=words))) == found


def test_the_list_says_what_they_bought(cast, customers, visit):
    (customer,) = visit(cast.wei).context["page"]
    assert customer.figures["amount"] == 100


def test_the_page_names_who_sells_and_what(cast, customers, visit):
    page = visit(cast.wei, reverse("customers:customer", args=[customers[0].pk])).content.decode()
    assert "伟" in page
    assert "¥100.00" in page


def test_the_pages_cost_the_same_whatever_their_size(cast, customers, visit):
    def cost(address):
        visit(cast.hemin, address)
        with CaptureQueriesContext(connection) as captured:
            visit(cast.hemin, address)
        return len(captured)

    page = reverse("customers:customer", args=[customers[0].pk])
    few = cost("/customers/"), cost(page)
    for n in range(30):
        customer = Customer.objects.create(name=f"客户{n}", created_at=NOW)
        post(
            order(cast.wei, number=f"B{n}", customer_id=customer.pk),
            order(cast.li, number=f"C{n}", customer_id=customers[0].pk),
        )
    assert (cost("/customers/"), cost(page)) == few


def test_operations_correct_a_name_and_it_is_kept_who_did(cast, customers, client):
    address = reverse("customers:edit", args=[customers[0].pk])
    client.force_login(cast.wei.user, backend=BACKEND)
    assert client.post(address, {"name": "别的"}).status_code == 404
    client.force_login(cast.hemin.user, backend=BACKEND)
    client.post(address, {"name": "绍兴越丰纺织机械", "code": "KH-1", "region": "", "industry": ""})
    assert history(customers[0]).get().before["name"] == "绍兴越丰纺机"
    answer = client.post(reverse("customers:edit", args=[customers[1].pk]), {"name": "x", "code": "KH-1"})
    assert answer.status_code == 422


def test_spelling_is_a_matter_of_taste(cast, customers):
    assert find_or_add_customer(name=" 绍兴 越丰（纺机）", at=NOW) == customers[0]
    assert find_or_add_customer(name="绍兴越丰", at=NOW) not in customers
    assert find_or_add_customer(name="🎉", at=NOW) == find_or_add_customer(name="🎉", at=NOW)


def test_initials_and_pinyin():
    assert sounds_like("南京钟麓", "njzl")
    assert sounds_like("南京钟麓", "nan jing")
    assert not sounds_like("南京钟麓", "sh")


def test_the_list_begins_with_the_last_order_and_can_be_turned(cast, customers, visit):
    never = Customer.objects.create(name="还没下过单", created_at=NOW)
    post(order(cast.wei, "1", "A3", customer_id=customers[2].pk, day=date(2026, 11, 10)))

    def listed(**asked):
        return [customer.name for customer in visit(cast.hemin, **asked).context["page"]]

    earliest = customers[2].name
    assert listed()[2:] == [earliest, never.name]
    assert (listed(sort="last")[0], listed(sort="last")[3]) == (earliest, never.name)
    assert listed(sort="name") == sorted(each.name for each in [*customers, never])
    assert '"?sort=last"' in visit(cast.hemin).content.decode()


def test_a_phone_shows_what_is_known_of_a_customer(cast, customers, visit):
    """The name and what they bought lead; what is missing is not told."""
    known = visit(cast.wei).content.decode()
    assert "list-table folds lines" in known
    assert 'class="number sums"' in known
    absent = known.count('class="absent"')
    Customer.objects.update(region="")
    assert visit(cast.wei).content.decode().count('class="absent"') == absent + 1
