"""Budgets, the commission scheme, and the sellers of the month."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from leitai.accounts.roles import Role
from leitai.demo.loading.scene import Scene
from leitai.demo.simulator import sold_by
from leitai.incentives.actions import (
    AwardDraft,
    assign_scheme,
    create_scheme,
    grant_awards,
    plan_budget,
    publish_version,
    save_draft,
)
from leitai.incentives.models import BudgetLine, Scheme
from leitai.incentives.rules import Rules, component
from leitai.metrics.queries import by_code
from leitai.tally.amounts import to_units
from leitai.tally.periods import Period

WAN = to_units(10_000)
EACH = 1_000_000  # a rate of so many per one, in ppm
CONTESTS, COMMISSION, HONOURS = "竞赛奖金", "销售提成", "荣誉与表彰"
BUDGETS = {CONTESTS: 400_000, COMMISSION: 48_000_000, HONOURS: 200_000}


def load(scene: Scene) -> Iterator[str]:
    lines = _budgets(scene)
    scheme = _scheme(scene, lines[COMMISSION])
    for month in paid_months(scene):
        _champion(scene, month, lines[HONOURS])
    yield f"{len(lines)} budget lines, the scheme {scheme.name}"


def paid_months(scene: Scene) -> list[Period]:
    """The last three whole months of which there are records."""
    return [month for back in (3, 2, 1) if (month := scene.month_before(back)).start >= scene.past.start]


def budget_line(name: str) -> BudgetLine:
    return BudgetLine.objects.get(name__endswith=name)


def _budgets(scene: Scene) -> dict[str, BudgetLine]:
    year = scene.month_before(3).start.year
    start, end = date(year, 1, 1), date(scene.today.year + 1, 7, 1)
    by, at = scene.user("唐静"), scene.at(start)
    return {
        name: plan_budget(
            name=f"{scene.today.year}年{name}", unit=None, start=start, end=end, planned=Decimal(yuan), by=by, at=at
        )
        for name, yuan in BUDGETS.items()
    }


def _scheme(scene: Scene, line: BudgetLine) -> Scheme:
    by = scene.user("何敏")
    first, second = scene.past.start, scene.month_before(3).start
    at = scene.at(first)
    scheme = create_scheme(name="签约提成", pays="month", budget_line=line, by=by, at=at)
    assign_scheme(scheme=scheme, start=first, role=Role.REP, by=by, at=at)
    if first < second:
        _publish(scene, scheme, rules((0, 50, 28), (50, 100, 36), (100, None, 45)), first, "提成方案上线")
    _publish(scene, scheme, rules((0, 40, 30), (40, 80, 40), (80, None, 52)), second, "前两档提高，让新人更快拿到提成")
    following = date(scene.today.year + 1, 1, 1)
    draft = rules((0, 40, 30), (40, 90, 42), (90, None, 55), new_customer=800)
    save_draft(
        scheme=scheme, rules=draft, start=following, why="明年加大高档和新客户的激励", by=by, at=scene.ago(1, 16)
    )
    return scheme


def rules(*tiers: tuple[int, int | None, int], new_customer: int = 500) -> Rules:
    """Tiers as (from 万, to 万, per mille), and so many yuan for each new customer."""
    table = [(low * WAN, None if high is None else high * WAN, rate * 1000) for low, high, rate in tiers]
    return Rules(
        (
            component("签约提成", by_code("net_sales"), table, key="c1"),
            component("新客户奖", by_code("new_customers"), [(0, None, new_customer * EACH)], method="flat", key="c2"),
        )
    )


def _publish(scene: Scene, scheme: Scheme, rules: Rules, start: date, why: str) -> None:
    at = scene.at(start - timedelta(days=7), 10)
    version = save_draft(scheme=scheme, rules=rules, start=start, why=why, by=scene.user("何敏"), at=at)
    publish_version(version=version, by=scene.user("方致远"), at=at)


def _champion(scene: Scene, month: Period, line: BudgetLine) -> None:
    """The seller of the month: a title and some money."""
    sold = sold_by(each for each in scene.happened if each.day in month)
    there = [seller for seller in scene.sellers(month.last) if seller.hired_on <= month.start]
    best = max(there, key=lambda seller: sold.get(seller.code, 0))
    person, why = scene.staff.people[best.code], f"{month.start.month} 月签约第一"
    awards = [
        AwardDraft("money", "月度销冠奖金", person=person, amount=Decimal(2000), day=month.last),
        AwardDraft("title", why, person=person, text=f"{month.start.month} 月销冠", day=month.last),
    ]
    grant_awards(awards=awards, budget_line=line, by=scene.user("何敏"), at=scene.at(month.end, 10), reason=why)
