"""From a spreadsheet of sales to a settled contest and an explained payslip, by everyone who has a part in it.

何敏 brings the files in, 沈立群 sees who stands where and starts a contest, 梅 watches the board in her own browser
while deals come in, 唐静 plans the budget and makes the pay final, 伟 reports a deal on the phone and opens his
statement there down to the record. 陈 sees none of it that is not his.
"""

import csv
import io
import re
from datetime import datetime
from decimal import Decimal

import pytest

from leitai.contests.models import Contest
from leitai.incentives.models import Statement
from leitai.incentives.tests.paying import scheme_for
from leitai.sales.models import Deal, Product, Record
from leitai.sales.queries import check_totals
from leitai.sales.tests.posting import order, post
from tests.people import Role, hire
from tests.stories.looking import looking, patient

look = looking("a-company-at-work")
PHONE_TOO = (390,)
EVERY_SIZE = (390, 1920)
NAMES = "names => { const shown = [...document.querySelectorAll('.ranking .ranked:not(.rest) [data-field=name]')].map((each) => each.textContent); return shown.slice(0, names.length).join() === names.join() }"

HEADINGS = ["销售订单编号", "客户名称", "下单日期", "销售订单金额(元)", "负责人", "订单状态"]
OCTOBER = [
    ["XS20261012001", "苏州澜石精密机械", "2026-10-12", "386000", "伟", "已完成"],
    ["XS20261015002", "杭州云栖里医疗器械", "2026-10-15", "220000", "丽", "已完成"],
    ["XS20261020001", "佛山顺拓智能装备", "2026-10-20", "310,000", "陈", "已完成"],
    ["XS20261026001", "东莞万栎电子", "2026-10-26", "168000", "阿依古丽·买买提", "已完成"],
]
NOVEMBER = [
    ["XS20261103001", "宁波东钱湖新材料科技股份有限公司", "2026-11-03", "420000", "伟", "已完成"],
    ["XS20261105001", "太仓凌峰自动化", "2026-11-05", "96000", "丽", "已完成"],
    ["XS20261110001", "东莞万栎电子", "2026-11-10", "388,000", "陈", "已完成"],
    ["XS20261112001", "昆山启衡精密", "2026-11-12", "63800", "阿依古丽·买买提", "已完成"],
]
TARGETS = [
    ["姓名", "月份", "目标"],
    ["伟", "2026-11", "50万"],
    ["丽", "2026-11", "40万"],
    ["阿依古丽·买买提", "2026-11", "30万"],
    ["陈", "2026-11", "60万"],
]


@pytest.fixture
def company(cast, settings):
    """A scheme stands; products can be chosen; it is the Monday before the sprint."""
    settings.LEITAI_NOW = "2026-11-16T09:12:00+08:00"
    cast.ayi = hire("阿依古丽·买买提", "ayi", cast.east, Role.REP)
    for name in ("标准机型", "定制", "三年维保"):
        Product.objects.create(name=name)
    scheme_for(cast)
    return cast


def sheet(rows) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("gb18030")


def import_file(page, kind: str, name: str, rows) -> None:
    page.open(f"/imports/?kind={kind}")
    page.get_by_label("文件").set_input_files({"name": name, "mimeType": "text/csv", "buffer": sheet(rows)})
    page.get_by_text(f"{len(rows) - 1} 行都没问题").wait_for()
    look(page, f"import-{kind}", also=PHONE_TOO)
    page.get_by_role("button", name=f"导入 {len(rows) - 1} 行").click()
    page.get_by_text("行已导入").wait_for()


def who_stands_where(page) -> None:
    """The director reads one sentence, then who is behind; the same of one team, and of one person."""
    page.open("/")
    page.get_by_text("谁落后，为什么").wait_for()
    look(page, "today-director", also=EVERY_SIZE)
    page.get_by_role("link", name="华东一部").first.click()
    page.get_by_role("heading", name="人员").wait_for()
    look(page, "unit", also=PHONE_TOO)
    page.get_by_role("link", name="丽").first.click()
    page.get_by_text("最近").first.wait_for()
    look(page, "person", also=PHONE_TOO)
    page.open("/goals/")
    page.get_by_text("阿依古丽·买买提").first.wait_for()
    look(page, "goals", also=EVERY_SIZE)


def draft_contest(page) -> Contest:
    page.open("/contests/")
    look(page, "contests-empty", also=PHONE_TOO)
    page.get_by_role("link", name="新建比赛").first.click()
    look(page, "contest-new", also=PHONE_TOO)
    page.get_by_role("button", name="个人冲刺").click()
    page.get_by_label("名称").fill("双十一返场冲刺")
    page.get_by_label("第一天").fill("2026-11-16")
    page.get_by_label("最后一天").fill("2026-11-20")
    page.get_by_label("截止时间").fill("2026-11-20T18:00")
    for team in ("华东一部", "华南二部"):
        page.get_by_label(team).check()
    page.settled()
    look(page, "contest-rules", also=PHONE_TOO)
    page.get_by_role("button", name="下一步：奖项").click()
    page.get_by_text("各名次奖励").wait_for()
    return Contest.objects.get()


def refused_without_a_budget(page, contest) -> None:
    """No prize is promised that nobody has money for: neither the form nor the last page lets it through."""
    page.get_by_role("button", name="下一步：检查").click()
    page.get_by_text("没有预算项不能发布").first.wait_for()
    look(page, "contest-no-budget", also=PHONE_TOO)
    page.get_by_role("button", name="保存").click()
    page.settled()
    page.open(f"/contests/{contest.pk}/publication/")
    page.get_by_text("没有预算项不能发布").first.wait_for()
    assert page.get_by_role("button", name="发布").is_disabled()
    look(page, "contest-held-back", also=PHONE_TOO)
    assert not hasattr(Contest.objects.get(), "publication")


def plan_budget(page) -> None:
    page.open("/incentives/budget/")
    look(page, "budget-empty", also=PHONE_TOO)
    page.get_by_role("link", name="建第一个预算项").click()
    page.get_by_label("名称").fill("第四季度比赛")
    page.get_by_label("计划").fill("2万")
    page.locator("[name=start]").fill("2026-10-01")
    page.locator("[name=last]").fill("2026-12-31")
    look(page, "budget-new", also=PHONE_TOO)
    page.get_by_role("button", name="建预算项").click()
    page.get_by_text("第四季度比赛").first.wait_for()
    look(page, "budget", also=PHONE_TOO)


def publish(page, contest) -> None:
    page.open(f"/contests/{contest.pk}/prizes/")
    page.get_by_label("预算项").select_option(label="第四季度比赛")
    look(page, "contest-prizes", also=PHONE_TOO)
    page.get_by_role("button", name="下一步：检查").click()
    page.get_by_text("可以发布").wait_for()
    look(page, "contest-ready", also=PHONE_TOO)
    page.get_by_role("button", name="发布").click()
    page.wait_for_url(re.compile(rf"/contests/{contest.pk}/$"))
    assert Contest.objects.get().publication


def order_is(page, *names: str) -> None:
    page.wait_for_function(NAMES, arg=list(names))


def score_is(page, name: str, score: str) -> None:
    page.locator(".ranked", has_text=name).get_by_text(score, exact=True).wait_for()


def comes_in(person, amount: str, number: str, at: str) -> None:
    moment = datetime.fromisoformat(at)
    post(order(person, amount, number, day=moment.date(), at=moment), at=moment)


def report_on_the_phone(page) -> None:
    page.open("/")
    look(page, "today-rep")
    page.get_by_role("link", name="记一单").first.click()
    page.get_by_label("签约额").fill("12.6万")
    page.get_by_role("combobox", name="客户").fill("南京钟麓生物医药科技股份有限公司")
    page.keyboard.press("Enter")
    page.get_by_text("标准机型", exact=True).click()
    page.get_by_text("十二万六千元整").wait_for()
    look(page, "report-a-deal")
    page.locator("[data-sends]").click()
    page.wait_for_url(re.compile(r"/records/\d+/$"))
    look(page, "reported")


def watch_the_race(browse, director, company, contest, settings):
    """Two browsers stand open on the board and are not touched again: whatever moves on them moves by itself."""
    settings.LEITAI_NOW = "2026-11-18T09:12:00+08:00"
    lead = patient(browse(company.mei))
    rep = patient(browse(company.wei, width=390))
    for page in (director, lead):
        page.open(f"/contests/{contest.pk}/")
        page.evaluate("window.untouched = true")
    look(director, "board-before", also=PHONE_TOO)
    comes_in(company.li, "60000", "CRM-1", "2026-11-18T09:05:00+08:00")
    comes_in(company.chen, "50000", "CRM-2", "2026-11-18T09:08:00+08:00")
    for page in (director, lead):
        order_is(page, "丽", "陈")
    look(director, "board-two", also=PHONE_TOO)
    report_on_the_phone(rep)
    for page in (director, lead):
        order_is(page, "伟", "丽", "陈")
        score_is(page, "伟", "12.6万")
        assert page.evaluate("window.untouched"), "the board was loaded anew"
    look(director, "board", also=EVERY_SIZE)
    rep.open(f"/contests/{contest.pk}/")
    look(rep, "board-phone")
    comes_in(company.chen, "90000", "CRM-3", "2026-11-18T09:11:00+08:00")
    for page in (director, lead, rep):
        order_is(page, "陈", "伟", "丽")
    lead.open("/")
    look(lead, "today-lead", also=EVERY_SIZE)
    rep.open("/")
    look(rep, "today-rep-racing")
    return rep


def close_and_settle(page, contest, settings) -> None:
    settings.LEITAI_NOW = "2026-11-20T18:30:00+08:00"
    page.open(f"/contests/{contest.pk}/")
    page.get_by_text("已截止").first.wait_for()
    look(page, "contest-over", also=PHONE_TOO)
    page.get_by_role("link", name="结束比赛").click()
    look(page, "contest-closing", also=PHONE_TOO)
    page.get_by_role("button", name="结束并公示").click()
    page.get_by_text("结果公示中").wait_for()
    look(page, "contest-provisional", also=PHONE_TOO)
    settings.LEITAI_NOW = "2026-11-23T09:00:00+08:00"
    page.open(f"/contests/{contest.pk}/settlement/")
    page.get_by_text("结算将从“第四季度比赛”发放奖金").wait_for()
    look(page, "contest-settling", also=PHONE_TOO)
    page.get_by_role("button", name="确认结算").click()
    page.get_by_text("已结算").first.wait_for()
    look(page, "contest-final", also=EVERY_SIZE)


def calculate_and_make_final(operations, finance, settings) -> None:
    settings.LEITAI_NOW = "2026-12-01T09:00:00+08:00"
    operations.open("/incentives/runs/")
    look(operations, "runs-empty", also=PHONE_TOO)
    operations.get_by_role("button", name="核算第一个月").click()
    operations.get_by_role("button", name="开始核算").click()
    operations.wait_for_url(re.compile(r"/incentives/runs/\d+/$"))
    operations.get_by_role("button", name="送审").wait_for()
    look(operations, "run", also=PHONE_TOO)
    operations.get_by_role("button", name="送审").click()
    operations.get_by_role("button", name="送审").wait_for(state="detached")
    look(operations, "run-waiting", also=PHONE_TOO)
    finance.open("/approvals/")
    look(finance, "approvals", also=PHONE_TOO)
    finance.get_by_text("的核算定稿").first.click()
    look(finance, "approval", also=PHONE_TOO)
    finance.get_by_role("button", name="同意").first.click()
    finance.get_by_text("已同意。").first.wait_for()
    operations.reload()
    operations.locator("[data-opens=payout]").wait_for()
    look(operations, "run-final", also=PHONE_TOO)


def read_on_the_phone(page, company) -> str:
    """The prize is a line among the deals; a deal opens to its arithmetic and to its record. Returns the address."""
    page.open("/incentives/")
    look(page, "statements-phone")
    page.get_by_role("link", name=re.compile("2026 年 11 月")).click()
    page.get_by_text("“双十一返场冲刺”第 2 名").first.wait_for()
    address = page.url
    statement = Statement.objects.get(person=company.wei)
    # 546,000 signed: 400,000 at 3 %, 146,000 at 4 %; the second prize is 2,000.
    assert statement.total == Decimal("400000") * 3 / 100 + Decimal("146000") * 4 / 100 + 2000
    look(page, "statement-phone", also=(1440,))
    page.get_by_role("link", name="“双十一返场冲刺”第 2 名").click()
    page.get_by_role("dialog").get_by_text("2,000").first.wait_for()
    look(page, "statement-prize")
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="hidden")
    page.get_by_role("link", name=re.compile("南京钟麓")).click()
    page.get_by_role("dialog").get_by_text("对应的记录").wait_for()
    look(page, "statement-line")
    record = Record.objects.get(external_id=str(Deal.objects.get().pk))
    page.get_by_role("dialog").locator(f"a[href='/records/{record.pk}/']").click()
    page.wait_for_url(f"**/records/{record.pk}/")
    page.get_by_text("南京钟麓生物医药科技股份有限公司").first.wait_for()
    look(page, "record-phone")
    return address


def only_what_is_theirs(browse, company, address: str) -> None:
    for person in (company.chen, company.mei):
        page = patient(browse(person, width=390))
        page.expects(404)
        assert page.open(address).status == 404
        look(page, "not-found")
    theirs = patient(browse(company.chen, width=390))
    theirs.open("/incentives/")
    theirs.get_by_role("link", name=re.compile("2026 年 11 月")).click()
    theirs.get_by_text("“双十一返场冲刺”第 1 名").first.wait_for()
    assert "南京钟麓" not in theirs.content()
    theirs.expects(404)
    record = Record.objects.get(external_id=str(Deal.objects.get().pk))
    assert theirs.open(f"/records/{record.pk}/").status == 404


def test_from_a_spreadsheet_to_an_explained_payslip(browse, company, settings):
    operations, director, finance = (patient(browse(each)) for each in (company.hemin, company.shen, company.tang))
    import_file(operations, "records", "销售订单导出.csv", [HEADINGS, *OCTOBER, *NOVEMBER])
    import_file(operations, "targets", "十一月目标.csv", TARGETS)
    who_stands_where(director)
    contest = draft_contest(director)
    refused_without_a_budget(director, contest)
    plan_budget(finance)
    publish(director, contest)
    rep = watch_the_race(browse, director, company, contest, settings)
    close_and_settle(director, contest, settings)
    calculate_and_make_final(operations, finance, settings)
    address = read_on_the_phone(rep, company)
    only_what_is_theirs(browse, company, address)
    assert check_totals() == []
