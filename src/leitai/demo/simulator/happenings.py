"""What happened: a seller's month, drawn from skill, ramp, season and the workdays there were.

Deals come as often as skill, ramp and season say, mostly late in the month, on workdays; their sizes are
Pareto. Each order brings its payments, sometimes a return, a rating, an assist; some opportunities are lost.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from leitai.demo.simulator import words
from leitai.demo.simulator.company import OLD_CUSTOMERS, Company, Seller
from leitai.tally.calendars import WorkCalendar
from leitai.tally.periods import Period

ZONE = ZoneInfo("Asia/Shanghai")
DEALS_A_MONTH = 5.2
NEWLY_MET = 24  # customers of a region among whom the first orders are sought
RAMP = (20, 45, 70, 90)  # per cent of full output in the first, second… month


@dataclass(frozen=True)
class Happening:
    """One record to be. `amount` and `cost` in whole yuan; `refers_to` the order's `number`."""

    kind: str
    number: str
    day: date
    at: datetime
    seller: str
    customer: str
    product: str = ""
    channel: str = ""
    amount: int = 0
    quantity: int = 0
    cost: int | None = None
    discount: int = 0
    refers_to: str = ""
    shares: tuple[tuple[str, int], ...] = ()


def happenings_of(company: Company, seller: Seller, month: Period, calendar: WorkCalendar) -> Iterator[Happening]:
    """A seller's month with all that follows from its orders; some of that lies in later months."""
    days = [day for day in calendar.workdays(month) if _there(seller, day)]
    if not days:
        return
    draw = Random(f"{company.seed}:{seller.code}:{month.start}")
    region = company.region_of(seller.team_on(month.start))
    yield from _activities(draw, seller, company, region, days)
    pace = DEALS_A_MONTH * seller.skill / 100 * ramp(seller, month.start) / 100 * words.SEASON[month.start.month] / 100
    share_there = len(days) / max(1, calendar.count(month))
    for index in range(_poisson(draw, pace * share_there)):
        yield from _deal(draw, company, seller, region, _late_day(draw, days), index)
    for index in range(_poisson(draw, pace * share_there * 0.7)):
        yield _lost(draw, company, seller, region, draw.choice(days), index)


def _deal(draw: Random, company, seller, region, day, index) -> Iterator[Happening]:
    number = f"HY-{day:%y%m}-{seller.code[2:]}{index:02d}"
    customer = _customer(draw, company, seller, region, day)
    product, (_line, price, cost_share, _weight) = _product(draw)
    size = min(draw.paretovariate(2.1), 6.0)
    amount = max(1000, round(price * (0.62 + 0.38 * size) / 100) * 100)
    discount = round(amount * draw.choice([0, 0, 0, 0, 2, 3, 5, 8, 12]) / 100 / 100) * 100
    order = Happening(
        "order", number, day, _moment(draw, day), seller.code, customer, product, _channel(draw), amount,
        max(1, round(amount / price)), amount * cost_share // 1000, discount, shares=_shares(draw, company, seller, day),
    )  # fmt: skip
    yield order
    yield Happening("won", f"{number}-W", day, order.at, seller.code, customer, product, order.channel, amount)
    yield from _payments(draw, order)
    yield from _afterwards(draw, company, order)


def _payments(draw, order) -> Iterator[Happening]:
    """One to three instalments that add up to the order; one in nine is still owed in part."""
    parts = draw.choice([1, 1, 2, 2, 3])
    due, left = order.day, order.amount - order.discount
    for part in range(parts):
        due += timedelta(days=draw.randint(8, 45))
        amount = left if part == parts - 1 else left // (parts - part)
        left -= amount
        if part == parts - 1 and draw.random() < 1 / 9:
            return
        number = f"{order.number}-P{part + 1}"
        at = _moment(draw, due)
        yield Happening(
            "payment", number, due, at, order.seller, order.customer, order.product, order.channel, amount,
            refers_to=order.number,
        )  # fmt: skip


def _afterwards(draw, company, order) -> Iterator[Happening]:
    later = order.day + timedelta(days=draw.randint(4, 40))
    tail = (order.seller, order.customer, order.product, order.channel)
    if draw.random() < 0.045:
        share = draw.choice([100, 50, 30, 20])
        back = order.amount * share // 100
        yield Happening(
            "return", f"{order.number}-T", later, _moment(draw, later), *tail, -back, 0,
            -(order.cost * share // 100), refers_to=order.number,
        )  # fmt: skip
    if draw.random() < 0.3:
        score = draw.choices([5, 4, 3, 2, 1], [48, 34, 11, 5, 2])[0]
        yield Happening(
            "rating", f"{order.number}-S", later, _moment(draw, later), *tail, quantity=score, refers_to=order.number
        )
    if draw.random() < 0.08:
        helper = draw.choice([each for each in company.sellers if each.team == _team(company, order)])
        if helper.code != order.seller and _there(helper, order.day):
            yield Happening("assist", f"{order.number}-A", order.day, order.at, helper.code, *tail[1:], quantity=1)


def _activities(draw, seller, company, region, days) -> Iterator[Happening]:
    for index in range(_poisson(draw, len(days) * 0.55)):
        day = draw.choice(days)
        number = f"HD-{days[0]:%y%m}-{seller.code[2:]}{index:02d}"
        yield Happening(
            "activity", number, day, _moment(draw, day), seller.code, _customer(draw, company, seller, region, day)
        )


def _lost(draw, company, seller, region, day, index) -> Happening:
    product, _facts = _product(draw)
    number = f"SJ-{day:%y%m}-{seller.code[2:]}{index:02d}"
    customer = _customer(draw, company, seller, region, day)
    return Happening("lost", number, day, _moment(draw, day), seller.code, customer, product, _channel(draw))


def _shares(draw, company, seller, day) -> tuple[tuple[str, int], ...]:
    """One order in sixteen is shared 70/30 or 50/50 with a colleague of the team."""
    mates = [
        each for each in company.sellers
        if each.code != seller.code and each.team_on(day) == seller.team_on(day) and _there(each, day)
    ]  # fmt: skip
    if not mates or draw.random() > 1 / 16:
        return ()
    mine = draw.choice([700_000, 500_000])
    return ((seller.code, mine), (draw.choice(mates).code, 1_000_000 - mine))


def _there(seller: Seller, day: date) -> bool:
    return seller.hired_on <= day and (seller.left_on is None or day < seller.left_on)


def _team(company, order) -> str:
    return next(each for each in company.sellers if each.code == order.seller).team_on(order.day)


def ramp(seller: Seller, start: date) -> int:
    months = (start.year - seller.hired_on.year) * 12 + start.month - seller.hired_on.month
    return RAMP[months] if months < len(RAMP) else 100


def _late_day(draw: Random, days: list[date]) -> date:
    """Deals crowd towards the end of the month."""
    return days[int(len(days) * draw.random() ** 0.75)]


def _moment(draw: Random, day: date) -> datetime:
    return datetime.combine(day, time(draw.randint(9, 18), draw.randint(0, 59), draw.randint(0, 59)), ZONE)


def _customer(draw: Random, company, seller, region, day) -> str:
    """Mostly one of one's own thirty-odd old customers, one in eight among those the region met last."""
    pool = company.customers_on(day, region)
    if draw.random() < 1 / 8:
        return draw.choice(pool[-NEWLY_MET:]).code
    start = int(seller.code[2:]) * 17 % OLD_CUSTOMERS
    return pool[(start + min(int(draw.expovariate(1 / 10)), 40)) % len(pool)].code


def _product(draw: Random):
    name = draw.choices(list(words.PRODUCTS), [facts[3] for facts in words.PRODUCTS.values()])[0]
    return name, words.PRODUCTS[name]


def _channel(draw: Random) -> str:
    return draw.choices(list(words.CHANNELS), list(words.CHANNELS.values()))[0]


def _poisson(draw: Random, mean: float) -> int:
    """Knuth's way; the means here are small."""
    limit, product, count = 2.718281828459045**-mean, draw.random(), 0
    while product > limit:
        product *= draw.random()
        count += 1
    return count
