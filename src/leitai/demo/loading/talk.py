"""What people say: in team channels, about a contest, about a goal."""

from collections.abc import Iterator
from datetime import timedelta

from leitai.contests.models import Contest
from leitai.conversation.actions import open_channels, say, toggle_reaction
from leitai.conversation.models import Channel, Message
from leitai.demo.loading.scene import Scene
from leitai.goals.models import Goal

# (days ago, hour, minute, who, what, [(sign, who)…])
IN_THE_CHANNEL = [
    (3, 9, 2, "陈思远", "早会三件事：一、昨天三单的回款节点写进合同；二、两单延期的今天给我说法；三、擂台还剩几天，守住领先。", [("circle-check", "周若溪"), ("circle-check", "李明哲"), ("circle-check", "王嘉怡")]),
    (3, 18, 40, "王嘉怡", "常州拓远签了，标准机型 S500 两台，回款分两次。", [("confetti", "陈思远"), ("confetti", "赵启航"), ("thumb-up", "李明哲")]),
    (2, 10, 15, "孙雨桐", "昆山启衡的合同在法务那边 18 天了，客户也着急。@陈思远 能不能帮我约一个三方会？", [("eye", "陈思远")]),
    (2, 10, 31, "陈思远", "@孙雨桐 约好了，明天下午两点，你把争议的两条先发给我。", [("heart", "孙雨桐")]),
    (1, 20, 12, "阿依古丽·买买提", "雨桐昨晚没空，我替她把启衡的技术标补完了，放在客户资料里。", [("heart", "孙雨桐"), ("thumb-up", "陈思远"), ("thumb-up", "周若溪")]),
    (0, 8, 35, "赵启航", "@周若溪 东钱湖那边的采购换人了，你上次见过的王工还在，要不要一起去一趟？", []),
]  # fmt: skip
ABOUT_THE_CONTEST = [
    (4, 21, 3, "林牧之", "华东的各位，这周我们要反超了。", [("flame", "何婉清"), ("flame", "周若溪")]),
    (3, 8, 40, "周若溪", "@林牧之 等你。", [("flame", "陈思远"), ("thumb-up", "李明哲")]),
    (1, 9, 20, "何敏", "提醒一下：最后一天 18:00 截止，之后六小时内补录的单子也算，但日期要在比赛期间。@赵启航 @李明哲 你们各有一单还没有录。", [("circle-check", "李明哲")]),
]  # fmt: skip
ABOUT_THE_GOAL = [
    (1, 17, 45, "刘子昂", "@陈思远 我把目标调整提上去了，理由写在里面。手上能签的商机加起来 61 万左右。", []),
]


def load(scene: Scene) -> Iterator[str]:
    unit = scene.staff.units["华东一部"]
    open_channels(unit_ids=[each.pk for each in scene.staff.units.values()])
    count = _tell(scene, Channel.objects.get(unit=unit), IN_THE_CHANNEL)
    sprint = Contest.objects.filter(
        publication__isnull=False, start__lte=scene.today, end__gt=scene.today, sides_are="people"
    )
    count += _tell(scene, sprint.get(), ABOUT_THE_CONTEST)
    goal = Goal.objects.get(person=scene.person("刘子昂"), start=scene.month.start, end=scene.month.end)
    count += _tell(scene, goal, ABOUT_THE_GOAL)
    yield f"{count} messages"


def _tell(scene: Scene, subject, lines) -> int:
    for days, hour, minute, who, text, signs in lines:
        at = scene.ago(days, hour, minute)
        message: Message = say(subject=subject, author=scene.user(who), body=text, at=at).message
        for number, (sign, name) in enumerate(signs, start=1):
            toggle_reaction(
                message=message, by=scene.user(name), sign=sign, at=min(scene.now, at + timedelta(minutes=7 * number))
            )
    return len(lines)
