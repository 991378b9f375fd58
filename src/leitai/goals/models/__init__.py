from leitai.goals.models.checks import Check
from leitai.goals.models.goals import Goal, Growth
from leitai.goals.models.history import Agreement, Revision, Withdrawal

__all__ = ["Agreement", "Check", "Goal", "Growth", "Revision", "Withdrawal"]
