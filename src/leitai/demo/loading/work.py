"""Tasks of leads and sellers: due today, late, ahead, and done."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Model

from leitai.contests.models import Contest
from leitai.customers.models import Customer
from leitai.demo.loading.scene import Scene
from leitai.goals.models import Goal
from leitai.planning.actions import complete_task, set_task

# (who set it, whose, what, due in days, set so many days ago, done days ago or None, bound to)
TASKS = [
    ("陈思远", "陈思远", "跟进昆山启衡法务，约三方会", 0, 2, None, ""),
    ("陈思远", "陈思远", "给刘子昂配陪访，第 2 次", 0, 3, None, "goal"),
    ("陈思远", "陈思远", "回复华南二部对得分的疑问", 1, 1, None, "contest"),
    ("陈思远", "陈思远", "把周会的客户清单发给大家", -1, 4, 1, ""),
    ("陈思远", "周若溪", "和新采购见一面，带上王工", 1, 1, None, "customer"),
    ("周若溪", "周若溪", "催苏州那单的第二笔回款", 0, 3, None, "customer"),
    ("周若溪", "周若溪", "定制产线报价改第三版", 2, 1, None, ""),
    ("陈思远", "赵启航", "把还没录的那单补上", 0, 1, None, "contest"),
    ("赵启航", "赵启航", "回访上月三个新客户", -2, 6, None, ""),
    ("赵启航", "赵启航", "整理展会收到的名片", -3, 8, 2, ""),
    ("陈思远", "孙雨桐", "把合同里有争议的两条发给我", -1, 2, 1, ""),
    ("陈思远", "刘子昂", "列出手上全部商机和把握", 1, 2, None, "goal"),
    ("方致远", "陈思远", "下季度人员计划初稿", 5, 3, None, ""),
    ("方致远", "何敏", "核对上月退货清单", -1, 4, 2, ""),
    ("方致远", "方致远", "和财务过一遍明年的提成预算", 3, 2, None, ""),
]


def load(scene: Scene) -> Iterator[str]:
    for setter, owner, title, due, set_ago, done_ago, bound in TASKS:
        task = set_task(
            title=title, owner=scene.person(owner), due=scene.today + timedelta(days=due),
            subject=_subject(scene, bound), by=scene.user(setter), at=scene.ago(set_ago, 9, 40),
        )  # fmt: skip
        if done_ago is not None:
            complete_task(task=task, by=scene.user(owner), at=scene.ago(done_ago, 16, 10))
    yield f"{len(TASKS)} tasks"


def _subject(scene: Scene, bound: str) -> Model | None:
    if bound == "goal":
        return Goal.objects.get(person=scene.person("刘子昂"), start=scene.month.start, end=scene.month.end)
    if bound == "contest":
        return Contest.objects.get(sides_are=Contest.Sides.UNITS)
    if bound == "customer":
        return Customer.objects.filter(records__person=scene.person("周若溪")).order_by("id").first()
    return None
