"""The targets components are measured against: those of the people's goals."""

from collections.abc import Iterable

from django.apps import apps

from leitai.tally.periods import Period


def targets_for(metric: str, period: Period, person_ids: Iterable[int]) -> dict[int, int]:
    """The target of each person for a metric (its code) and period, in units; missing where there is none."""
    if not apps.is_installed("leitai.goals"):
        return {}
    from leitai.goals.queries import targets_of_people

    return targets_of_people(metric, period, list(person_ids))
