from leitai.contests.models.contests import Contest, Prize, Side
from leitai.contests.models.endings import Cancellation, Closure, Count, Result, Settlement
from leitai.contests.models.rules import Acknowledgement, Publication, RulesVersion

__all__ = [
    "Acknowledgement",
    "Cancellation",
    "Closure",
    "Contest",
    "Count",
    "Prize",
    "Publication",
    "Result",
    "RulesVersion",
    "Settlement",
    "Side",
]
