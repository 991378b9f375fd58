"""Targets of every month for every seller, team and region, and of the year for the company and its regions."""

from collections import defaultdict
from collections.abc import Iterator

from leitai.demo.loading.scene import Scene
from leitai.demo.simulator import sold_by, target_of, words
from leitai.demo.simulator.targets import expected
from leitai.goals.actions import SplitPart, TargetRow, set_targets, split_goal
from leitai.metrics.queries import by_code
from leitai.organization.models import Person, Unit
from leitai.tally.amounts import to_units
from leitai.tally.periods import Period

YEAR_STEP = 100_000


def load(scene: Scene) -> Iterator[str]:
    metric, count = by_code("net_sales"), 0
    for month in scene.past.split("month"):
        targets = targets_of_month(scene, month)
        rows = [TargetRow(metric, owner, month, to_units(yuan)) for owner, yuan in targets.items() if yuan]
        at = scene.at(month.start)
        count += set_targets(rows=rows, by=scene.user("何敏"), at=at).new
    count += _year(scene, metric)
    yield f"{count} targets"


def targets_of_month(scene: Scene, month: Period) -> dict[Person | Unit, int]:
    """In whole yuan: each seller's, and the sums of their teams, regions and the company."""
    sold = sold_by(each for each in scene.happened if each.day in month)
    company = scene.company
    of_people: dict[Person | Unit, int] = {}
    sums: dict[str, int] = defaultdict(int)
    for seller in company.sellers:
        if seller.hired_on >= month.end or (seller.left_on and seller.left_on <= month.start):
            continue
        target = target_of(company, seller, month, sold.get(seller.code, 0), is_now=month == scene.month)
        of_people[scene.staff.people[seller.code]] = target
        team = seller.team_on(max(month.start, seller.hired_on))
        for unit in (team, company.region_of(team), words.COMPANY):
            sums[unit] += target
    return of_people | {scene.staff.units[unit]: target for unit, target in sorted(sums.items())}


def _year(scene: Scene, metric) -> int:
    """The company's year, cut into quarters, and the regions': what the months have, and what those to come may."""
    start = max(scene.past.start, scene.today.replace(month=1, day=1))
    year = Period(scene.today.replace(month=1, day=1), scene.today.replace(year=scene.today.year + 1, month=1, day=1))
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for month in Period(start, year.end).split("month"):
        for unit, yuan in _month_of_year(scene, month).items():
            sums[unit][(month.start.month - 1) // 3] += yuan
    rows = [
        TargetRow(metric, scene.staff.units[unit], year, to_units(sum(map(_round, quarters))))
        for unit, quarters in sorted(sums.items())
    ]
    by, at = scene.user("方致远"), scene.at(year.start)
    made = set_targets(rows=rows, by=by, at=at)
    for goal in made.goals:
        quarters = zip(year.split("quarter"), sums[goal.unit.name], strict=True)
        parts = [SplitPart(goal.unit, quarter, to_units(_round(yuan))) for quarter, yuan in quarters if _round(yuan)]
        split_goal(goal=goal, parts=parts, by=by, at=at)
    return made.new


def _month_of_year(scene: Scene, month: Period) -> dict[str, int]:
    """{unit: yuan} of the company and its regions: of months gone by their targets, of others what is expected."""
    if month.start <= scene.today:
        targets = targets_of_month(scene, month)
        wanted = {words.COMPANY, *scene.company.regions}
        return {owner.name: yuan for owner, yuan in targets.items() if isinstance(owner, Unit) and owner.name in wanted}
    sums: dict[str, int] = defaultdict(int)
    for seller in scene.sellers(scene.today):
        for unit in (words.COMPANY, scene.company.region_of(seller.team_on(scene.today))):
            sums[unit] += expected(seller, month)
    return sums


def _round(yuan: int) -> int:
    return round(yuan / YEAR_STEP) * YEAR_STEP
