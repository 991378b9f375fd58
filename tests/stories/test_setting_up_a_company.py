"""From an empty database to figures on Today: the company, its people from a sheet, its sales from a file."""

import csv
import io
import re

import pytest
from openpyxl import load_workbook

from leitai.organization.models import Company, Person, Unit
from leitai.sales.models import Record
from leitai.sales.queries import check_totals
from tests.stories.looking import looking, patient

look = looking("setting-up-a-company")

SHEET = """\
姓名	手机	职位	部门
周若溪	13812345671	销售	华东一部
李明哲	1381234567	销售	华东一部
阿依古丽·买买提	13812345673	销售	华东一部
陈思远	13812345674	主管	华东一部
林牧之	13812345675	销售	华南二部"""

HEADINGS = ["销售订单编号", "客户名称", "下单日期", "销售订单金额(元)", "负责人", "订单状态", "备注"]
ORDERS = [
    ["XS20261117001", "绍兴越丰纺机", "2026-11-17", "¥158,000.00", "周若溪", "已完成", ""],
    ["XS20261116001", "宁波东钱湖新材料科技股份有限公司", "2026/11/16", "420000", "李明哲", "已完成", "分两批发货"],
    ["XS20261113002", "昆山启衡精密", "2026年11月13日", "63800", "阿依古丽·买买提", "已完成", ""],
    ["XS20261112001", "太仓凌峰自动化", "2026-11-31", "36,000.00", "林牧之", "已完成", ""],
    ["XS20261009003", "无锡锡晖电气", "2026-10-09", "27,600.00", "林牧之", "已完成", ""],
]


@pytest.fixture
def page(browse):
    """Nobody is here yet, so nobody is signed in."""
    return patient(browse())


def exported(rows) -> bytes:
    """As 纷享销客 leaves it on a Chinese Windows."""
    text = io.StringIO()
    csv.writer(text).writerows([HEADINGS, *rows])
    return text.getvalue().encode("gb18030")


def paste(page, cell, text: str) -> None:
    cell.evaluate(
        """(cell, text) => {
          const clipboard = new DataTransfer()
          clipboard.setData("text/plain", text)
          cell.dispatchEvent(new ClipboardEvent("paste", { clipboardData: clipboard, bubbles: true, cancelable: true }))
        }""",
        text,
    )


def found(page) -> None:
    """Wrong at first: said in Chinese beside each field, and nothing typed is lost."""
    page.open("/")
    page.wait_for_url("**/team/set-up/")
    look(page, "empty", also=(390, 1920))
    page.expects(422)
    page.get_by_label("用户名").fill("he min")
    page.get_by_label("密码").fill("12345678")
    page.get_by_role("button", name="建好公司").click()
    page.locator(".field-error").first.wait_for()
    page.settled()
    assert page.locator(".field-error").count() == 3
    page.get_by_text("这个字段是必填项。").wait_for()
    page.get_by_text("密码太常见了").or_(page.get_by_text("密码全都是数字")).first.wait_for()
    assert page.get_by_label("用户名").input_value() == "he min"
    assert page.get_by_label("密码").input_value() == "12345678"
    assert not Company.objects.exists()
    look(page, "wrong", also=(390,))
    page.get_by_label("公司名称").fill("恒远智能装备")
    page.get_by_label("用户名").fill("hemin")
    page.get_by_label("密码").fill("leitai-yi-ri-qian-li")
    page.get_by_role("button", name="建好公司").click()
    page.get_by_text("还差 2 步").wait_for()


def invite(page) -> None:
    """A sheet of people pasted into the first cell; the one bad mobile is kept and mended."""
    look(page, "founded", also=(390,))
    paste(page, page.get_by_label("姓名 1", exact=True), SHEET.partition("\n")[2])
    assert page.get_by_label("部门 5", exact=True).input_value() == "华南二部"
    look(page, "pasted", also=(390,))
    page.get_by_role("button", name="请他们进来").click()
    page.get_by_text("手机号要 11 位，这里是 10 位。").wait_for()
    page.get_by_text("4 位进来了。其余几行改好再送一次。").wait_for()
    assert page.get_by_label("姓名 1", exact=True).input_value() == "李明哲"
    look(page, "one-to-mend", also=(390,))
    page.get_by_label("手机 1", exact=True).fill("13812345672")
    page.get_by_role("button", name="请他们进来").click()
    page.get_by_text("5 位已经在了。").wait_for()
    assert set(Unit.objects.values_list("name", flat=True)) == {"恒远智能装备", "华东一部", "华南二部"}
    assert Person.objects.filter(hired_on=None).count() == 5
    look(page, "people-are-here", also=(390,))


def bring_sales(page, tmp_path) -> None:
    """One row of five is refused, comes back in a workbook with its reason in the cell, and goes in when mended."""
    page.get_by_role("link", name="导入签约").click()
    page.get_by_label("文件").set_input_files(
        {"name": "销售订单导出.csv", "mimeType": "text/csv", "buffer": exported(ORDERS)}
    )
    page.get_by_text("5 行里 4 行可以导入").wait_for()
    page.get_by_text("按 GB18030 编码读取。").wait_for()
    page.get_by_text("11 月没有 31 日。").wait_for()
    page.get_by_text("导入后和文件只差这 1 行").wait_for()
    assert not Record.objects.exists()
    look(page, "preview", also=(390, 1920))
    page.get_by_role("button", name="先导入 4 行").click()
    page.get_by_text("4 行已导入").wait_for()
    assert Record.objects.filter(live=True).count() == 4
    look(page, "in", also=(390,))
    mended = mend(download(page, tmp_path), tmp_path)
    page.get_by_role("link", name="再导一份").click()
    page.get_by_label("文件").set_input_files(mended)
    page.get_by_text("1 行都没问题").wait_for()
    look(page, "mended")
    page.get_by_role("button", name="导入 1 行").click()
    page.get_by_text("1 行已导入").wait_for()
    assert Record.objects.filter(live=True).count() == 5
    assert sum(Record.objects.filter(live=True).values_list("amount", flat=True)) == 705_400
    assert check_totals() == []


def download(page, tmp_path):
    with page.expect_download() as waiting:
        page.get_by_role("link", name="下载错误表").click()
    assert waiting.value.suggested_filename == "销售订单导出_要改的行.xlsx"
    waiting.value.save_as(tmp_path / "errors.xlsx")
    return tmp_path / "errors.xlsx"


def mend(book_path, tmp_path):
    """The reason stands in the bad cell and at the end of its row; the day is put right there."""
    book = load_workbook(book_path)
    (heading, row) = book.active.iter_rows()
    assert [cell.value for cell in heading] == [*HEADINGS, "原因"]
    day = row[HEADINGS.index("下单日期")]
    assert (day.value, row[-1].value) == ("2026-11-31", "日期：11 月没有 31 日。 也许是：2026-11-30")
    assert "11 月没有 31 日。" in day.comment.text
    assert [cell.coordinate for cell in row if cell.comment] == [day.coordinate]
    day.value = "2026-11-13"
    book.save(tmp_path / "销售订单_改好.xlsx")
    return tmp_path / "销售订单_改好.xlsx"


def test_from_nothing_to_figures_on_today(page, tmp_path):
    found(page)
    invite(page)
    bring_sales(page, tmp_path)
    page.open("/")
    page.get_by_text("恒远智能装备").first.wait_for()
    sentence = page.locator(".sentence").inner_text()
    assert re.search(r"净销售额\s*67\.8万", sentence), sentence
    page.get_by_text("绍兴越丰纺机").wait_for()
    look(page, "today", also=(390, 1920))


def test_set_up_is_closed_once_the_company_stands(browse, cast):
    stranger = browse()
    stranger.open("/team/set-up/")
    assert "/login/" in stranger.url
    rep = browse(cast.wei)
    rep.expects(404)
    assert rep.open("/team/set-up/").status == 404
