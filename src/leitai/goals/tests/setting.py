"""What tests of goals hand in, in as few words as possible."""

from leitai.goals.actions import TargetRow, propose_goal, set_targets
from leitai.goals.numbers import Numbers
from leitai.metrics.queries import by_code
from leitai.tally.periods import Period
from tests.people import NOW

NOVEMBER = Period.month(2026, 11)
FOURTH_QUARTER = Period.quarter(2026, 4)
YUAN = 10_000


def held_to(owner, amount, period=NOVEMBER, *, code="net_sales", by=None):
    """A target set by sales operations, in yuan."""
    row = TargetRow(by_code(code), owner, period, amount * YUAN)
    return set_targets(rows=[row], by=by, at=NOW).goals[0]


def propose(owner, amount, *, by, period=NOVEMBER, code="net_sales", at=NOW, **rest):
    numbers = rest.pop("numbers", None) or Numbers(target=amount * YUAN)
    return propose_goal(metric=by_code(code), owner=owner, period=period, numbers=numbers, by=by, at=at, **rest)
