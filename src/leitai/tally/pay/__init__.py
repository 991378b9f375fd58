"""Pay: crediting → measuring → rate tables → modifiers → lines.

Records become *credits* (who sold it, what share), credits are measured (amount, margin,
pieces), a *component* applies its rule to the running total of the measure, and each record's
*line* is what it added to that total's pay. So lines add up to the component's total whatever
their number or order, and a line opens to its record.
"""

from leitai.tally.pay.components import Base, Component, PayError
from leitai.tally.pay.crediting import CreditError, credit, override
from leitai.tally.pay.draws import DrawMonth, draw, instalments
from leitai.tally.pay.lines import lines, settle
from leitai.tally.pay.measuring import margin, net_sales
from leitai.tally.pay.rules import Curve, Flat, Matrix, Rule
from leitai.tally.pay.tiers import Tier, TierError, Tiers

__all__ = [
    "Base",
    "Component",
    "CreditError",
    "Curve",
    "DrawMonth",
    "Flat",
    "Matrix",
    "PayError",
    "Rule",
    "Tier",
    "TierError",
    "Tiers",
    "credit",
    "draw",
    "instalments",
    "lines",
    "margin",
    "net_sales",
    "override",
    "settle",
]
