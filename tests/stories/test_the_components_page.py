"""Every component in every state, at three sizes, light and dark: whole, quiet, and alive under the pointer."""

import pytest

from tests.stories.watching import VARIANTS


@pytest.mark.parametrize(("width", "theme"), VARIANTS)
def test_components_look_whole(browse, cast, width, theme):
    page = browse(cast.mei, width=width, theme=theme)
    page.open("/ui/components/")
    assert page.locator("html").get_attribute("data-bs-theme") == theme
    page.looks_whole()
    assert page.hover_charts() == 2


def test_components_in_english(browse, cast):
    page = browse(cast.mei, language="en", width=390)
    page.open("/ui/components/")
    assert page.locator("html").get_attribute("lang") == "en"
    page.looks_whole()


def test_a_chart_shows_its_table_and_saves_its_picture(browse, cast):
    page = browse(cast.mei)
    page.open("/ui/components/")
    page.hover_charts()
    figure = page.locator("figure[data-chart]").first
    figure.get_by_text("看表格").click()
    assert figure.locator(".chart-table").is_visible()
    figure.get_by_text("看表格").click()
    with page.expect_download() as saved:
        figure.get_by_text("存图片").click()
    assert saved.value.suggested_filename == "十一月累计签约.png"


def test_the_theme_is_chosen_and_stays(browse, cast):
    page = browse(cast.mei)
    page.open("/ui/components/")
    page.locator(".signed-in summary").click()
    with page.expect_response("**/ui/preferences/"):
        page.locator(".signed-in label[title='深色']").click()
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"
    page.open("/ui/components/")
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"
    page.looks_whole()


def test_the_language_is_switched_at_sign_in(browse, cast):
    page = browse()
    page.open("/accounts/login/")
    page.get_by_role("button", name="English").click()
    page.get_by_role("button", name="Sign in").wait_for()
    page.looks_whole()


def test_the_phone_finds_everything_else_under_more(browse, cast):
    page = browse(cast.mei, width=390)
    page.open("/ui/components/")
    page.get_by_role("button", name="更多").last.click()
    page.locator("#more-places").get_by_text("退出登录").wait_for()
    page.looks_whole()


def test_selected_rows_bring_the_bulk_bar(browse, cast):
    page = browse(cast.mei)
    page.open("/ui/components/")
    page.locator("#rows tbody .check").first.check()
    page.get_by_text("选了 3 行").wait_for()
    page.locator("#rows").get_by_role("button", name="取消选择").click()
    page.locator("#rows [data-bulk]").wait_for(state="hidden")


def test_a_page_that_is_not_there_says_so_within_the_frame(browse, cast):
    page = browse(cast.mei)
    page.expects(404)
    page.open("/no/such/page/")
    page.get_by_text("找不到这一页").wait_for()
    page.looks_whole()
