"""Who must say yes, says it, or sends it back with a reason; and what is said beside it reaches whom it names.

A goal comes back mended, a contest needs one director or their delegate, a shared credit needs everybody.
"""

import io
import re

import pytest
from PIL import Image

from leitai.contests.models import Contest
from leitai.contests.tests.arena import drafted
from leitai.goals.models import Goal
from leitai.sales.models import Record
from leitai.sales.queries import check_totals
from leitai.sales.tests.posting import order, post
from tests.people import Role, Scope, hire
from tests.stories.looking import looking, patient

look = looking("saying-yes-and-talking")
PHONE = 390


@pytest.fixture
def open_as(browse):
    """open_as(person, "/goals/") → a patient page that stands there."""

    def go(person, address: str = "/", **more):
        page = patient(browse(person, **more))
        page.open(address)
        return page

    return go


def say_yes(page) -> None:
    """Yes is held for five seconds, so that it can be taken back; then the page says so itself."""
    page.locator("button:visible", has_text="同意").first.click()
    page.get_by_text("已同意：").first.wait_for()
    page.get_by_text("已同意。").first.wait_for()


def send_back(page, reason: str) -> None:
    page.locator("summary", has_text="退回修改").click()
    page.get_by_label("要改什么？").fill(reason)
    page.get_by_role("button", name="退回", exact=True).click()
    page.get_by_text("已退回。").wait_for()


def rings(page) -> None:
    """The bell shows its dot, on a page that was not loaded again."""
    page.locator(".unread-dot").wait_for(state="visible")


def from_the_inbox(page, words: str) -> None:
    page.get_by_role("link", name="消息").first.click()
    page.locator(".inbox-row", has_text=words).first.locator("a").click()
    page.settled()


def test_a_goal_is_returned_with_a_reason_and_comes_back_better(open_as, cast):
    theirs = open_as(cast.wei, width=PHONE)
    lead = open_as(cast.mei, "/goals/new/")
    lead.locator("[name=owner]").select_option(label="伟")
    lead.locator("[name=target]").fill("80万")
    lead.locator("[name=why]").fill("去年同月 52 万，今年多两个老客户续约。")
    look(lead, "goal-proposed", also=(PHONE,))
    lead.get_by_role("button", name="提出").click()
    lead.get_by_text("已提出。").wait_for()
    goal = Goal.objects.get()
    assert goal.in_force_id is None

    rings(theirs)
    from_the_inbox(theirs, "请你审批")
    look(theirs, "goal-asked")
    theirs.locator("summary", has_text="退回修改").click()
    theirs.get_by_role("button", name="退回", exact=True).click()
    assert theirs.get_by_label("要改什么？").evaluate("field => field.matches(':invalid')")
    theirs.locator("summary", has_text="退回修改").click()
    send_back(theirs, "昆山启衡的合同移到十二月了，八十万里有二十万落不到这个月。")

    rings(lead)
    from_the_inbox(lead, "退回了")
    lead.get_by_text("昆山启衡的合同移到十二月了").first.wait_for()
    look(lead, "goal-returned", also=(PHONE,))
    lead.get_by_role("link", name="先去修改").click()
    lead.locator("[name=target]").fill("60万")
    lead.locator("[name=reason]").fill("去掉移到十二月的那一单。")
    lead.get_by_role("button", name="送审").click()
    lead.get_by_text("已送审").wait_for()

    theirs.open("/approvals/")
    theirs.get_by_role("link", name=re.compile("净销售额目标")).first.click()
    theirs.get_by_text("第 1 次提交").wait_for()
    look(theirs, "goal-again")
    say_yes(theirs)
    goal.refresh_from_db()
    assert goal.in_force.revision.target == 60 * 10_000 * 10_000
    lead.open(f"/goals/{goal.pk}/")
    look(lead, "goal", also=(PHONE, 1920))


@pytest.fixture
def contest(cast):
    """梅's own draft, fit to be published; two directors could say yes."""
    cast.yan = hire("颜立德", "yan", cast.whole, Role.DIRECTOR, scope=Scope.ALL)
    contest = drafted(cast, people=[cast.wei, cast.li])
    contest.created_by = cast.mei.user
    contest.save(update_fields=["created_by"])
    return contest


def test_one_director_is_enough_and_a_delegate_stands_in(open_as, cast, contest):
    away = open_as(cast.shen, "/approvals/delegations/")
    away.get_by_label("谁替你批").fill("何敏 HY-hemin")
    away.get_by_label("第一天").fill("2026-11-18")
    away.get_by_label("最后一天").fill("2026-11-20")
    look(away, "delegating", also=(PHONE,))
    away.get_by_role("button", name="指定代批").click()
    away.get_by_text("已通知代批人。").wait_for()

    other = open_as(cast.yan, "/approvals/")
    other.get_by_text("没有等你批的").wait_for()
    stands_in = open_as(cast.hemin, "/approvals/")
    lead = open_as(cast.mei, f"/contests/{contest.pk}/publication/")
    lead.get_by_role("button", name="提交审批").click()
    lead.get_by_text("已提交审批。").wait_for()
    assert not hasattr(Contest.objects.get(), "publication")

    for page in (other, stands_in):
        page.get_by_text("发布比赛“双十一冲刺”").first.wait_for()
    stands_in.get_by_text("代 沈立群").wait_for()
    look(stands_in, "contest-asked", also=(PHONE,))
    stands_in.get_by_role("link", name=re.compile("发布比赛")).first.click()
    stands_in.get_by_text("一人同意即可").first.wait_for()
    look(stands_in, "contest-request", also=(PHONE,))
    say_yes(stands_in)
    stands_in.get_by_text("何敏 代批").wait_for()
    look(stands_in, "contest-decided", also=(PHONE,))
    other.get_by_text("没有等你批的").wait_for()
    assert Contest.objects.get().publication


@pytest.fixture
def record(cast) -> Record:
    (record,) = post(order(cast.wei, "158000", "HY-26-1063")).records
    return record


def share(page, record, *shares: tuple[str, str]) -> None:
    page.open(f"/records/{record.pk}/split/")
    for place, (name, percent) in enumerate(shares):
        row = page.locator(".split-row").nth(place)
        person = row.locator("select")
        value = person.locator("option", has_text=name).first.get_attribute("value")
        person.select_option(value=value)
        row.locator("[name=share_percent]").fill(percent)
    page.get_by_text("合计 100%").wait_for()


def test_a_shared_credit_needs_everybody(open_as, cast, record):
    li, chen = (open_as(each, "/approvals/", width=PHONE) for each in (cast.li, cast.chen))
    owner = open_as(cast.wei)
    share(owner, record, ("伟", "50"), ("丽", "30"), ("陈", "20"))
    owner.get_by_label("分成说明").fill("丽做的方案，陈介绍的客户。")
    look(owner, "sharing", also=(PHONE,))
    owner.get_by_role("button", name="请他们确认").click()
    owner.get_by_text("已发出。").wait_for()
    look(owner, "record-waiting", also=(PHONE,))

    li.get_by_role("link", name=re.compile("分成")).first.click()
    look(li, "split-asked")
    say_yes(li)
    assert not Record.objects.get(live=True).split

    chen.open("/inbox/")
    chen.get_by_role("button", name="全部标为已读").click()
    chen.get_by_text("都看过了。").wait_for()
    chen.locator(".unread-dot").wait_for(state="hidden")
    owner.get_by_role("link", name="详情").first.click()
    owner.get_by_role("button", name="催办").click()
    owner.get_by_text("已催办。").wait_for()
    look(owner, "reminded", also=(PHONE,))
    rings(chen)
    from_the_inbox(chen, "催你审批")
    send_back(chen, "说好的是三成。")

    share(owner, record, ("伟", "40"), ("丽", "30"), ("陈", "30"))
    owner.get_by_role("button", name="请他们确认").click()
    owner.get_by_text("已发出。").wait_for()
    for page in (li, chen):
        page.open("/approvals/")
        page.get_by_role("link", name=re.compile("分成")).first.click()
        say_yes(page)
    current = Record.objects.get(live=True)
    shares = {each.person.name: f"{each.share:.0%}" for each in current.credits.all()}
    assert shares == {"伟": "40%", "丽": "30%", "陈": "30%"}
    assert check_totals() == []
    owner.open(f"/records/{current.pk}/")
    look(owner, "record-shared", also=(PHONE,))


def picture() -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (640, 360), "#c2331b").save(drawn, "PNG")
    return drawn.getvalue()


def test_a_mention_rings_at_once_and_the_answer_is_seen_without_reload(open_as, cast, record):
    theirs = open_as(cast.wei, "/goals/", width=PHONE)
    assert theirs.locator(".unread-dot").is_hidden()
    lead = open_as(cast.mei, f"/records/{record.pk}/")
    thread = lead.locator("#thread")
    thread.scroll_into_view_if_needed()
    field = lead.get_by_role("textbox", name="消息")
    field.press_sequentially("恭喜！这单的方案能发出来给大家看看吗 @伟")
    lead.get_by_role("option", name=re.compile("伟")).wait_for()
    lead.keyboard.press("Enter")
    thread.locator("input[type=file]").set_input_files(
        [
            {"name": "现场照片.png", "mimeType": "image/png", "buffer": picture()},
            {"name": "方案要点.txt", "mimeType": "text/plain", "buffer": "一、节能；二、三年维保。".encode()},
        ]
    )
    thread.get_by_text("方案要点.txt").wait_for()
    thread.get_by_role("button", name="发送").click()
    said = thread.locator(".message", has_text="恭喜")
    said.locator("img").wait_for()
    look(lead, "mentioned", also=(PHONE,))

    rings(theirs)
    from_the_inbox(theirs, "@ 了你")
    theirs.wait_for_url(re.compile(rf"/records/{record.pk}/"))
    theirs.locator("#thread").scroll_into_view_if_needed()
    heard = theirs.locator(".message", has_text="恭喜")
    heard.wait_for()
    heard.locator("summary", has=theirs.get_by_label("表态")).or_(heard.get_by_label("表态")).first.click()
    heard.get_by_role("button", name="收到", exact=True).click()
    heard.locator(".chip.accent").wait_for()
    look(theirs, "answered")
    said.locator(".message-foot .chip").wait_for()
    theirs.get_by_role("textbox", name="消息").fill("下午发。")
    theirs.locator("#thread").get_by_role("button", name="发送").click()
    theirs.locator("#thread .message", has_text="下午发。").wait_for()
    thread.locator(".message", has_text="下午发。").wait_for()


def test_a_team_talks_in_its_channel(open_as, cast):
    lead = open_as(cast.mei, "/threads/channels/")
    lead.get_by_role("link", name="华东一部").first.click()
    lead.get_by_role("textbox", name="消息").wait_for()
    theirs = open_as(cast.li, lead.url, width=PHONE)
    theirs.get_by_role("textbox", name="消息").fill("太仓凌峰今天签了，三十八万。")
    theirs.get_by_role("button", name="发送").click()
    lead.locator(".message", has_text="太仓凌峰今天签了").wait_for()
    look(lead, "channel", also=(PHONE, 1920))
    look(theirs, "channel-phone")
    outsider = open_as(cast.chen)
    outsider.expects(404)
    assert outsider.open(lead.url).status == 404
