"""Months as columns, commas that split a text, lines whose order stands in another file."""

import re
from datetime import date
from decimal import Decimal

import pytest

from leitai.imports.reading import FileRefused, find_table, open_book, shown
from leitai.imports.reading.lookups import look_up, shared_keys
from leitai.imports.reading.periods import read_period, year_said
from leitai.imports.reading.surplus import Repair, find_surplus, repaired
from leitai.imports.reading.wide import melt, wide_columns
from leitai.imports.tests.files import SHARED, write_csv, write_xlsx


def table_of(path):
    return find_table(open_book(path).sheets[0])


@pytest.mark.parametrize(
    ("heading", "kind", "number", "year", "label"),
    [
        ("1月", "month", 1, None, ""), ("12月份", "month", 12, None, ""), ("十二月", "month", 12, None, ""),
        ("2026-01", "month", 1, 2026, ""), ("2026年1月", "month", 1, 2026, ""), ("202603", "month", 3, 2026, ""),
        ("26年3月", "month", 3, 2026, ""), ("1月目标", "month", 1, None, "目标"), ("Jan", "month", 1, None, ""),
        ("Feb-26", "month", 2, 2026, ""), ("Sep 2026", "month", 9, 2026, ""), ("Q1", "quarter", 1, None, ""),
        ("2026Q2", "quarter", 2, 2026, ""), ("第三季度", "quarter", 3, None, ""), ("一季度", "quarter", 1, None, ""),
    ],
)  # fmt: skip
def test_headings_that_name_a_period(heading, kind, number, year, label):
    found = read_period(heading)
    assert (found.kind, found.number, found.year, found.label) == (kind, number, year, label)


@pytest.mark.parametrize(
    "heading", ["月份", "Marketing", "Mayor", "2026年度", "13月", "客户", "1-3月", "20261301", "金额"]
)
def test_headings_that_name_none(heading):
    assert read_period(heading) is None


def test_the_year_is_taken_from_titles_unless_they_name_two():
    assert year_said("2026年销售目标") == 2026
    assert year_said("2025-2026年对比", "2026年") is None
    assert year_said("销售目标") is None


def test_a_wide_table_becomes_one_line_per_filled_month(tmp_path):
    rows = [["姓名", "1月", "2月", "3月", "合计"], ["周若溪", "10", "", "30", "40"], ["孙雨桐", "-", "0", "5", "5"]]
    table = table_of(write_csv(tmp_path / "a.csv", rows))
    (wide,) = wide_columns(table.headings)
    long = [[shown(cell) for cell in line.cells] for line in melt(table, wide, year=2026).lines()]
    assert long == [
        ["周若溪", "40", "2026-01-01", "2026-01-31", "10"],
        ["周若溪", "40", "2026-03-01", "2026-03-31", "30"],
        ["孙雨桐", "5", "2026-02-01", "2026-02-28", "0"],
        ["孙雨桐", "5", "2026-03-01", "2026-03-31", "5"],
    ]


def test_quarters_beside_months_are_not_added_to_them():
    wide = wide_columns(["姓名", "1月", "2月", "3月", "一季度", "4月", "5月", "6月", "二季度"])
    assert [len(each.columns) for each in wide] == [6, 2]


MEASURES = ["金额", "数量"]
TWO_MONTHS = {
    "merged": ([["", "", "1月", "", "2月", ""], ["业务员", "部门", *MEASURES, *MEASURES]], ["C1:D1", "E1:F1"]),
    "blanks": ([["", "", "1月", "", "2月", ""], ["业务员", "部门", *MEASURES, *MEASURES]], []),
    "repeated": ([["", "", "1月", "1月", "2月", "2月"], ["业务员", "部门", *MEASURES, *MEASURES]], []),
    "names above": ([["业务员", "部门", "1月", "", "2月", ""], ["", "", *MEASURES, *MEASURES]], ["A1:A2", "B1:B2"]),
    "names above, not merged": ([["业务员", "部门", "1月", "1月", "2月", "2月"], ["", "", *MEASURES, *MEASURES]], []),
    "with the year": ([["", "", "2026-01", "", "2026-02", ""], ["业务员", "部门", *MEASURES, *MEASURES]], []),
    "as days": ([["", "", date(2026, 1, 1), "", date(2026, 2, 1), ""], ["业务员", "部门", *MEASURES, *MEASURES]], []),
}


@pytest.mark.parametrize("kind", TWO_MONTHS)
@pytest.mark.parametrize("title", [True, False])
def test_months_above_their_measures(tmp_path, kind, title):
    rows, merged = TWO_MONTHS[kind]
    if title and merged:
        merged = [re.sub(r"\d", lambda found: str(int(found[0]) + 1), each) for each in merged]
    titles = [["2026年销售统计表"]] if title else []
    path = write_xlsx(tmp_path / "a.xlsx", [*titles, *rows, ["周若溪", "华东", 10, 1, 20, 2]], merge=merged)
    table = table_of(path)
    amounts, quantities = wide_columns(table.headings)
    assert (amounts.label, quantities.label) == ("金额", "数量")
    melted = melt(table, amounts, year=2026)
    assert melted.headings[:3] == ["业务员", "部门", "数量"]
    assert [[shown(cell) for cell in line.cells] for line in melted.lines()] == [
        ["周若溪", "华东", "1", "2026-01-01", "2026-01-31", "10"],
        ["周若溪", "华东", "2", "2026-02-01", "2026-02-28", "20"],
    ]


def test_one_measure_under_every_month_and_what_stands_beside_them(tmp_path):
    rows = [
        ["", "1月", "2月", "3月", ""],
        ["姓名", "金额（万元）", "金额（万元）", "金额（万元）", "备注"],
        ["周若溪", 1, 2, 3, "好"],
    ]
    table = table_of(write_csv(tmp_path / "a.csv", rows))
    assert table.headings == ["姓名", "1月 金额（万元）", "2月 金额（万元）", "3月 金额（万元）", "备注"]


def test_one_month_above_the_headings_is_a_title(tmp_path):
    rows = [["", "2026年1月", "", ""], ["姓名", "客户", "金额", "数量"], ["周若溪", "甲", 2, 3]]
    assert table_of(write_csv(tmp_path / "a.csv", rows)).headings == ["姓名", "客户", "金额", "数量"]


@pytest.mark.parametrize("heads", [("", "姓名"), ("姓名", "")])
def test_quarters_above_their_months_leave_the_months(tmp_path, heads):
    months = [f"{n}月" for n in range(1, 7)]
    rows = [[heads[0], "一季度", "", "", "二季度", "", ""], [heads[1], *months], ["周若溪", *range(6)]]
    assert [len(each.columns) for each in wide_columns(table_of(write_csv(tmp_path / "a.csv", rows)).headings)] == [6]


def repaired_rows(path, column, thousands):
    table = table_of(path)
    fixed = repaired(table, Repair(table.headings.index(column), thousands))
    return list(fixed.lines())


@pytest.fixture
def broken(tmp_path):
    rows = [
        "单号,产品,金额,数量", "1,夹子, 整包,163,3", "2,按钉, 金属,342,5", "3,椅子,604,4",
        "4,摇椅, 每套两件,2,672,4", "5,炉灶, 红色, 大号,5,241,2", "6,框, 银色,1,477,3,5",
    ]  # fmt: skip
    path = tmp_path / "a.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def test_the_column_that_swallowed_commas_is_found(broken):
    table = table_of(broken)
    surplus = find_surplus(table)
    assert (surplus.count, table.headings[surplus.column]) == (5, "产品")


def test_a_row_with_two_readings_is_not_read(broken):
    lines = repaired_rows(broken, "产品", thousands=False)
    assert [line.number for line in lines if line.surplus] == [5, 6, 7]
    assert lines[0].cells == ["1", "夹子, 整包", "163", "3"]


def test_numbers_that_lost_their_commas_are_joined_when_asked_for(broken):
    lines = repaired_rows(broken, "产品", thousands=True)
    assert [line.cells[1:] for line in lines if not line.surplus][3:] == [
        ["摇椅, 每套两件", "2,672", "4"],
        ["炉灶, 红色, 大号", "5,241", "2"],
    ]
    assert [line.number for line in lines if line.surplus] == [7]


def test_lines_find_their_order_in_the_second_file(tmp_path):
    lines = table_of(write_csv(tmp_path / "l.csv", [["OrderID", "Product"], ["1", "a"], ["1", "b"], ["9", "c"]]))
    orders = table_of(write_csv(tmp_path / "o.csv", [["OrderID", "Day"], ["1", "2026-01-05"]]))
    assert shared_keys(lines, orders) == ["OrderID"]
    joined = look_up(lines, orders, "OrderID")
    assert joined.headings == ["OrderID", "Product", "Day"]
    assert [line.cells[2] for line in joined.lines()] == ["2026-01-05", "2026-01-05", ""]


def test_a_key_that_stands_twice_is_refused(tmp_path):
    lines = table_of(write_csv(tmp_path / "l.csv", [["id", "a"], ["x1", "1"]]))
    orders = table_of(write_csv(tmp_path / "o.csv", [["id", "b"], ["x1", "2"], ["x1", "3"]]))
    with pytest.raises(FileRefused, match="key_twice"):
        look_up(lines, orders, "id")


superstore = SHARED / "superstore_cn_antv_s2" / "tableau-supermarket.csv"


@pytest.mark.skipif(not superstore.exists(), reason="../shared/data/superstore_cn_antv_s2 is not here")
def test_superstore_all_rows_are_too_wide():
    table = table_of(superstore)
    surplus = find_surplus(table)
    assert surplus.count == surplus.total
    assert table.headings[surplus.column] == "product_name"
    sure = [line for line in repaired_rows(superstore, "product_name", thousands=False) if not line.surplus]
    asked = [line for line in repaired_rows(superstore, "product_name", thousands=True) if not line.surplus]
    assert (len(sure), len(asked)) == (596, 979)
    assert all(Decimal(line.cells[13].replace(",", "")) > 0 for line in asked)
