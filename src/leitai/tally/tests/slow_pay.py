"""The pay rules once more, slow and obvious: Decimals, one person at a time, one record at a time.

Nothing is shared with leitai.tally.pay; what the two agree on is likely to be the rule.
"""

from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal, localcontext
from itertools import groupby, pairwise

FOUR = Decimal("0.0001")


@dataclass(frozen=True)
class SlowTable:
    """Levels in yuan (or in shares of the target) and rates as fractions, rising from zero."""

    floors: list[Decimal]
    rates: list[Decimal]
    whole: bool = False
    lower: bool = False
    of_target: bool = False

    def pays(self, total: Decimal, target: Decimal) -> Decimal:
        levels = [floor * target if self.of_target else floor for floor in self.floors]
        if self.whole:
            reached = [total > level if self.lower else total >= level for level in levels[1:]]
            return total * self.rates[sum(reached)]
        levels = [level.quantize(FOUR, ROUND_HALF_UP) for level in levels]
        paid = Decimal(0)
        for number, rate in enumerate(self.rates):
            top = min(total, levels[number + 1]) if number + 1 < len(levels) else total
            bottom = levels[number] if number else Decimal(0)
            if top > bottom or number == 0:
                paid += (top - bottom) * rate
        return paid


def slow_lines(rows, table, *, base="period", period=None, cap=None, targets=None, openings=None):
    """{record: (line in yuan, to four decimals)} for rows of (person, record, day, amount[, order])."""
    lines = {}
    with localcontext(prec=80):
        rows = sorted(rows, key=lambda r: (r["person"], period(r["day"]) if period else 0, r["day"], r["record"]))
        for (person, _), own in groupby(rows, key=lambda r: (r["person"], period(r["day"]) if period else 0)):
            target = (targets or {}).get(person, Decimal(0))
            _one_person(list(own), table, base, cap, target, (openings or {}).get(person, Decimal(0)), lines)
    return lines


def _one_person(rows, table, base, cap, target, opening, lines):
    total, earned, orders = opening, table.pays(opening, target) if base == "period" else Decimal(0), {}
    paid = _rounded(earned, cap)
    for row in rows:
        if base == "period":
            total += row["amount"]
            earned = table.pays(total, target)
        elif base == "record":
            earned += table.pays(row["amount"], target)
        else:
            before = orders.get(row["order"], Decimal(0))
            orders[row["order"]] = before + row["amount"]
            earned += table.pays(before + row["amount"], target) - table.pays(before, target)
        now = _rounded(earned, cap)
        lines[row["record"]] = now - paid
        paid = now


def _rounded(earned, cap):
    rounded = earned.quantize(FOUR, ROUND_HALF_UP)
    return rounded if cap is None else min(rounded, cap)


def slow_cents(amount):
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def slow_curve(points, bonus, total, target):
    """Straight lines between points of (attainment, share), attainment and share cut to 1/1,000,000."""
    with localcontext(prec=80):
        six = Decimal("0.000001")
        at = (total / target).quantize(six, ROUND_FLOOR)
        if at < points[0][0]:
            return Decimal(0)
        share = points[-1][1]
        for (a, p), (b, q) in pairwise(points):
            if a <= at < b:
                share = (p + (at - a) * (q - p) / (b - a)).quantize(six, ROUND_FLOOR)
        return (bonus * share).quantize(FOUR, ROUND_HALF_UP)
