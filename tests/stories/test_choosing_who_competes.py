"""Who takes part in a contest: found by pinyin, shown as chips, taken out by a click; a prize goes by its own button."""

import pytest
from playwright.sync_api import expect

from leitai.contests.tests.arena import drafted


@pytest.fixture
def contest(cast):
    return drafted(cast, people=[cast.wei])


def test_only_the_chosen_are_chips_and_a_click_takes_one_out(browse, cast, contest):
    page = browse(cast.hemin)
    page.open(f"/contests/{contest.pk}/rules/")
    chips, words = page.locator(".finder-chip"), page.locator("[data-finder-words]")
    expect(chips).to_have_count(1)
    words.fill("hdyb")
    expect(page.locator(".finder-rows label:visible")).to_have_count(1)
    words.press("Enter")
    expect(chips).to_have_count(2)
    expect(chips.first).to_contain_text("华东一部 · 3")
    words.fill("chen")
    page.get_by_label("陈").check()
    expect(chips).to_have_count(3)
    chips.first.click()
    expect(chips).to_have_count(2)
    expect(page.locator("[name=units]:checked")).to_have_count(0)
    page.settled()
    page.get_by_role("button", name="保存").click()
    page.settled()
    assert sorted(str(side) for side in contest.sides.all()) == ["伟", "陈"]


def test_a_prize_goes_by_its_own_button(browse, cast, contest):
    page = browse(cast.hemin)
    page.open(f"/contests/{contest.pk}/prizes/")
    page.get_by_role("button", name="删除这项奖励").nth(1).click()
    expect(page.locator(".prize-line:visible")).to_have_count(2)
    page.get_by_role("button", name="保存").last.click()
    page.settled()
    assert list(contest.prizes.values_list("first", flat=True)) == [1, 3]
