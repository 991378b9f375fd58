"""记一单 on a phone: in twenty seconds, without a network, from two tabs at once, after a lost answer — once each time."""

import re
from contextlib import contextmanager
from decimal import Decimal

import pytest

from leitai.sales.models import Deal, Product, Record
from leitai.sales.queries import check_totals
from tests.people import NOW
from tests.stories.looking import EVERY_WIDTH, looking

look = looking("report-a-deal")

PHONE = 390
A_RECORD = re.compile(r"/records/\d+/$")


@pytest.fixture
def products(cast):
    return [Product.objects.create(name=name) for name in ("标准机型", "定制", "三年维保")]


@contextmanager
def without_network(page):
    """What fails meanwhile is part of the story."""
    before = list(page.faults)
    page.context.set_offline(True)
    yield
    page.context.set_offline(False)
    page.faults[:] = before


def until(page, holds: str, seconds: int = 20):
    """Wait until this asynchronous question is answered with yes; `wait_for_function` takes a promise for a yes."""
    held = page.evaluate(
        f"""async () => {{
          const holds = {holds}
          const end = performance.now() + {seconds} * 1000
          while (!(await holds())) {{
            if (performance.now() > end) return false
            await new Promise((next) => setTimeout(next, 50))
          }}
          return true
        }}"""
    )
    assert held, f"not so within {seconds} s: {holds}"


def ready_for_later(page):
    """The worker has kept the page, as it does a moment after the first visit."""
    until(
        page,
        """async () => {
          const name = (await caches.keys()).find((each) => each.startsWith("leitai-report-"))
          if (!name) return false
          const kept = await caches.open(name)
          const names = (await kept.keys()).map((each) => new URL(each.url).pathname)
          return navigator.serviceWorker.controller && ["/records/report/", "/records/report/offline/"].every((name) => names.includes(name))
            && names.some((name) => name.includes("sales/report.")) && names.some((name) => name.endsWith(".css"))
        }""",
    )


def nothing_waits(page):
    until(
        page,
        """() => new Promise((done) => {
          const asked = indexedDB.open("leitai-deals")
          asked.onsuccess = () => {
            const all = asked.result.transaction("queue").objectStore("queue").getAll()
            all.onsuccess = () => done(!all.result.length)
          }
        })""",
    )


@pytest.fixture
def phone(browse):
    """A phone whose clock agrees with the company's."""

    def go(person, **options):
        page = browse(person, width=PHONE, **options)
        page.clock.set_fixed_time(NOW)
        return page

    return go


def write(page, *, amount="12.6万", customer="南京钟麓生物医药科技股份有限公司", contract=""):
    page.get_by_label("签约额").fill(amount)
    page.get_by_role("combobox", name="客户").fill(customer)
    page.keyboard.press("Enter")
    page.get_by_text("标准机型", exact=True).click()
    if contract:
        page.get_by_label("合同号").fill(contract)


def send(page):
    page.locator("[data-sends]").click()


def only_deal() -> Deal:
    assert check_totals() == []
    (record,) = Record.objects.filter(live=True)
    assert record.external_id == str(Deal.objects.get().pk)
    return Deal.objects.get()


def test_a_deal_is_reported_and_taken_back(phone, cast, products):
    page = phone(cast.wei)
    page.open("/records/report/")
    write(page, contract="HY-26-1O88")
    page.get_by_label("签约额").blur()
    assert page.get_by_label("签约额").input_value() == "126,000"
    page.get_by_text("十二万六千元整").wait_for()
    page.get_by_text("里面有个字母 O，是数字 0 吗？").wait_for()
    page.get_by_role("button", name="改成 0").click()
    page.looks_whole()
    send(page)
    page.wait_for_url(A_RECORD)
    deal = only_deal()
    assert (deal.amount, deal.contract_no, deal.product.name) == (Decimal(126000), "HY-26-1088", "标准机型")
    page.locator(".undo").get_by_role("button", name="撤销").click()
    page.get_by_text("已撤回，没有计入。").wait_for()
    assert not Record.objects.filter(live=True).exists()


def test_written_without_a_network_it_comes_in_once_by_itself(phone, cast, products):
    page = phone(cast.wei)
    page.open("/records/report/")
    ready_for_later(page)
    with without_network(page):
        page.reload()
        page.get_by_text("没有网络，").wait_for()
        write(page)
        page.get_by_text("存下，联网就报").wait_for()
        page.looks_whole()
        send(page)
        page.get_by_text("1 单在等").first.wait_for()
        page.reload()
        page.get_by_text("1 单在等").first.wait_for()
        assert not Deal.objects.exists()
    page.locator(".undo").get_by_text("南京钟麓").wait_for()
    assert only_deal().customer.name == "南京钟麓生物医药科技股份有限公司"


def test_the_draft_outlives_closing_the_page_without_a_network(phone, cast, products):
    page = phone(cast.wei)
    page.open("/records/report/")
    ready_for_later(page)
    with without_network(page):
        page.reload()
        write(page, amount="88")
        page.locator("[data-draft-said]:visible").get_by_text("草稿已存").wait_for()
        page.reload()
        page.wait_for_function("() => document.querySelector('[data-amount]').value === '88'")
    send(page)
    page.wait_for_url(A_RECORD)
    assert only_deal().amount == 88


def test_any_other_page_says_there_is_no_network_and_offers_to_write_a_deal(phone, cast, products):
    page = phone(cast.wei)
    page.open("/records/report/")
    ready_for_later(page)
    page.reload()
    with without_network(page):
        page.goto("/customers/")
        page.get_by_text("现在没有网络。").wait_for()
        page.get_by_role("link", name="记一单").click()
        page.get_by_label("签约额").wait_for()


def test_two_tabs_that_send_at_once_report_one_deal(phone, cast, products):
    first = phone(cast.wei)
    first.open("/records/report/")
    ready_for_later(first)
    second = first.context.new_page()
    second.goto("/records/report/")
    with without_network(first):
        write(first)
        send(first)
        first.get_by_text("1 单在等").first.wait_for()
    second.reload()
    for page in (first, second):
        nothing_waits(page)
    only_deal()


def test_an_answer_lost_after_the_deal_came_in_is_asked_for_again(phone, cast, products):
    page = phone(cast.wei)
    page.open("/records/report/")
    lost = []

    def lose_the_first(route):
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch())
            return route.abort()
        return route.continue_()

    page.route("**/records/report/", lose_the_first)
    write(page)
    send(page)
    # The worker asks again by itself, the page at the latest when the network is back.
    page.get_by_label("签约额").and_(page.locator(":placeholder-shown")).wait_for()
    page.evaluate("dispatchEvent(new Event('online'))")
    nothing_waits(page)
    page.faults[:] = [fault for fault in page.faults if "ERR_FAILED" not in fault]
    assert lost[0].status == 201
    only_deal()


def test_a_contract_somebody_else_has_is_shown_and_nothing_is_lost(phone, cast, products):
    theirs = phone(cast.chen)
    theirs.open("/records/report/")
    write(theirs, contract="HY-26-1088")
    send(theirs)
    theirs.wait_for_url(A_RECORD)
    page = phone(cast.wei)
    page.expects(409)
    page.open("/records/report/")
    ready_for_later(page)
    with without_network(page):
        write(page, amount="5万", contract="HY-26-1088")
        send(page)
        page.get_by_text("1 单在等").first.wait_for()
    page.locator("[data-waiting-banner]").get_by_text("1 单要你看一下").wait_for()
    assert Deal.objects.count() == 1
    page.locator("[data-waiting-banner]").get_by_role("button", name="看看").click()
    page.get_by_text("合同 HY-26-1088 已经有人报过了。").wait_for()
    page.looks_whole()
    page.get_by_role("button", name="没错，照样报").click()
    page.locator(".undo").get_by_text("报好了").wait_for()
    assert sorted(Deal.objects.values_list("amount", flat=True)) == [50000, 126000]


def test_whoever_was_signed_out_meanwhile_loses_nothing(phone, cast, products):
    page = phone(cast.wei)
    page.open("/records/report/")
    ready_for_later(page)
    cookies = page.context.cookies()
    with without_network(page):
        write(page)
        send(page)
        page.get_by_text("1 单在等").first.wait_for()
        page.context.clear_cookies()
    page.locator("[data-waiting-banner]").get_by_role("button").click()
    page.get_by_text("请重新登录，登录后自动上报").wait_for()
    assert not Deal.objects.exists()
    page.context.add_cookies(cookies)
    page.evaluate("dispatchEvent(new Event('online'))")
    page.locator(".undo").get_by_text("报好了").wait_for()
    only_deal()


def test_shared_with_a_colleague_it_waits_for_her(phone, cast, products):
    page = phone(cast.wei)
    page.open("/records/report/")
    write(page)
    page.get_by_role("button", name="加一位").click()
    page.get_by_label("找同事").fill("丽")
    page.get_by_role("button", name="丽 华东一部").click()
    page.get_by_text("对方同意后才分").wait_for()
    page.locator("[data-own-share]").get_by_text("50%").wait_for()
    page.looks_whole()
    send(page)
    page.wait_for_url(A_RECORD)
    page.settled()
    page.looks_whole()
    asked = phone(cast.li)
    asked.open("/approvals/")
    asked.get_by_text("业绩分成：南京钟麓生物医药科技股份有限公司").first.wait_for()


def test_the_page_looks_whole(browse, cast, products):
    page = browse(cast.mei)
    page.open("/records/report/")
    page.get_by_label("签约额").fill("999999999999")
    page.get_by_role("combobox", name="客户").fill(
        "<b>内蒙古自治区呼和浩特市赛罕区金桥经济技术开发区新能源装备制造股份有限公司</b>🎉"
    )
    page.keyboard.press("Enter")
    page.get_by_label("备注").fill("账期九十天，" * 40)
    look(page, "overfull", also=EVERY_WIDTH)
