"""The list and the page of records: who sees what, what it adds up to, and that it costs the same whatever the size."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from leitai.customers.models import Customer
from leitai.imports.models import Batch
from leitai.sales import columns
from leitai.sales.actions import lock_records, post_records, propose_split, reverse_records, revise_record
from leitai.sales.content import content_of
from leitai.sales.models import Channel, Product, Record
from leitai.sales.queries import live_records, page_by_key, with_part
from leitai.sales.queries.listing import A_PAGE
from leitai.sales.tests.posting import order, post, source
from tests.people import DAY, NOW


@pytest.fixture(autouse=True)
def on_the_day(settings):
    settings.LEITAI_NOW = NOW.isoformat()


@pytest.fixture
def visit(client):
    def go(who, address="/records/", **asked):
        client.force_login(getattr(who, "user", who), backend="allauth.account.auth_backends.AuthenticationBackend")
        return client.get(address, asked)

    return go


def listed(response) -> list[str]:
    return [record.external_id for record in response.context["page"].rows]


@pytest.fixture
def world(cast):
    customers = [
        Customer.objects.create(name=name, created_at=NOW) for name in ("绍兴越丰纺机", "<script>alert(1)</script>")
    ]
    machine, service = Product.objects.create(name="标准机型"), Product.objects.create(name="三年维保")
    dealer = Channel.objects.create(name="经销商")
    shares = ((cast.wei.pk, 600_000), (cast.chen.pk, 400_000))
    post(
        order(cast.wei, "100", "A1", customer_id=customers[0].pk, product_id=machine.pk, order_no="D-7"),
        order(cast.li, "50", "A2", customer_id=customers[1].pk, product_id=service.pk, channel_id=dealer.pk),
        order(cast.chen, "30", "A3", day=DAY - timedelta(40)),
        order(cast.wei, "1000", "A4", shares=shares, note="=cmd|'/c calc'!A1"),
        order(cast.wei, "-20", "R1", kind="return", order_no="D-7"),
    )
    return {"customers": customers, "machine": machine, "service": service, "dealer": dealer}


def test_the_list_opens_with_this_month_and_what_it_adds_up_to(cast, world, visit):
    response = visit(cast.hemin)
    assert sorted(listed(response)) == ["A1", "A2", "A4", "R1"]
    sums = {each.kind: (each.count, each.amount) for each in response.context["headline"]}
    assert sums == {"order": (3, Decimal(1150)), "return": (1, Decimal(-20))}
    assert "1,150" in response.content.decode()


def test_what_is_no_money_is_counted_beside_the_headline(cast, world, visit):
    post(order(cast.wei, "0", "V1", kind="activity"))
    response = visit(cast.wei)
    assert [each.kind for each in response.context["headline"]] == ["order", "return"]
    assert [each.kind for each in response.context["besides"]] == ["activity"]
    assert [each.kind for each in visit(cast.wei, kind="activity").context["headline"]] == ["activity"]


def test_each_sees_theirs_and_counts_their_part(cast, world, visit):
    response = visit(cast.wei)
    assert sorted(listed(response)) == ["A1", "A4", "R1"]
    assert response.context["headline"][0].amount == 100 + 600
    assert visit(cast.chen).context["headline"][0].amount == 400
    assert visit(cast.mei).context["headline"][0].amount == 100 + 50 + 600


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"period": "all"}, ["A1", "A2", "A3", "A4", "R1"]),
        ({"period": "last-month"}, ["A3"]),
        ({"from": "2026-10-01", "to": "2026-10-31"}, ["A3"]),
        ({"from": "nonsense", "to": "2026-13-40"}, ["A1", "A2", "A3", "A4", "R1"]),
        ({"kind": "return"}, ["R1"]),
        ({"kind": "no such"}, ["A1", "A2", "A4", "R1"]),
        ({"q": "越丰"}, ["A1"]),
        ({"q": "d-7"}, ["A1", "R1"]),
        ({"q": "没有"}, []),
        ({"q": "\x00%_"}, []),
        ({"person": "chen"}, ["A4"]),
        ({"unit": "south"}, ["A4"]),
        ({"product": "machine"}, ["A1"]),
        ({"channel": "dealer"}, ["A2"]),
        ({"customer": "0"}, ["A2"]),
        ({"product": "99999999999999999999", "person": "x"}, ["A1", "A2", "A4", "R1"]),
        ({"sort": "no such", "after": "no such"}, ["A1", "A2", "A4", "R1"]),
    ],
)
def test_the_address_narrows_the_list(cast, world, visit, asked, found):
    ids = {"chen": cast.chen.pk, "south": cast.south.pk, "machine": world["machine"].pk, "dealer": world["dealer"].pk}
    ids["0"] = world["customers"][1].pk
    said = {name: ids.get(value, value) for name, value in asked.items()}
    response = visit(cast.hemin, **said)
    assert response.status_code == 200
    assert sorted(listed(response)) == found


def test_a_unit_counts_with_those_below_it(cast, world, visit):
    assert len(listed(visit(cast.hemin, unit=cast.whole.pk))) == 4


def test_pages_go_on_by_key_and_back(cast):
    for part in range(3):
        post(*[order(cast.wei, str(n % 7), f"N{part}-{n}", day=DAY - timedelta(n % 5)) for n in range(A_PAGE)])
    for sort in (("-day", "-id"), ("day", "id"), ("-amount", "-id"), ("amount", "id")):
        rows, pages, after = [], [], ""
        while True:
            page = page_by_key(with_part(live_records()), sort=sort, after=after)
            rows, pages = rows + page.rows, [*pages, page]
            if not page.after:
                break
            after = page.after
        assert len(rows) == len({row.pk for row in rows}) == 3 * A_PAGE
        assert [row.pk for row in rows] == list(live_records().order_by(*sort).values_list("pk", flat=True))
        back = page_by_key(with_part(live_records()), sort=sort, before=pages[-1].before)
        assert [row.pk for row in back.rows] == [row.pk for row in pages[-2].rows]
        assert not page_by_key(with_part(live_records()), sort=sort, before=pages[1].before).before


def queries_of(visit, who, address, **asked) -> int:
    visit(who, address, **asked)
    with CaptureQueriesContext(connection) as captured:
        assert visit(who, address, **asked).status_code == 200
    return len(captured)


def test_the_list_costs_the_same_whatever_its_size(cast, world, visit):
    shares = ((cast.wei.pk, 600_000), (cast.chen.pk, 400_000))

    def more(count, start):
        customer = Customer.objects.create(name=f"客户{start}", created_at=NOW)
        post(*[order(cast.wei, number=f"N{start + n}", shares=shares, customer_id=customer.pk) for n in range(count)])

    more(3, 0)
    few = {who.name: queries_of(visit, who, "/records/") for who in (cast.wei, cast.mei, cast.hemin)}
    more(40, 100)
    assert {who.name: queries_of(visit, who, "/records/") for who in (cast.wei, cast.mei, cast.hemin)} == few


def test_a_record_costs_the_same_whatever_its_history(cast, world, visit):
    address = reverse("sales:record", args=[Record.objects.get(external_id="A1").pk])
    few = queries_of(visit, cast.hemin, address)
    for amount in range(90, 99):
        post(order(cast.wei, str(amount), "A1", customer_id=world["customers"][0].pk, order_no="D-7"))
        post(order(cast.wei, "-1", f"R{amount}", kind="return", order_no="D-7"))
    address = reverse("sales:record", args=[Record.objects.get(external_id="A1", live=True).pk])
    assert queries_of(visit, cast.hemin, address) <= few + 4  # the changes name people, customers and products once


def test_markup_in_names_stays_text(cast, world, visit):
    page = visit(cast.hemin).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_stranger_finds_no_such_record(cast, world, visit):
    address = reverse("sales:record", args=[Record.objects.get(external_id="A2").pk])
    assert visit(cast.wei, address).status_code == 404
    assert visit(cast.li, address).status_code == 200
    assert visit(cast.mei, address).status_code == 200


def test_the_page_of_a_record_tells_its_history_with_differences(cast, world, visit):
    (record,) = Record.objects.filter(external_id="A1")
    newer = revise_record(
        record=record,
        content=order_with(content_of(record), amount=Decimal(90)),
        reason="少开了税",
        by=cast.mei.user,
        at=NOW,
    )
    page = visit(cast.wei, reverse("sales:record", args=[newer.pk])).content.decode()
    assert "少开了税" in page
    assert "¥100.00" in page
    assert "¥90.00" in page
    address = reverse("sales:record", args=[record.pk])
    assert visit(cast.wei, address).headers["location"] == reverse("sales:record", args=[newer.pk])
    assert f"{address}?then=1" in page
    earlier = visit(cast.wei, address, then="1").content.decode()
    assert reverse("sales:record", args=[newer.pk]) in earlier
    assert "现在生效的是 <b>¥90.00</b>" in earlier


def test_a_split_that_is_asked_for_stands_beside_what_counts(cast, world, visit):
    (record,) = Record.objects.filter(external_id="A1")
    shares = [(cast.wei.pk, 600_000), (cast.li.pk, 400_000)]
    propose_split(record=record, shares=shares, by=cast.wei.user, at=NOW, note="一起谈的")
    page = visit(cast.wei, reverse("sales:record", args=[record.pk])).content.decode()
    for said in ("60%", "¥60.00", "40%", "¥40.00", "一起谈的", "100%"):
        assert said in page


def order_with(content, **changes):
    from dataclasses import replace

    return replace(content, **changes)


def test_an_order_and_its_return_point_to_each_other(cast, world, visit):
    sold, back = Record.objects.get(external_id="A1"), Record.objects.get(external_id="R1")
    assert (
        reverse("sales:record", args=[back.pk])
        in visit(cast.wei, reverse("sales:record", args=[sold.pk])).content.decode()
    )
    assert (
        reverse("sales:record", args=[sold.pk])
        in visit(cast.wei, reverse("sales:record", args=[back.pk])).content.decode()
    )
    reverse_records(records=[sold], by=None, at=NOW, reason="撤")
    assert visit(cast.wei, reverse("sales:record", args=[back.pk])).context["is_loose"]


def test_what_was_paid_on_says_so_and_offers_no_split(cast, world, visit):
    record = Record.objects.get(external_id="A1")
    lock_records(records=[record], run_label="11月核算", by=None, at=NOW)
    page = visit(cast.wei, reverse("sales:record", args=[record.pk])).content.decode()
    assert "11月核算" in page
    assert reverse("sales:split", args=[record.pk]) not in page


def test_csv_holds_the_list_and_no_formula(cast, world, visit):
    response = visit(
        cast.hemin,
        "/records/export/",
        **{"as": "csv", "columns": ["day", "amount", "note", "number"], "sort": "amount"},
    )
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 5
    assert lines[1].startswith("2026-11-18,-20,")
    assert lines[-1] == "2026-11-18,1000,'=cmd|'/c calc'!A1,A4"


def test_a_file_makes_each_name_once_however_many_records_bear_it(cast, world, visit, monkeypatch):
    """And says kinds in the language of who takes it, whoever took one before."""
    made = []
    from_db = Product.from_db.__func__
    monkeypatch.setattr(Product, "from_db", classmethod(lambda *said: made.append(1) or from_db(*said)))
    post(*(order(cast.wei, "1", f"X{n}", product_id=world["machine"].pk) for n in range(20)))
    text = visit(cast.hemin, "/records/export/", **{"as": "csv"}).getvalue().decode()
    assert text.count("标准机型") == 21
    assert len(made) == 2
    assert "退货" in text
    with override("en"):
        assert columns.ALL["kind"].value(Record(kind="return")) == "return"


def test_excel_holds_days_numbers_and_texts(cast, world, visit):
    response = visit(cast.hemin, "/records/export/", columns=["day", "amount", "note"], sort="-amount")
    sheet = openpyxl.load_workbook(BytesIO(response.content)).active
    rows = list(sheet.iter_rows(min_row=2))
    assert rows[0][0].value.date() == date(2026, 11, 18)
    assert (rows[0][1].value, rows[0][1].data_type) == (1000, "n")
    assert (rows[0][2].value, rows[0][2].data_type) == ("=cmd|'/c calc'!A1", "s")


def test_the_file_holds_what_one_may_see_and_ones_own_part(cast, world, visit):
    response = visit(cast.chen, "/records/export/", **{"as": "csv", "period": "all", "columns": ["number", "amount"]})
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert sorted(lines[1:]) == ["30,A3", "400,A4"]


def test_withdrawing_needs_a_reason_and_the_right(cast, world, client):
    record = Record.objects.get(external_id="A1")
    address = reverse("sales:withdrawal", args=[record.pk])
    client.force_login(cast.wei.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.post(address, {"reason": "错"}).status_code == 404
    client.force_login(cast.hemin.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.post(address, {"reason": ""})
    assert Record.objects.get(pk=record.pk).live
    client.post(address, {"reason": "录错了"})
    assert not Record.objects.get(pk=record.pk).live


def test_an_import_lists_its_records(cast, visit):
    batch = Batch.objects.create(kind="records", file_name="订单.xlsx", created_at=NOW)
    post(order(cast.wei), batch=batch)
    post(order(cast.wei, number="A2"))
    assert listed(visit(cast.hemin, period="all", batch=batch.pk)) == ["A1"]


def test_an_empty_company_is_told_what_records_are_for(cast, visit):
    assert "记一单" in visit(cast.wei, period="all").content.decode()


def test_observers_without_a_person_see_and_do_not_report(cast, world, visit):
    response = visit(cast.an)
    assert response.status_code == 200
    assert not response.context["may_report"]
    assert visit(cast.an, "/records/report/").status_code == 404


def test_a_large_list_is_posted_and_shown(cast, visit):
    post_records(source=source(), contents=[order(cast.wei, number=f"N{n}") for n in range(500)], by=None, at=NOW)
    assert len(listed(visit(cast.wei))) == A_PAGE
