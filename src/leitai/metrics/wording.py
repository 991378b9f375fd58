"""A value of any unit in the reader's words."""

from leitai.tally.amounts import from_units
from leitai.ui.figures import MISSING, grouped, money, shares


def worded(value: int | None, unit: str, *, full: bool = False) -> str:
    """82.5万, 1,234, 57.4%, 4.62; an en dash for None. `full` gives money to the cent."""
    if value is None:
        return MISSING
    if unit == "ratio":
        return shares.percent(value)
    amount = from_units(value)
    if unit == "money":
        return money.full(amount) if full else money.short_amount(amount)
    return grouped(amount, 2, trim=True)
