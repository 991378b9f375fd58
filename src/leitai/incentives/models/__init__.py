from leitai.incentives.models.awards import Award, Redemption, Withdrawal
from leitai.incentives.models.budget import BudgetEntry, BudgetLine
from leitai.incentives.models.disputes import Answer, Dispute
from leitai.incentives.models.runs import (
    Basis,
    Discard,
    Finalisation,
    Line,
    Payout,
    Remark,
    Run,
    Statement,
    Subtotal,
)
from leitai.incentives.models.schemes import Publication, Scheme, SchemeAssignment, SchemeVersion

__all__ = [
    "Answer",
    "Award",
    "Basis",
    "BudgetEntry",
    "BudgetLine",
    "Discard",
    "Dispute",
    "Finalisation",
    "Line",
    "Payout",
    "Publication",
    "Redemption",
    "Remark",
    "Run",
    "Scheme",
    "SchemeAssignment",
    "SchemeVersion",
    "Statement",
    "Subtotal",
    "Withdrawal",
]
