"""What each seller was to sell in a month: what could be expected of them, corrected by how such months tend to end.

A target is set before the month, so it knows skill, ramp and season and not the luck. Deals this large are luck for
the most part, though, and a company in which one month ends at 20% and the next at 300% looks like none: so the
target moves half-way to what the month brings, and never so far from it that attainment leaves 58% to 132%.
"""

from collections.abc import Iterable
from random import Random

from leitai.demo.simulator import words
from leitai.demo.simulator.company import Company, Seller
from leitai.demo.simulator.happenings import DEALS_A_MONTH, Happening, ramp
from leitai.tally.periods import Period

AVERAGE_DEAL = 150_000
LOWEST, HIGHEST = 0.58, 1.32
STEP = 10_000
# This month two are far behind, whatever the draw: {name: their target, or what they will reach of it}.
THIS_MONTH = {"刘子昂": 1_100_000, "孙雨桐": 0.52}


def sold_by(happened: Iterable[Happening]) -> dict[str, int]:
    """{staff number: net sales in whole yuan}, shared orders by their shares."""
    sold: dict[str, int] = {}
    for each in happened:
        if each.kind in ("order", "return"):
            for code, share in each.shares or ((each.seller, 1_000_000),):
                sold[code] = sold.get(code, 0) + (each.amount - each.discount) * share // 1_000_000
    return sold


def target_of(company: Company, seller: Seller, month: Period, sold: int, *, is_now: bool) -> int:
    """In whole yuan, a multiple of 10,000; `sold` is what the whole month brings, `is_now`: the month we are in."""
    draw = Random(f"{company.seed}:target:{seller.code}:{month.start}")
    attained = min(1.28, max(0.62, draw.gauss(0.97, 0.16)))
    if is_now and seller.name in THIS_MONTH:
        known = THIS_MONTH[seller.name]
        return known if known > 10 else _rounded(max(sold, 300_000) / known)
    hoped = max(expected(seller, month), 60_000)
    if sold <= 0:
        return _rounded(hoped * 0.8)
    between = (hoped * (sold / attained)) ** 0.5
    return _rounded(min(sold / LOWEST, max(sold / HIGHEST, between)))


def expected(seller: Seller, month: Period) -> int:
    """What an even month would bring by skill, ramp and season, in whole yuan."""
    share = seller.skill * ramp(seller, month.start) * words.SEASON[month.start.month] / 1_000_000
    return round(DEALS_A_MONTH * AVERAGE_DEAL * share)


def _rounded(yuan: float) -> int:
    return max(STEP, round(yuan / STEP) * STEP)
