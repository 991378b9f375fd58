"""The verbs of goals: the only writers."""

from leitai.goals.actions.agreeing import agree
from leitai.goals.actions.checking import record_check
from leitai.goals.actions.proposing import propose_goal, repropose
from leitai.goals.actions.revising import describe_goal, revise_goal, withdraw_goal
from leitai.goals.actions.setting import TargetRow, set_targets, unset_targets
from leitai.goals.actions.splitting import SplitPart, split_goal

__all__ = [
    "SplitPart",
    "TargetRow",
    "agree",
    "describe_goal",
    "propose_goal",
    "record_check",
    "repropose",
    "revise_goal",
    "set_targets",
    "split_goal",
    "unset_targets",
    "withdraw_goal",
]
