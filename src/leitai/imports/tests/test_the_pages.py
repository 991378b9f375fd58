"""The pages from the dropped file to the undone batch; nobody else sees them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from leitai.imports.models import Batch, Mapping
from leitai.imports.tests.files import csv_bytes
from leitai.organization.models import Person
from leitai.sales.models import Record
from tests.people import Role, hire

HEAD = ["订单编号", "成交日期", "业务员", "客户名称", "金额（元）"]


@pytest.fixture
def hemin(cast, client, own_folder):
    client.force_login(cast.hemin.user)
    return client


def send(client, rows, *, kind="records", name="订单.csv", content=None):
    file = SimpleUploadedFile(name, content if content is not None else csv_bytes(rows))
    return client.post(reverse("imports:index"), {"kind": kind, "file": file}, follow=True)


def rows(count, bad=0):
    return [
        HEAD,
        *[[f"A{n}", "2026-11-31" if n < bad else "2026-11-01", "伟", f"客户{n % 5}", "100"] for n in range(count)],
    ]


def test_a_known_file_goes_straight_to_the_preview_and_in(hemin):
    page = send(hemin, rows(5, bad=2))
    text = page.content.decode()
    assert "5 行里 <b>3 行</b>可以导入" in text
    assert "11 月没有 31 日" in text
    assert "¥200.00" in text
    assert not Record.objects.exists()
    batch = Batch.objects.get()
    done = hemin.post(reverse("imports:posting", args=[batch.pk]), {"remember": "1"}, follow=True)
    assert "3 行</b>已导入" in done.content.decode()
    assert Record.objects.count() == 3
    assert Mapping.objects.count() == 1


def test_an_answer_is_applied_to_all_alike_and_nothing_is_lost(hemin, cast):
    hire("孙雨桐", "yutong", cast.east, Role.REP)
    send(hemin, [HEAD, *[[f"A{n}", "2026-11-01", "孙雨潼", "a", "1"] for n in range(3)]])
    batch = Batch.objects.get()
    line = batch.lines.first()
    page = hemin.post(
        reverse("imports:answers", args=[batch.pk]),
        {"line": line.key, "field": "person", "verb": "use", "value": "HY-yutong"},
        follow=True,
    )
    assert "3 行都没问题" in page.content.decode()


def test_one_cell_can_be_typed_anew_and_one_line_skipped(hemin):
    send(
        hemin,
        [
            HEAD,
            ["A1", "2026-11-01", "", "a", "1"],
            ["A2", "2026-11-01", "", "a", "2"],
            ["A3", "2026-11-01", "", "a", "4"],
        ],
    )
    batch = Batch.objects.get()
    address = reverse("imports:answers", args=[batch.pk])
    first, second, _third = batch.lines.all()
    hemin.post(address, {"line": first.key, "field": "person", "verb": "edit", "value": "伟"})
    hemin.post(address, {"line": second.key, "verb": "skip"})
    batch.refresh_from_db()
    assert [batch.counts[each] for each in ("new", "left_out", "refused")] == [1, 1, 1]


def test_missing_columns_are_asked_for_beside_the_cause(hemin):
    page = send(hemin, [["a", "b"], ["x", "1"]])
    assert page.redirect_chain[-1][0].endswith("/columns/")
    assert "还缺" in page.content.decode()
    batch = Batch.objects.get()
    refused = hemin.post(reverse("imports:mapping", args=[batch.pk]), {"column-0": "customer", "source": "s"})
    assert refused.status_code == 422
    assert "还没有选列" in refused.content.decode()
    fine = hemin.post(
        reverse("imports:mapping", args=[batch.pk]),
        {
            "column-0": "customer",
            "column-1": "amount",
            "fixed-day": "2026-11-01",
            "fixed-person": "伟",
            "create-customer": "1",
            "source": "手工",
        },
        follow=True,
    )
    assert "1 行都没问题" in fine.content.decode()


def test_the_free_text_column_that_swallowed_commas_is_offered(hemin):
    content = (
        "订单编号,日期,业务员,产品,金额\n1,2026-11-01,伟,夹子, 整包,163\n2,2026-11-01,伟,椅子, 红色,604\n".encode()
    )
    page = send(hemin, None, content=content)
    assert "逗号没有加引号" in page.content.decode()
    batch = Batch.objects.get()
    form = {f"column-{place}": key for place, key in enumerate(batch.plan["mapping"].values()) if key}
    page = hemin.post(
        reverse("imports:mapping", args=[batch.pk]),
        {**form, "repair": "产品", "create-product": "1", "source": "s"},
        follow=True,
    )
    assert "2 行都没问题" in page.content.decode()


@pytest.mark.parametrize(
    ("content", "said"), [(b"", "空的"), (b"\x89PNG\r\n\x1a\n", "图片"), ("日期,金额\n".encode(), "没有数据")]
)
def test_a_wrong_file_gets_a_clear_answer_and_is_not_kept(hemin, settings, content, said):
    page = send(hemin, None, name="a.xlsx", content=content)
    assert page.status_code == 422
    assert said in page.content.decode()
    assert not Batch.objects.exists()
    assert list((settings.LEITAI_VAR / "imports").iterdir()) == []


def test_a_second_file_is_looked_up_by_the_key_both_share(hemin):
    send(hemin, [["OrderID", "ProductID", "UnitPrice", "Quantity"], ["1", "夹子", "10", "2"]], name="lines.csv")
    batch = Batch.objects.get()
    orders = SimpleUploadedFile(
        "orders.csv", csv_bytes([["OrderID", "EmployeeID", "OrderDate"], ["1", "HY-wei", "2026-11-01"]])
    )
    page = hemin.post(reverse("imports:second_file", args=[batch.pk]), {"file": orders}, follow=True)
    assert "orders.csv" in page.content.decode()
    batch.refresh_from_db()
    assert {"person", "day", "price", "quantity"} <= set(batch.plan["mapping"].values())


def test_undo_and_its_refusal(hemin):
    send(hemin, rows(2))
    batch = Batch.objects.get()
    hemin.post(reverse("imports:posting", args=[batch.pk]))
    page = hemin.post(reverse("imports:undoing", args=[batch.pk]), follow=True)
    assert "已<b>整批撤销</b>" in page.content.decode()
    assert not Record.objects.filter(live=True).exists()


def test_books_can_be_taken_away(hemin):
    send(hemin, rows(3, bad=1))
    batch = Batch.objects.get()
    for address in (reverse("imports:errors", args=[batch.pk]), reverse("imports:template", args=["records"])):
        answer = hemin.get(address)
        assert answer.content[:2] == b"PK"
        assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_large_file_is_checked_beside_the_pages(hemin, monkeypatch):
    from leitai.imports.views import postings, start

    monkeypatch.setattr(start, "SMALL", 3)
    monkeypatch.setattr(postings, "SMALL", 3)
    send(hemin, rows(10))
    batch = Batch.objects.get()
    assert batch.state == "checked"
    hemin.post(reverse("imports:posting", args=[batch.pk]))
    batch.refresh_from_db()
    assert batch.state == "done"


def test_progress_is_told_and_found_again(hemin, cast):
    send(hemin, rows(2))
    batch = Batch.objects.get()
    Batch.objects.update(state="importing", checkpoint=1, total_lines=2)
    page = hemin.get(reverse("imports:batch", args=[batch.pk])).content.decode()
    assert reverse("imports:progress", args=[batch.pk]) in page
    assert reverse("imports:batch", args=[batch.pk]) in hemin.get(reverse("imports:index")).content.decode()


@pytest.mark.parametrize("who", ["wei", "mei", "tang", "shen"])
def test_others_get_no_page_and_no_batch(cast, client, hemin, who):
    send(hemin, rows(2, bad=1))
    batch = Batch.objects.get()
    client.force_login(getattr(cast, who).user)
    for name, arguments in (
        ("index", []),
        ("batch", [batch.pk]),
        ("mapping", [batch.pk]),
        ("errors", [batch.pk]),
        ("template", ["records"]),
    ):
        assert client.get(reverse(f"imports:{name}", args=arguments)).status_code == 404
    for name in ("answers", "posting", "undoing", "cancelling", "second_file"):
        assert client.post(reverse(f"imports:{name}", args=[batch.pk])).status_code == 404
    client.logout()
    assert client.get(reverse("imports:index")).status_code == 302


def test_the_preview_asks_no_more_questions_for_more_rows(hemin):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for number in (3, 60):
        Batch.objects.all().delete()
        send(
            hemin, [HEAD, *[[f"A{n}", "2026-11-31", f"没有{n}", "a", "1"] for n in range(number)]], name=f"{number}.csv"
        )
        batch = Batch.objects.get()
        with CaptureQueriesContext(connection) as asked:
            hemin.get(reverse("imports:batch", args=[batch.pk]))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_finished_import_leads_to_its_records_and_says_thirty_days(hemin):
    send(hemin, [HEAD, ["A1", "2026-11-01", "伟", "a", "1"]])
    batch = Batch.objects.get()
    done = hemin.post(reverse("imports:posting", args=[batch.pk]), follow=True).content.decode()
    assert f"/records/?period=all&amp;batch={batch.pk}" in done
    assert "30 天" in done
    undone = hemin.post(reverse("imports:undoing", args=[batch.pk]), follow=True).content.decode()
    assert "fate-bar" not in undone
    assert "batch=" not in undone


def test_on_a_phone_a_row_is_led_by_whom_it_is_about(hemin):
    page = send(hemin, rows(3, bad=2)).content.decode()
    assert 'class="import-cells"' in page
    assert page.count('class="leads') == page.count('class="import-cells"')


def test_the_list_names_the_person_not_the_login(hemin):
    send(hemin, rows(2))
    Person.objects.filter(user=Batch.objects.get().created_by).update(name="何小敏")
    assert "何小敏</td>" in hemin.get(reverse("imports:index")).content.decode()
