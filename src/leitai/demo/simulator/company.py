"""Who is there: regions, teams, sellers with skill, joining, moving and leaving; customers by region."""

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from pypinyin import lazy_pinyin

from leitai.demo.simulator import words

# {region: (its director, {team: its lead})}
Regions = dict[str, tuple[str, dict[str, str]]]
SMALL: Regions = {
    "华东大区": ("沈立群", {"华东一部": "陈思远", "华东二部": "顾明远"}),
    "华南大区": ("梁绍峰", {"华南二部": "林泽涛"}),
}
"""Three teams: enough for every page to have something on it, quick enough for a test."""
CUSTOMERS = 260  # of a region, today
OLD_CUSTOMERS = 110  # of them, those from before the past that is told
GROWTH = timedelta(days=540)


@dataclass(frozen=True)
class Customer:
    """`since`: the day we came to know each other; nothing is sold to them before."""

    name: str
    code: str
    city: str
    industry: str
    since: date


@dataclass
class Seller:
    """Somebody who sells. `skill` is per cent of what an average colleague sells; `moves` are (day, team)."""

    code: str
    name: str
    login: str
    team: str
    hired_on: date
    skill: int
    left_on: date | None = None
    moves: list[tuple[date, str]] = field(default_factory=list)

    def team_on(self, day: date) -> str:
        return next((team for start, team in reversed(self.moves) if start <= day), self.team)


@dataclass(frozen=True)
class Team:
    name: str
    region: str
    lead: str


@dataclass(frozen=True)
class Company:
    """The invented organisation, its products' names aside (words.py)."""

    seed: int
    teams: tuple[Team, ...]
    sellers: tuple[Seller, ...]
    customers: dict[str, tuple[Customer, ...]]  # by region, the oldest first
    regions: Regions

    def region_of(self, team: str) -> str:
        return next(each.region for each in self.teams if each.name == team)

    def customers_on(self, day: date, region: str) -> tuple[Customer, ...]:
        known = self.customers[region]
        return known[: bisect_right(known, day, key=lambda each: each.since)]


def invent_company(seed: int, *, today: date, sellers_per_team: int = 8, regions: Regions = words.REGIONS) -> Company:
    """About 120 people in four levels: company, 4 regions, 12 teams, sellers. The same for the same arguments."""
    teams = tuple(
        Team(team, region, lead) for region, (_director, members) in regions.items() for team, lead in members.items()
    )
    names, sellers = _names(seed), []
    for team in teams:
        known = words.KNOWN.get(team.name, [])
        for place in range(max(sellers_per_team, len(known))):
            name, months, skill = known[place] if place < len(known) else (next(names), None, None)
            sellers.append(_seller(seed, len(sellers), name, months, skill, team.name, today))
    _move_some(seed, sellers, teams, today)
    customers = {region: _customers(seed, region, today) for region in regions}
    return Company(seed, teams, tuple(sellers), customers, regions)


def login_of(name: str) -> str:
    """刘子昂 signs in as liuziang."""
    return "".join(lazy_pinyin(name.replace("·", ""))).lower()


def _seller(seed, index, name, months, skill, team, today) -> Seller:
    draw = Random(f"{seed}:seller:{index}")
    months = months if months is not None else draw.choice([2, 4, 7, 9, 12, 15, 20, 24, 28, 33, 40, 52])
    drawn = max(45, min(220, round(draw.lognormvariate(4.6, 0.28))))
    hired_on = today.replace(day=1) - timedelta(days=round(months * 30.4) - draw.randint(0, 9))
    return Seller(f"HY{1001 + index}", name, "", team, hired_on, skill or drawn)


def _move_some(seed, sellers, teams, today) -> None:
    """One in fourteen changes team inside the last 18 months, one in sixteen leaves; nobody the pictures show."""
    shown = {name for people in words.KNOWN.values() for name, *_rest in people}
    for index, seller in enumerate(sellers):
        draw = Random(f"{seed}:fate:{index}")
        chance, back = draw.random(), timedelta(days=draw.randint(40, 480))
        if seller.name in shown or seller.hired_on > today - back - timedelta(days=60):
            continue
        if chance < 1 / 14:
            others = [team.name for team in teams if team.name != seller.team]
            seller.moves.append((today - back, draw.choice(others)))
        elif chance < 1 / 14 + 1 / 16:
            seller.left_on = today - back


def _names(seed):
    draw, taken = Random(f"{seed}:names"), {name for people in words.KNOWN.values() for name, *_rest in people}
    taken |= {lead for _director, members in words.REGIONS.values() for lead in members.values()}
    logins = {login_of(name) for name in taken}
    while True:
        name = draw.choice(words.SURNAMES) + draw.choice(words.GIVEN)
        if name not in taken and login_of(name) not in logins:
            taken.add(name)
            logins.add(login_of(name))
            yield name


def _customers(seed, region, today) -> tuple[Customer, ...]:
    draw, names = Random(f"{seed}:customers:{region}"), {}
    while len(names) < CUSTOMERS:
        city, brand, trade = (
            draw.choice(words.CITIES[region]),
            draw.choice(words.BRANDS),
            draw.choice(list(words.TRADES)),
        )
        names[f"{city}{brand}{trade}"] = (city, words.TRADES[trade])
    place = list(words.REGIONS).index(region) + 1
    return tuple(
        Customer(name, f"KH{place}{number + 1:04d}", *facts, _since(number, today))
        for number, (name, facts) in enumerate(names.items())
    )


def _since(number: int, today: date) -> date:
    """The old ones came in the six years before, the others evenly until today."""
    began = today - GROWTH
    if number < OLD_CUSTOMERS:
        return began - timedelta(days=(OLD_CUSTOMERS - number) * 20)
    return began + GROWTH * (number + 1 - OLD_CUSTOMERS) // (CUSTOMERS - OLD_CUSTOMERS)
