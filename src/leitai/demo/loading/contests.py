"""Contests in every state: running, coming, in public notice, settled, and one that waits to be published.

Their days follow the moment of loading, so that one is always about to end.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from leitai.contests.actions import (
    acknowledge_rules,
    ask_to_publish,
    close_contest,
    create_contest,
    publish_contest,
    settle_contest,
)
from leitai.contests.models import Contest, Prize
from leitai.demo.loading.pay import CONTESTS, budget_line
from leitai.demo.loading.scene import Scene
from leitai.demo.simulator.happenings import ZONE
from leitai.metrics.queries import by_code

DAY = timedelta(days=1)
GRACE = 6  # hours
SPRINTS = {
    1: "开门红冲刺", 2: "新春冲刺", 3: "春季冲刺", 4: "春耕冲刺", 5: "五一冲刺", 6: "年中冲刺",
    7: "盛夏冲刺", 8: "八月冲刺", 9: "金秋冲刺", 10: "国庆冲刺", 11: "双十一冲刺", 12: "年终冲刺",
}  # fmt: skip
BATTLES = {
    1: "一月攻坚赛", 2: "二月攻坚赛", 3: "三月攻坚赛", 4: "四月攻坚赛", 5: "五月攻坚赛", 6: "六月攻坚赛",
    7: "七月攻坚赛", 8: "八月攻坚赛", 9: "九月攻坚赛", 10: "国庆攻坚赛", 11: "十一月攻坚赛", 12: "十二月攻坚赛",
}  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """A contest to be: days [first, last], who takes part, what there is to win."""

    name: str
    metric: str
    first: date
    last: date
    units: Sequence[str]
    prizes: Sequence[Prize]
    teams: bool = False
    notice_days: int = 2
    note: str = ""
    more: dict = field(default_factory=dict)


def load(scene: Scene) -> Iterator[str]:
    settled = [settled_contest(scene, back) for back in (2, 1) if scene.month_before(back).start >= scene.past.start]
    noticed = contest_in_notice(scene)
    running = [running_sprint(scene), running_duel(scene)]
    coming, asked = coming_contest(scene), waiting_contest(scene)
    names = [contest.name for contest in [*settled, noticed, *running, coming, asked]]
    yield f"{len(names)} contests: {'、'.join(names)}"


def running_sprint(scene: Scene) -> Contest:
    """Since the first of the month, or, early in a month, for ten days; it ends in three days."""
    first = scene.month.start if scene.today.day >= 5 else scene.today - 10 * DAY
    plan = Plan(
        SPRINTS[first.month], "net_sales", first, scene.today + 3 * DAY, list(scene.company.regions)[:2],
        [money(1, 1, 5000), money(2, 2, 3000), money(3, 3, 2000), points(4, 10, 300), title(1, "冲刺王")],
        note="按净销售额排名，退货从当期扣减。奖金出自公司预算，不扣工资。", more={"visibility": "open"},
    )  # fmt: skip
    return _published(scene, plan, asleep=4)


def running_duel(scene: Scene) -> Contest:
    first = scene.month.start if scene.today.day >= 5 else scene.today - 10 * DAY
    plan = Plan(
        "华东一部对华南二部", "net_sales", first, scene.today + 5 * DAY, ["华东一部", "华南二部"], [points(1, 1, 4000)],
        teams=True, note="每 1 万元得 1 分。赢的一方每人分得积分。", more={"per_point": Decimal(10_000), "visibility": "open"},
    )  # fmt: skip
    return _published(scene, plan, asleep=2)


def coming_contest(scene: Scene) -> Contest:
    first = scene.month.end
    plan = Plan(
        SPRINTS[first.month] if first.month != 12 else "年终收官赛", "payments", first, first + 19 * DAY,
        list(scene.company.regions), [money(1, 1, 6000), money(2, 3, 3000), points(4, 20, 200)],
        note="按回款排名，到账日为准。",
    )  # fmt: skip
    return _published(scene, plan, at=scene.ago(1, 14), asleep=60)


def contest_in_notice(scene: Scene) -> Contest:
    last = scene.today - 2 * DAY
    plan = Plan(
        "新客户开拓赛", "new_customers", last - 20 * DAY, last, list(scene.company.regions)[:2],
        [money(1, 1, 2000), money(2, 3, 1000), title(1, "开路先锋"), points(4, 8, 200)], notice_days=4,
        note="按首单日期认定新客户。",
    )  # fmt: skip
    contest = _published(scene, plan, asleep=3)
    close_contest(contest=contest, by=scene.user("何敏"), at=_over(contest))
    return contest


def settled_contest(scene: Scene, back: int) -> Contest:
    month = scene.month_before(back)
    plan = Plan(
        BATTLES[month.start.month], "net_sales", month.start + 7 * DAY, month.start + 21 * DAY,
        list(scene.company.regions)[:2], [money(1, 1, 4000), money(2, 2, 3000), money(3, 3, 2000), points(4, 8, 300)],
    )  # fmt: skip
    contest = _published(scene, plan, asleep=0)
    by = scene.user("何敏")
    close_contest(contest=contest, by=by, at=_over(contest))
    settle_contest(contest=contest, by=by, at=_over(contest) + timedelta(days=plan.notice_days, hours=10))
    return contest


def waiting_contest(scene: Scene) -> Contest:
    """A lead asks; the director has not said yes."""
    first = scene.month.end
    plan = Plan(
        "远程运维专项赛", "orders", first, first + 13 * DAY, ["华东一部"], [money(1, 1, 800), points(2, 3, 300)],
        note="只在华东一部内部。",
    )  # fmt: skip
    lead = scene.user("陈思远")
    contest = _drafted(scene, plan, by=lead, at=scene.ago(2, 18))
    ask_to_publish(contest=contest, by=lead, at=scene.ago(1, 10, 20))
    return contest


def _published(scene: Scene, plan: Plan, *, asleep: int, at: datetime | None = None) -> Contest:
    """Published, and its rules read by all but `asleep` of those who take part."""
    by, at = scene.user("何敏"), at or scene.at(plan.first - 3 * DAY, 10)
    contest = _drafted(scene, plan, by=by, at=at)
    publish_contest(contest=contest, by=by, at=at)
    version = contest.versions.get()
    sides = contest.sides.select_related("person__user", "unit")
    readers = [side.person.user for side in sides if side.person_id]
    if plan.teams:
        readers = [scene.staff.people[each.code].user for unit in plan.units for each in scene.team(unit)]
    for number, user in enumerate(readers[: max(0, len(readers) - asleep)]):
        acknowledge_rules(version=version, user=user, at=min(scene.now, at + timedelta(minutes=11 * number + 4)))
    return contest


def _drafted(scene: Scene, plan: Plan, *, by, at: datetime) -> Contest:
    return create_contest(
        name=plan.name, metric=by_code(plan.metric), sides_are="units" if plan.teams else "people",
        start=plan.first, end=plan.last + DAY, cut_off=datetime.combine(plan.last, time(18), ZONE), grace_hours=GRACE,
        notice_days=plan.notice_days, note=plan.note, budget_line=budget_line(CONTESTS),
        prizes=list(plan.prizes), by=by, at=at, **_sides(scene, plan), **plan.more,
    )  # fmt: skip


def _sides(scene: Scene, plan: Plan) -> dict:
    """The units themselves, or those who sell in them; leads and directors cheer."""
    if plan.teams:
        return {"units": [scene.staff.units[unit] for unit in plan.units]}
    day = min(plan.first, scene.today)
    there = [(each, each.team_on(day)) for each in scene.sellers(day)]
    within = [each for each, team in there if {team, scene.company.region_of(team)} & set(plan.units)]
    return {"people": [scene.staff.people[each.code] for each in within]}


def _over(contest: Contest) -> datetime:
    """Five minutes after the last late entry."""
    return contest.cut_off + timedelta(hours=contest.grace_hours, minutes=5)


def money(first: int, last: int, yuan: int) -> Prize:
    return Prize(first=first, last=last, kind="money", amount=Decimal(yuan))


def points(first: int, last: int, count: int) -> Prize:
    return Prize(first=first, last=last, kind="points", points=count)


def title(place: int, text: str) -> Prize:
    return Prize(first=place, last=place, kind="title", text=text)
