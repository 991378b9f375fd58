"""What waits for somebody: goals to agree, splits to consent to, leaves, and who decides meanwhile."""

from collections.abc import Iterator
from datetime import timedelta

from leitai.approvals.actions import delegate
from leitai.demo.loading.scene import Scene
from leitai.goals.actions import propose_goal, revise_goal
from leitai.goals.models import Goal
from leitai.goals.numbers import Numbers
from leitai.metrics.queries import by_code
from leitai.organization.actions import give_leave
from leitai.sales.actions import propose_split
from leitai.sales.models import Kind, Record
from leitai.tally.amounts import to_units

DAY = timedelta(days=1)


def load(scene: Scene) -> Iterator[str]:
    _goals(scene)
    splits = [
        _split(scene, "周若溪", "李明哲", 700_000, ask_lead=True, note="方案和技术交流是李明哲做的，说好三成归他。"),
        _split(scene, "欧阳静怡", "赵启航", 800_000, ask_lead=False, note="客户是启航带我认识的，算他两成。"),
    ]
    _away(scene)
    yield f"goals to agree, {len([each for each in splits if each])} splits to consent to, leaves and a delegate"


def _goals(scene: Scene) -> None:
    metric, coming = by_code("net_sales"), scene.month.next()
    owner = scene.person("刘子昂")
    goal = Goal.objects.get(metric=metric, person=owner, start=scene.month.start, end=scene.month.end)
    reason = "入职才两个月，目标是按老员工定的；按爬坡比例算是 62 万。"
    revise_goal(
        goal=goal, numbers=Numbers(target=to_units(620_000)), reason=reason, by=owner.user, at=scene.ago(1, 17, 40)
    )
    lead = scene.user("陈思远")
    propose_goal(
        metric=metric, owner=scene.person("周若溪"), period=coming,
        numbers=Numbers(to_units(1_600_000), base=to_units(1_300_000), stretch=to_units(1_900_000)),
        why="年底两条定制产线在谈，都在你手上；去年同月做到 142 万。", by=lead, at=scene.ago(1, 18, 5),
    )  # fmt: skip
    propose_goal(
        metric=metric, owner=scene.person("李明哲"), period=coming,
        numbers=Numbers(to_units(1_350_000), base=to_units(1_100_000)),
        why="昆山启衡的二期下月签，按八成把握算进来。", by=scene.user("李明哲"), at=scene.ago(0, 8, 50),
    )  # fmt: skip


def _split(scene: Scene, owner: str, mate: str, share: int, *, ask_lead: bool, note: str):
    """Of the owner's newest whole order of this month; None where there is none."""
    person = scene.person(owner)
    orders = Record.objects.filter(person=person, kind=Kind.ORDER, live=True, split=False, day__gte=scene.month.start)
    record = orders.order_by("-day", "-id").first()
    if record is None:
        return None
    shares = [(person.pk, share), (scene.person(mate).pk, 1_000_000 - share)]
    return propose_split(
        record=record, shares=shares, note=note, ask_lead=ask_lead, by=person.user, at=scene.ago(0, 8, 20)
    )


def _away(scene: Scene) -> None:
    operations, today = scene.user("何敏"), scene.today
    away = scene.person("顾明远")
    for person, start, days, kind in [
        (away, today - DAY, 4, "annual"),
        (scene.person("阿依古丽·买买提"), today + 6 * DAY, 3, "annual"),
        (scene.person("罗一鸣"), today - 9 * DAY, 2, "sick"),
    ]:
        at = scene.at(start - 5 * DAY)
        give_leave(person=person, start=start, end=start + days * DAY, kind=kind, by=operations, at=at)
    delegate(principal=away.user, to=scene.user("陈思远"), by=away.user, at=scene.ago(3, 18))
