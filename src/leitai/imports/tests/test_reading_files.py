"""Any file a person may send: read right, or refused with a reason; never read wrong."""

import io
import zipfile
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from leitai.imports.reading import BadCell, FileRefused, find_table, judging, open_book, shown
from leitai.imports.tests.files import csv_bytes, write_csv, write_xlsx

ROWS = [["日期", "业务员", "金额"], ["2026-01-05", "周若溪", "1,234.50"], ["2026-01-06", "孙雨桐", "12.5万"]]


def table_of(path, **how):
    return find_table(open_book(path).sheets[0], **how)


def cells(table):
    return [[shown(cell) for cell in line.cells] for line in table.lines()]


def refusal(path) -> FileRefused:
    with pytest.raises(FileRefused) as refused:
        find_table(open_book(path).sheets[0])
    return refused.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_encodings_separators_and_line_ends(tmp_path, encoding, separator, end):
    path = write_csv(tmp_path / "a.csv", ROWS, encoding=encoding, separator=separator, end=end)
    assert cells(table_of(path)) == ROWS[1:]


def test_the_encoding_is_told(tmp_path):
    book = open_book(write_csv(tmp_path / "a.csv", ROWS, encoding="gb18030"))
    assert [(each.code, each.facts) for each in book.sheets[0].notices] == [("encoding", {"name": "GB18030"})]


def test_traditional_and_western_files_are_not_taken_for_gb18030(tmp_path):
    big5 = [["日期", "業務員", "金額"], ["2026-01-05", "陳怡君", "100"]]
    assert cells(table_of(write_csv(tmp_path / "b.csv", big5, encoding="big5"))) == big5[1:]
    west = [["City", "Company"], ["Luleå", "Berglunds snabbköp"], ["Münster", "Toms Spezialitäten"]]
    assert cells(table_of(write_csv(tmp_path / "w.csv", west, encoding="cp1252"))) == west[1:]


def test_bytes_of_no_encoding_are_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("日期,金额\n".encode() + b"\xff\xfe\xfd\x81\x00\n" * 5)
    assert refusal(path).code in {"not_a_table", "encoding"}
    path.write_bytes("日期,金额\n".encode("gbk") + bytes(range(0x80, 0xFF)) * 5)
    assert refusal(path).code == "encoding"


def test_quotes_hold_commas_lines_and_quotes(tmp_path):
    rows = [["name", "note"], ['5" screen', "a,b\nc"], ["x", 'says ""hi""']]
    assert cells(table_of(write_csv(tmp_path / "a.csv", rows))) == [[cell.strip() for cell in row] for row in rows[1:]]


def test_a_quote_that_never_closes_is_named_by_its_line(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('name,note\na,b\nc,"open\n' + "d,e\n" * 50, encoding="utf-8")
    refused = refusal(path)
    assert (refused.code, refused.facts) == ("unclosed_quote", {"line": 3})


def test_line_ends_may_be_mixed(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"name,n\r\na,1\nb,2\rc,3\r\n")
    assert cells(table_of(path)) == [["a", "1"], ["b", "2"], ["c", "3"]]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xlsx", b"", "empty"),
        ("a.csv", b"  \r\n \r\n", "empty"),
        ("a.csv", "日期,金额\r\n".encode(), "only_headings"),
        ("a.csv", b"1,2\n3,4\n", "no_headings"),
        ("a.xlsx", b"\x89PNG\r\n\x1a\n" + b"\0" * 200, "picture"),
        ("a.xlsx", b"%PDF-1.7 ...", "pdf"),
        ("a.xls", b"<html><table><tr><td>1", "web_page"),
        ("a.csv", b"Rar!\x1a\x07\x00", "archive"),
        ("a.xlsx", b"PK\x03\x04garbage", "broken"),
        ("a.xlsx", judging.OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("a.xls", judging.OLE + "_VBA_PROJECT_CUR Workbook".encode("utf-16-le"), "macros"),
        ("a.doc", judging.OLE + "WordDocument".encode("utf-16-le"), "word"),
    ],
)
def test_what_is_no_table_gets_a_clear_answer(tmp_path, name, content, code):
    path = tmp_path / name
    path.write_bytes(content)
    assert refusal(path).code == code


def test_a_file_too_large_is_not_opened(tmp_path, monkeypatch):
    monkeypatch.setattr(judging, "LARGEST", 10)
    refused = refusal(write_csv(tmp_path / "a.csv", ROWS))
    assert refused.code == "too_large"
    assert refused.facts["limit"] == 10


def packed(path, parts: dict[str, bytes]):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"xl/workbook.xml": b"<w/>", "xl/vbaProject.bin": b"x"}, "macros"),
        ({"xl/workbook.xml": b"<w/>", "[Content_Types].xml": b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"}, "macros"),
        ({"xl/workbook.bin": b"x"}, "binary_workbook"),
        ({"word/document.xml": b"x"}, "word"),
        ({"a.txt": b"x"}, "archive"),
        ({"xl/workbook.xml": b"<w/>", "xl/worksheets/sheet1.xml": b"0" * (40 * 2**20)}, "bomb"),
        ({"xl/workbook.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><w/>", "xl/_rels/workbook.xml.rels": b"<r/>"}, "bomb"),
    ],
)  # fmt: skip
def test_workbooks_that_are_not_to_be_opened(tmp_path, parts, code):
    assert refusal(packed(tmp_path / "a.xlsx", parts)).code == code


def test_numbers_of_a_workbook_are_exact(tmp_path):
    path = write_xlsx(tmp_path / "a.xlsx", [["工号", "金额"], [7, 0.1 + 0.2], ["00123", 1e15], [12, 1234567.89]])
    assert cells(table_of(path)) == [["7", "0.3"], ["00123", "1000000000000000"], ["12", "1234567.89"]]
    assert [type(line.cells[1]) for line in table_of(path).lines()] == [Decimal] * 3


def test_leading_zeros_shown_by_a_format_are_kept(tmp_path):
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["工号", "金额"])
    sheet.write_number(1, 0, 123, book.add_format({"num_format": "00000"}))
    sheet.write_number(1, 1, 5)
    book.close()
    assert cells(table_of(path)) == [["00123", "5"]]


def test_days_and_bools_of_a_workbook(tmp_path):
    path = write_xlsx(tmp_path / "a.xlsx", [["日期", "有效"], [date(2026, 1, 5), True]])
    line = next(table_of(path).lines())
    assert shown(line.cells[0]) == "2026-01-05"
    assert line.cells[1] is True


def test_formulas_are_told_and_one_without_a_value_refuses_its_cell(tmp_path):
    path = write_xlsx(tmp_path / "a.xlsx", [["姓名", "金额"], ["周若溪", "=1+1"], ["孙雨桐", 5]])
    table = table_of(path)
    assert {each.code for each in table.notices} == {"formulas", "uncalculated"}
    first = next(table.lines())
    assert first.cells[1] == BadCell("uncalculated")


def test_an_error_in_a_cell_is_no_blank(tmp_path):
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["姓名", "金额"])
    sheet.write_string(1, 0, "周若溪")
    sheet.write_formula(1, 1, "=1/0", None, "#DIV/0!")
    book.close()
    assert next(table_of(path).lines()).cells[1] == BadCell("error", "#DIV/0!")


def test_titles_totals_blank_rows_and_repeated_headings_are_set_aside(tmp_path):
    rows = [
        ["恒远智能装备 2026年1月销售明细"], ["制表人：何敏", "", "单位：元"], [],
        ["日期", "业务员", "金额"], ["2026-01-05", "周若溪", "100"], [], ["日期", "业务员", "金额"],
        ["2026-01-06", "孙雨桐", "200"], ["小计", "", "300"], ["合计：", "", "300"],
    ]  # fmt: skip
    table = table_of(write_csv(tmp_path / "a.csv", rows))
    assert [line.number for line in table.lines()] == [5, 8]
    assert [line.number for line in table.totals] == [9, 10]
    assert table.titles[0].startswith("恒远")


def test_a_customer_called_total_is_no_total(tmp_path):
    rows = [
        ["客户", "业务员", "日期", "金额"],
        ["合计达科技", "周若溪", "2026-01-05", "100"],
        ["Total", "周若溪", "2026-01-06", "7"],
    ]
    assert len(cells(table_of(write_csv(tmp_path / "a.csv", rows)))) == 2


def test_merged_cells_count_for_every_row_they_cover(tmp_path):
    rows = [["部门", "姓名"], ["华东一部", "周若溪"], [None, "孙雨桐"], ["华南二部", "陈"], [None, None]]
    table = table_of(write_xlsx(tmp_path / "a.xlsx", rows, merge=["A2:A3"]))
    assert cells(table) == [["华东一部", "周若溪"], ["华东一部", "孙雨桐"], ["华南二部", "陈"]]
    assert "filled" in {each.code for each in table.notices}


@pytest.mark.parametrize("merged", [True, False])
def test_two_rows_of_headings_are_read_together(tmp_path, merged):
    rows = [
        ["姓名", "工号", "一季度", None, None, "备注"],
        [None, None, "1月", "2月", "3月", None],
        ["周若溪", "01", 1, 2, 3, "x"],
    ]
    merge = ["A1:A2", "B1:B2", "C1:E1", "F1:F2"] if merged else []
    table = table_of(write_xlsx(tmp_path / "a.xlsx", rows, merge=merge))
    assert table.headings == ["姓名", "工号", "1月", "2月", "3月", "备注"]
    assert len(cells(table)) == 1


def test_empty_columns_go_and_a_nameless_one_is_named_by_its_letter(tmp_path):
    rows = [["日期", "", "", "金额", "金额"], ["2026-01-05", "", "x", "1", "2"]]
    table = table_of(write_csv(tmp_path / "a.csv", rows))
    assert table.headings == ["日期", "(C)", "金额", "金额 (2)"]


def test_sheets_can_be_chosen(tmp_path):
    path = write_xlsx(tmp_path / "a.xlsx", [["说明"], ["请填第二张"]], more={"数据": ROWS})
    book = open_book(path)
    assert [sheet.name for sheet in book.sheets] == ["Sheet1", "数据"]
    assert cells(find_table(book.sheet("数据")))[0][1] == "周若溪"
    with pytest.raises(FileRefused, match="no_sheet"):
        book.sheet("无")


TEXT = (
    st.text(st.sampled_from("周若溪孙雨桐华东一部ABCxyz0189 .,;\"'\n（）¥-"), min_size=1, max_size=12)
    .map(str.strip)
    .filter(bool)
)


@given(
    rows=st.lists(st.lists(TEXT, min_size=3, max_size=3), min_size=1, max_size=15),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]),
    separator=st.sampled_from(",;\t"),
)
def test_any_table_comes_back_as_it_was_written(tmp_path_factory, rows, encoding, separator):
    wanted = [row for row in rows if row != ["客户名称", "产品名称", "备注"]]
    path = write_csv(
        tmp_path_factory.mktemp("t") / "a.csv",
        [["客户名称", "产品名称", "备注"], *wanted],
        encoding=encoding,
        separator=separator,
    )
    try:
        table = find_table(open_book(path).sheets[0], known=lambda text: text in {"客户名称", "产品名称", "备注"})
    except FileRefused as refused:
        # A handful of signs may be too few to tell an encoding by; saying so is right, reading wrong is not.
        assert (encoding == "gb18030" and refused.code == "encoding") or not wanted
        return
    assert cells(table) == wanted


@given(
    rows=st.lists(
        st.tuples(st.decimals(-(10**9), 10**9, places=2), st.integers(0, 10**12), TEXT), min_size=1, max_size=10
    )
)
def test_any_workbook_comes_back_exactly(tmp_path_factory, rows):
    path = write_xlsx(
        tmp_path_factory.mktemp("t") / "a.xlsx", [["金额", "单号", "备注"], *[(float(a), b, c) for a, b, c in rows]]
    )
    read = [line.cells for line in find_table(open_book(path).sheets[0], known=lambda text: text == "单号").lines()]
    assert [(row[0], row[1]) for row in read] == [(a, Decimal(b)) for a, b, _ in rows]


def test_a_sheet_without_anything_beside_one_with_data(tmp_path):
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    book.create_sheet("数据").append(["日期"])
    stream = io.BytesIO()
    book.save(stream)
    path.write_bytes(stream.getvalue())
    assert len(open_book(path).sheets) == 2


def test_csv_bytes_helper_is_what_excel_writes():
    assert csv_bytes([["a", "b,c"]]) == b'a,"b,c"\r\n'
