"""Questions about goals; visibility first.

    targets(metric, period, person_ids=… | unit_ids=…) -> {id: target}
    targets_over(metric, periods, person_ids=… | unit_ids=…) -> {period: {id: target}}
    target_of(metric, period, person=… | unit=…) -> int | None
    targets_of_people(code, period, person_ids) -> {id: target}
    metrics_in_force(period) -> [Metric], the one most people are held to first
    attainment(goal, as_of=day) -> Attainment;  attainments(goals, as_of=day) -> {goal id: Attainment}
    goals_visible_to(rights, on=day) -> queryset

Targets are ints in the metric's own scale. Only agreed goals count.
"""

from leitai.goals.queries.attaining import Attainment, attainment, attainments
from leitai.goals.queries.parts import Parts, parts_of
from leitai.goals.queries.standing import State, state_of, states_of
from leitai.goals.queries.targets import metrics_in_force, target_of, targets, targets_of_people, targets_over
from leitai.goals.queries.visible import goals_visible_to

__all__ = [
    "Attainment",
    "Parts",
    "State",
    "attainment",
    "attainments",
    "goals_visible_to",
    "metrics_in_force",
    "parts_of",
    "state_of",
    "states_of",
    "target_of",
    "targets",
    "targets_of_people",
    "targets_over",
]
