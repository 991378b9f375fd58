"""The parts of a goal, and whether they add up to it."""

from dataclasses import dataclass

from leitai.goals.models import Goal
from leitai.goals.queries.attaining import proposed_targets
from leitai.goals.queries.visible import LOADED

DIMENSIONS = ("people", "units", "periods")


@dataclass(frozen=True)
class Parts:
    """The parts along one dimension: (goal, number). `difference` is their sum less the whole."""

    dimension: str
    parts: tuple[tuple[Goal, int], ...]
    whole: int

    @property
    def sum(self) -> int:
        return sum(number for _goal, number in self.parts)

    @property
    def difference(self) -> int:
        return self.sum - self.whole

    @property
    def adds_up(self) -> bool:
        return self.difference == 0


def dimension_of(part: Goal, parent: Goal) -> str:
    """By whom it was split: a part of the same owner is a period."""
    if part.owner_key == parent.owner_key:
        return "periods"
    return "people" if part.person_id else "units"


def parts_of(goal: Goal) -> list[Parts]:
    """One for each dimension the goal was split along; withdrawn parts are left out."""
    parts = list(goal.parts.select_related(*LOADED).filter(withdrawal__isnull=True).order_by("start", "id"))
    proposed = proposed_targets([goal, *parts])
    numbers = {
        each.pk: each.in_force.target if each.in_force_id else proposed.get(each.pk) or 0 for each in [goal, *parts]
    }
    found = {name: [part for part in parts if dimension_of(part, goal) == name] for name in DIMENSIONS}
    return [
        Parts(name, tuple((part, numbers[part.pk]) for part in some), numbers[goal.pk])
        for name, some in found.items()
        if some
    ]
