"""沈立群 sets a goal for 华东一部, 梅 splits it between her people, 伟 agrees on the phone, and all see how it stands."""

import re
from datetime import date

import pytest

from leitai.goals.models import Goal
from leitai.goals.queries import parts_of
from leitai.goals.tests.setting import FOURTH_QUARTER, YUAN, held_to, propose
from leitai.organization.models import Person
from leitai.sales.tests.posting import order, post
from tests.people import hire
from tests.stories.looking import EVERY_WIDTH, looking

look = looking("goals")


@pytest.fixture
def team(product, cast):
    cast.ayi = hire("阿依古丽·买买提·热合曼", "ayi", cast.east, "rep")
    for month in (7, 8, 9, 10, 11):
        for n, person in enumerate((cast.wei, cast.li, cast.ayi, cast.chen)):
            post(order(person, f"{(n + 2) * 61_000 + month}", f"{person.pk}-{month}", day=date(2026, month, 6)))
    Person.objects.filter(pk=cast.mei.pk).update(hired_on=date(2024, 1, 1))
    return cast


def test_from_proposal_to_agreement(browse, team):
    page = browse(team.shen)
    page.open("/goals/")
    page.get_by_role("link", name="新建目标").click()
    page.get_by_label("负责人").select_option(f"unit-{team.east.pk}")
    page.get_by_label("指标", exact=True).select_option(label="净销售额")
    with page.expect_response(re.compile("/goals/new/outlook/")):
        page.get_by_label("目标值", exact=True).fill("80万")
    page.get_by_label(re.compile(r"^\s*依据")).fill("去年同期 62 万，两家老客户要扩产。")
    page.get_by_role("button", name="提出").click()
    page.wait_for_url(re.compile(r"/goals/\d+/$"))
    goal = Goal.objects.get(unit=team.east)
    assert goal.in_force is None

    lead = browse(team.mei)
    lead.open(f"/goals/{goal.pk}/")
    lead.get_by_role("link", name="去确认").click()
    with lead.expect_navigation():
        lead.get_by_role("button", name=re.compile("同意|批准")).first.click()
    lead.settled()
    goal.refresh_from_db()
    assert goal.in_force.target == 800_000 * YUAN

    lead.open(f"/goals/{goal.pk}/split/")
    wei = lead.get_by_label("伟", exact=True)
    with lead.expect_response(re.compile("/split/")):
        wei.fill("20万")
        wei.press("Tab")
    lead.settled()
    assert "= 总目标" in lead.locator(".sum-bar").inner_text()
    lead.get_by_role("button", name=re.compile("发给")).click()
    lead.wait_for_url(re.compile(r"/goals/\d+/$"))
    (parts,) = parts_of(goal)
    assert parts.adds_up and {part.owner.name: number for part, number in parts.parts}["伟"] == 200_000 * YUAN

    phone = browse(team.wei, width=390)
    phone.open("/goals/")
    phone.get_by_role("link", name=re.compile("伟 2026 年 11 月净销售额")).first.click()
    phone.get_by_role("link", name="去确认").click()
    with phone.expect_navigation():
        phone.locator("button", has_text=re.compile("同意|批准")).locator("visible=true").first.click()
    phone.settled()
    assert Goal.objects.get(person=team.wei).in_force.target == 200_000 * YUAN


def test_every_page_of_goals_looks_whole(browse, team):
    quarter = held_to(team.east, 3_000_000, FOURTH_QUARTER)
    held_to(team.whole, 9_000_000, FOURTH_QUARTER)
    month = held_to(team.ayi, 400_000)
    held_to(team.wei, 350_000)
    held_to(team.chen, 90, code="win_rate")
    asked = propose(
        team.ayi,
        12,
        by=team.mei.user,
        code="orders",
        why="上季平均每月 9 单；两家老客户要扩产，团队需要把新客户单数拉起来。",
    )
    page = browse(team.mei)
    for address in (
        "",
        "?period=2026Q4",
        "?period=2031",
        "new/",
        f"{quarter.pk}/",
        f"{month.pk}/",
        f"{asked.pk}/",
        f"{quarter.pk}/split/",
        f"{quarter.pk}/split/?by=periods",
        f"{month.pk}/revision/",
    ):
        page.open(f"/goals/{address}")
        look(page, address.replace("/", "-"), also=EVERY_WIDTH)
    english = browse(team.ayi, language="en")
    for address in ("", f"{month.pk}/", f"{asked.pk}/", "new/"):
        english.open(f"/goals/{address}")
        look(english, "english-" + address.replace("/", "-"), also=EVERY_WIDTH)
