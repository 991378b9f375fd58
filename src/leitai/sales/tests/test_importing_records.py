"""A file of records: nothing counts before it is seen, twice is once, a changed row is a revision, and undo is whole."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leitai.audit.models import Entry
from leitai.customers.models import Customer
from leitai.imports import storage
from leitai.imports.actions import UndoRefused, import_rows, undo, why_not_undo
from leitai.imports.counting import reconciliation
from leitai.imports.error_book import write_error_book
from leitai.imports.models import Batch, Line
from leitai.imports.tests.files import write_csv, write_xlsx
from leitai.sales.actions import lock_records
from leitai.sales.models import Kind, Product, Record
from leitai.sales.queries import check_totals
from tests.people import DAY, NOW, Role, hire

HEAD = ["订单编号", "成交日期", "业务员", "客户名称", "金额（元）"]


def live():
    return Record.objects.filter(live=True)


def total():
    return sum(live().values_list("amount", flat=True), Decimal(0))


def file(tmp_path, rows, name="订单.csv", head=HEAD):
    return write_csv(tmp_path / name, [head, *rows])


def test_nothing_counts_before_it_is_imported(importer, tmp_path):
    batch = importer.check("records", file(tmp_path, [["A1", "2026-11-01", "伟", "绍兴越丰", "100"]]))
    assert batch.counts["new"] == 1
    assert not Record.objects.exists()
    assert not Customer.objects.exists()


def test_twice_is_once_and_a_changed_row_is_a_revision(importer, tmp_path):
    path = file(
        tmp_path, [["A1", "2026-11-01", "伟", "绍兴越丰", "100"], ["A2", "2026-11-02", "丽", "昆山启衡", "¥1,234.50"]]
    )
    importer("records", path)
    again = importer("records", path)
    assert [again.counts[each] for each in ("new", "changed", "same")] == [0, 0, 2]
    assert Record.objects.count() == 2
    changed = importer.check("records", file(tmp_path, [["A1", "2026-11-01", "伟", "绍兴越丰", "150"]]))
    assert changed.lines.get().changes == {"amount": ["100.00", "150"]}
    importer.post(changed)
    assert sorted(live().values_list("external_id", "revision", "amount")) == [
        ("A1", 2, 150),
        ("A2", 1, Decimal("1234.5")),
    ]
    assert check_totals() == []


def test_each_refused_cell_says_why_and_what_perhaps(importer, cast, tmp_path):
    hire("孙雨桐", "yutong", cast.east, Role.REP)
    hire("阿依古丽", "ayi1", cast.east, Role.REP)
    hire("阿依古丽", "ayi2", cast.south, Role.REP)
    rows = [
        ["A1", "2026-11-31", "伟", "a", "100"], ["A2", "2026-11-01", "孙雨潼", "a", "200"], ["A3", "2026-11-01", "阿依古丽", "a", "300"],
        ["A4", "2026-11-01", "伟", "a", "4.2万"], ["A5", "2026-11-01", "", "a", "500"], ["A6", "2026-11-01", "伟", "a", "很多"],
        ["A7", "2026-11-01", "伟", "a", "700"], ["A7", "2026-11-01", "伟", "a", "700"], ["A7", "2026-11-01", "伟", "a", "701"],
    ]  # fmt: skip
    batch = importer.check("records", file(tmp_path, rows))
    found = {line.number: line.problems[0] for line in batch.lines.filter(fate="refused")}
    codes = {number: (problem["field"], problem["code"]) for number, problem in found.items()}
    assert codes == {
        2: ("day", "day_no_such_day"), 3: ("person", "no_person"), 4: ("person", "two_people"), 5: ("amount", "unit_twice"),
        6: ("person", "missing"), 7: ("amount", "not_a_number"), 10: ("order_no", "twice_different"),
    }  # fmt: skip
    assert found[2]["offers"][0]["value"] == "2026-11-30"
    assert found[3]["offers"][0]["label"] == "孙雨桐"
    assert len(found[4]["offers"]) == 2
    assert found[5]["offers"][0]["value"] == "42000"
    assert (batch.counts["new"], batch.counts["left_out"]) == (1, 1)


def test_an_offer_taken_holds_for_every_row_alike(importer, cast, tmp_path):
    hire("孙雨桐", "yutong", cast.east, Role.REP)
    rows = [[f"A{n}", "2026-11-01", "孙雨潼", "a", "100"] for n in range(3)]

    def answer(plan):
        plan.substitutions = {"person": {"孙雨潼": "HY-yutong"}}

    batch = importer("records", file(tmp_path, rows), change=answer)
    assert batch.counts["new"] == 3
    assert set(live().values_list("person__name", flat=True)) == {"孙雨桐"}


def test_the_file_total_is_importable_plus_refused(importer, tmp_path):
    rows = [
        ["A1", "2026-11-01", "伟", "a", "0.0001"],
        ["A2", "2026-11-31", "伟", "a", "99.99"],
        ["A3", "2026-11-01", "查无此人", "a", "(300)"],
    ]
    found = reconciliation(importer.check("records", file(tmp_path, rows)))
    assert (found.in_file, found.importable, found.refused, found.difference) == (
        Decimal("-200.0099"),
        Decimal("0.0001"),
        Decimal("-200.01"),
        0,
    )


def test_units_of_the_heading(importer, tmp_path):
    head = ["合同编号", "签约日期", "负责人", "客户", "合同金额(万元)"]
    importer("records", file(tmp_path, [["HT1", "2026年11月1日", "伟", "a", "15.8"]], head=head))
    assert total() == 158_000


def test_another_currency_is_refused_without_a_rate(importer, tmp_path):
    head = ["订单编号", "日期", "业务员", "客户", "金额(USD)"]
    batch = importer.check("records", file(tmp_path, [["A1", "2026-11-01", "伟", "a", "10"]], head=head))
    assert batch.lines.get().problems[0]["code"] == "no_rate"


def test_stages_become_kinds_and_open_ones_are_left_out(importer, tmp_path):
    head = ["商机编号", "结单日期", "商机所有人", "客户名称", "商机金额", "销售阶段"]
    rows = [
        ["1", "2026-11-01", "伟", "a", "100", "赢单"],
        ["2", "2026-11-01", "伟", "a", "0", "Closed Lost"],
        ["3", "", "伟", "a", "50", "需求确认"],
        ["4", "2026-11-01", "伟", "a", "7", "外星人"],
    ]
    batch = importer("records", file(tmp_path, rows, head=head))
    assert sorted(live().values_list("kind", flat=True)) == ["lost", "won"]
    assert (batch.counts["left_out"], batch.counts["refused"]) == (1, 1)


def test_returns_are_negative_and_point_to_their_order(importer, tmp_path):
    head = ["单据日期", "单据编号", "客户", "销售员", "价税合计", "单据类型"]
    rows = [["2026-11-01", "X1", "a", "伟", "1000", "标准销售"], ["2026-11-09", "X1", "a", "伟", "200", "销售退货单"]]
    importer("records", file(tmp_path, rows, head=head))
    assert sorted(live().values_list("kind", "amount", "order_no")) == [("order", 1000, "X1"), ("return", -200, "X1")]


def test_paid_with_a_discount_keeps_the_net_amount(importer, tmp_path):
    head = ["订单编号", "成交时间", "导购员", "实付金额", "优惠金额"]
    importer("records", file(tmp_path, [["E1", "2026-11-01 10:30:05", "伟", "90", "10"]], head=head))
    record = live().get()
    assert (record.amount, record.discount) == (100, 10)
    assert record.at.isoformat() == "2026-11-01T02:30:05+00:00"


def test_product_spelling_is_a_matter_of_taste(importer, tmp_path):
    product = Product.objects.create(name="GTX Pro")
    importer("records", file(tmp_path, [["A1", "2026-11-01", "伟", "a", "1", "GTXPro"]], head=[*HEAD, "产品"]))
    assert live().get().product == product
    assert Product.objects.count() == 1


def test_unknown_customers_are_made_or_refused_as_asked(importer, tmp_path):
    path = file(tmp_path, [["A1", "2026-11-01", "伟", "新客户", "1"], ["A2", "2026-11-01", "伟", "新 客户", "1"]])
    refused = importer.check("records", path, change=lambda plan: plan.create.clear())
    assert refused.counts["refused"] == 2
    importer("records", path)
    assert list(Customer.objects.values_list("name", flat=True)) == ["新客户"]


def test_without_numbers_equal_rows_are_counted_and_twice_is_still_once(importer, tmp_path):
    head = ["日期", "销售", "客户", "金额"]
    path = file(
        tmp_path,
        [["2026-11-01", "伟", "a", "100"], ["2026-11-01", "伟", "a", "100"], ["2026-11-02", "丽", "a", "5"]],
        head=head,
    )
    assert importer("records", path, keep_twins=True).counts["new"] == 3
    assert importer("records", path, keep_twins=True).counts["same"] == 3


def test_a_wide_table_is_a_record_a_month_and_a_changed_month_a_revision(importer, tmp_path):
    head = ["姓名", "1月", "2月"]
    importer("records", file(tmp_path, [["伟", "10", "20"], ["丽", "", "7"]], name="2026年业绩.csv", head=head))
    assert sorted(live().values_list("person__name", "day", "amount")) == sorted(
        [
            ("伟", DAY.replace(month=1, day=31), 10),
            ("伟", DAY.replace(month=2, day=28), 20),
            ("丽", DAY.replace(month=2, day=28), 7),
        ]
    )
    changed = importer(
        "records", file(tmp_path, [["伟", "11", "20"], ["丽", "", "7"]], name="2026年业绩.csv", head=head)
    )
    assert (changed.counts["changed"], changed.counts["same"]) == (1, 2)
    assert total() == 38


def test_undone_as_a_whole_what_it_changed_comes_back(importer, tmp_path):
    importer("records", file(tmp_path, [["A1", "2026-11-01", "伟", "a", "100"]]))
    batch = importer(
        "records", file(tmp_path, [["A1", "2026-11-01", "伟", "a", "150"], ["A2", "2026-11-01", "丽", "a", "50"]])
    )
    assert total() == 200
    undo(batch=batch, by=importer.user, at=NOW)
    assert total() == 100
    assert check_totals() == []
    batch.refresh_from_db()
    with pytest.raises(UndoRefused):
        undo(batch=batch, by=importer.user, at=NOW)


def test_undo_is_refused_once_pay_is_locked_and_after_thirty_days(importer, tmp_path):
    batch = importer("records", file(tmp_path, [["A1", "2026-11-01", "伟", "a", "100"]]))
    assert why_not_undo(batch=batch, at=NOW) == []
    assert why_not_undo(batch=batch, at=NOW + timedelta(days=31)) != []
    lock_records(records=live(), run_label="10月提成", by=importer.user, at=NOW)
    (reason,) = why_not_undo(batch=batch, at=NOW)
    assert "10月提成" in reason
    with pytest.raises(UndoRefused):
        undo(batch=batch, by=importer.user, at=NOW)
    assert total() == 100


def test_an_import_is_one_entry_with_the_digest_of_its_rows(importer, tmp_path):
    batch = importer("records", file(tmp_path, [["A1", "2026-11-01", "伟", "a", "100"]]))
    entry = Entry.objects.get(subject_type="imports.batch", subject_id=batch.pk, verb="imported")
    assert len(entry.after["digest"]) == 64
    assert entry.after["new"] == 1


def test_a_restart_goes_on_where_it_stood_and_doubles_nothing(importer, tmp_path, monkeypatch):
    from leitai.imports import checking
    from leitai.imports.actions import posting

    monkeypatch.setattr(checking.judged, "__kwdefaults__", {"chunk": 10})
    path = file(tmp_path, [[f"A{n}", "2026-11-01", "伟", f"客户{n % 7}", "1.01"] for n in range(35)])
    batch = importer.check("records", path)
    written = posting._write
    calls = []

    def dies(*arguments):
        if len(calls) == 2:
            raise KeyboardInterrupt
        calls.append(1)
        written(*arguments)

    monkeypatch.setattr(posting, "_write", dies)
    with pytest.raises(KeyboardInterrupt):
        importer.post(batch)
    batch = Batch.objects.get(pk=batch.pk)
    assert (batch.state, batch.checkpoint, live().count()) == ("importing", 20, 20)
    monkeypatch.setattr(posting, "_write", written)
    importer.post(batch)
    batch.refresh_from_db()
    assert (batch.state, live().count(), batch.counts["new"]) == ("done", 35, 35)
    assert reconciliation(batch).difference == 0
    assert total() == Decimal("35.35")


def test_the_error_book_is_mended_and_sent_again(importer, tmp_path):
    import openpyxl

    batch = importer(
        "records", file(tmp_path, [["A1", "2026-11-01", "伟", "a", "100"], ["A2", "2026-11-31", "伟", "a", "50"]])
    )
    path = tmp_path / "改.xlsx"
    path.write_bytes(write_error_book(batch))
    book = openpyxl.load_workbook(path)
    sheet = book.active
    assert [cell.value for cell in sheet[1]][:5] == HEAD
    assert sheet.max_row == 2
    assert sheet["B2"].comment.text.strip()
    assert sheet["B2"].fill.fgColor.rgb == "FFFBE9CF"
    assert sheet["F2"].value
    sheet["B2"] = "2026-11-13"
    book.save(path)
    again = importer("records", path, source="订单")
    assert again.counts["new"] == 1
    assert total() == 150


def test_lines_with_their_orders_in_a_second_file(importer, tmp_path):
    lines = write_csv(
        tmp_path / "lines.csv",
        [
            ["OrderID", "ProductID", "UnitPrice", "Quantity", "Discount"],
            ["1", "夹子", "9.8", "10", "0"],
            ["1", "椅子", "7.7", "15", "0.15"],
            ["2", "桌子", "1", "1", "0"],
        ],
    )
    orders = write_csv(
        tmp_path / "orders.csv",
        [["OrderID", "CustomerID", "EmployeeID", "OrderDate"], ["1", "VINET", "HY-wei", "2026-11-04 00:00:00.000"]],
    )
    kept = storage.keep_path(orders)
    batch = importer("records", lines, lookup={"stored": kept.name, "name": "orders.csv", "key": "OrderID"})
    assert (batch.counts["new"], batch.counts["refused"]) == (2, 1)
    assert sorted(live().values_list("amount", "discount")) == [
        (Decimal("98"), 0),
        (Decimal("115.5"), Decimal("17.325")),
    ]


def test_a_repaired_file_brings_what_parses_and_lists_the_rest(importer, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(
        "订单编号,日期,业务员,产品,金额\n1,2026-11-01,伟,夹子, 整包,163\n2,2026-11-01,伟,椅子,1,604\n", encoding="utf-8"
    )
    batch = importer("records", path, repair={"column": "产品", "thousands": False})
    assert (batch.counts["new"], batch.counts["refused"]) == (1, 1)
    assert batch.lines.get(fate=Line.Fate.REFUSED).problems[0]["code"] == "surplus_two_ways"
    asked = importer("records", path, repair={"column": "产品", "thousands": True})
    assert (asked.counts["new"], asked.counts["same"]) == (1, 1)
    assert total() == 1767


def test_excel_and_csv_say_the_same(importer, tmp_path):
    rows = [["A1", "2026-11-01", "伟", "a", "100.5"], ["A2", "2026-11-02", "丽", "b", "7"]]
    importer("records", file(tmp_path, rows, name="订单.csv"))
    path = write_xlsx(tmp_path / "订单.xlsx", [HEAD, *[[*row[:4], float(row[4])] for row in rows]])
    assert importer("records", path).counts["same"] == 2


def test_formulas_are_taken_by_value_and_nothing_is_calculated(importer, tmp_path):
    path = write_xlsx(tmp_path / "a.xlsx", [HEAD, ["A1", "2026-11-01", "伟", "a", "=50+50"]])
    batch = importer.check("records", path)
    assert batch.lines.get().problems[0]["code"] == "formula"


PEOPLE = ["伟", "丽", "陈", "查无此人"]
DAYS = ["2026-11-01", "2026/11/2", "2026年11月3日", "2026-11-31"]
AMOUNTS = ["100", "¥1,234.50", "12.5万", "(300)", "0.0001", "很多", ""]
ROW = st.tuples(
    st.integers(1, 12),
    st.sampled_from(DAYS),
    st.sampled_from(PEOPLE),
    st.sampled_from("甲乙丙"),
    st.sampled_from(AMOUNTS),
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(rows=st.lists(ROW, min_size=1, max_size=25))
def test_any_file_imported_twice_changes_nothing_and_adds_up(db_cast, tmp_path_factory, rows):
    from django.db import transaction

    with transaction.atomic():
        path = write_csv(
            tmp_path_factory.mktemp("f") / "订单.csv",
            [["订单编号", "日期", "业务员", "客户", "金额"], *[[f"N{n}", *rest] for n, *rest in rows]],
        )
        first = db_cast("records", path)
        found = reconciliation(first)
        if found is None:  # no cell of 金额 is an amount, so the column is nobody's
            assert first.counts["new"] == 0
            transaction.set_rollback(True)
            return
        assert found.difference == 0
        assert sum(first.counts[each] for each in ("new", "changed", "same", "refused", "left_out")) == len(rows)
        before = sorted(Record.objects.values_list("external_id", "revision", "live", "digest"))
        second = db_cast("records", path)
        assert (second.counts["new"], second.counts["changed"]) == (0, 0)
        assert sorted(Record.objects.values_list("external_id", "revision", "live", "digest")) == before
        assert total() == found.importable
        undo(batch=first, by=db_cast.user, at=NOW)
        assert not live().exists()
        transaction.set_rollback(True)


@pytest.fixture
def db_cast(importer):
    return importer


BY_LINE = ["订单编号", "成交日期", "业务员", "客户名称", "产品名称", "金额（元）"]


def lines(tmp_path, *said, name="订单.csv"):
    """An order a letter, a line a product: `A1` is the first product of order A."""
    rows = [[each[0], "2026-11-01", "伟", "绍兴越丰", f"产品{each[1]}", amount_of(each)] for each in said]
    return write_csv(tmp_path / name, [BY_LINE, *rows])


def amount_of(line):
    return str(10 ** int(line[1]) * ("ABC".index(line[0]) + 1))


def test_an_order_keeps_its_number_when_another_order_has_several_lines(importer, tmp_path):
    importer("records", lines(tmp_path, "A1", "B1"))
    batch = importer("records", lines(tmp_path, "A1", "B1", "C1", "C2"))
    assert (batch.counts["new"], batch.counts["same"]) == (2, 2)
    assert total() == 10 + 20 + 30 + 300


def test_a_corrected_product_of_an_order_is_a_revision(importer, tmp_path):
    importer("records", lines(tmp_path, "A1", "B1", "B2"))
    batch = importer("records", lines(tmp_path, "A3", "B1", "B2"))
    assert (batch.counts["changed"], batch.counts["same"]) == (1, 2)
    assert total() == 1000 + 20 + 200


def test_an_order_that_is_here_in_lines_is_not_taken_again_as_a_whole(importer, tmp_path):
    importer("records", lines(tmp_path, "A1", "A2", "B1"))
    whole = [["A", "2026-11-01", "伟", "绍兴越丰", "110"], ["B", "2026-11-01", "伟", "绍兴越丰", "20"]]
    batch = importer("records", file(tmp_path, whole))
    assert (batch.counts["refused"], batch.counts["changed"], batch.counts["new"]) == (1, 1, 0)
    assert batch.lines.get(fate="refused").problems[0]["code"] == "order_in_lines"
    assert total() == 130


def test_an_order_told_as_a_whole_is_taken_apart_when_its_lines_come(importer, tmp_path):
    importer("records", file(tmp_path, [["A", "2026-11-01", "伟", "绍兴越丰", "110"]]))
    for _time in range(2):
        importer("records", lines(tmp_path, "A1", "A2"))
        assert total() == 110


GROWING = st.lists(st.tuples(*[st.integers(0, 3)] * 3), min_size=1, max_size=5)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(files=GROWING, data=st.data())
def test_files_that_tell_more_or_fewer_lines_of_an_order_double_nothing(db_cast, tmp_path_factory, files, data):
    """Each file tells some lines of each of three orders, from the first on; in whatever order they come."""
    from django.db import transaction

    folder, seen = tmp_path_factory.mktemp("f"), set()
    with transaction.atomic():
        for counts in files:
            said = [f"{order}{n + 1}" for order, count in zip("ABC", counts, strict=True) for n in range(count)]
            said = data.draw(st.permutations(said))
            if not said:
                continue
            seen |= set(said)
            db_cast("records", lines(folder, *said))
            assert total() == sum(Decimal(amount_of(each)) for each in seen)
            again = db_cast("records", lines(folder, *said))
            assert again.counts["same"] == len(said)
        transaction.set_rollback(True)


def test_a_day_to_come_is_refused_in_its_cell_and_a_running_month_is_not(importer, tmp_path):
    rows = [[f"A{n}", day, "伟", "a", "100"] for n, day in enumerate(["2026-11-18", "2026-11-19", "2062-11-01"])]
    batch = importer("records", file(tmp_path, rows))
    assert [(line.number, line.problems[0]["field"]) for line in batch.lines.filter(fate="refused")] == [
        (3, "day"),
        (4, "day"),
    ]
    wide = write_csv(tmp_path / "宽.csv", [["姓名", "2026年11月", "2026年12月"], ["伟", "5", "7"]])
    batch = importer("records", wide)
    assert (batch.counts["new"], batch.counts["refused"]) == (1, 1)


def test_orders_are_orders_and_payments_payments(importer, tmp_path):
    head = ["到账日期", "付款单位", "合同编号", "业务员", "金额（元）", "银行流水"]
    importer(
        "records",
        file(tmp_path, [["2026-11-01", "a", "HT1", "伟", "100", "1113"]], name="回款流水_2026-11-17.csv", head=head),
    )
    assert live().get().kind == Kind.PAYMENT
    assert Record.objects.get().source.name == "回款流水"


def test_import_rows_twice_on_one_batch_does_nothing(importer, tmp_path):
    batch = importer("records", file(tmp_path, [["A1", "2026-11-01", "伟", "a", "100"]]))
    import_rows(batch=batch, today=DAY, by=importer.user, clock=lambda: NOW)
    assert Record.objects.count() == 1
