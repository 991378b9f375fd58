"""Who competes in a contest, and whose records count for which side."""

from collections.abc import Iterable, Sequence

from leitai.contests.models import Contest, Side
from leitai.organization.rights import unit_and_below


def sides_of(contest: Contest) -> list[Side]:
    return list(contest.sides.select_related("person", "unit"))


def sides_of_many(contests: Iterable[Contest]) -> dict[Contest, list[Side]]:
    found: dict[Contest, list[Side]] = {contest: [] for contest in contests}
    by_id = {contest.pk: sides for contest, sides in found.items()}
    for side in Side.objects.filter(contest__in=found).select_related("person", "unit").order_by("position"):
        by_id[side.contest_id].append(side)
    return found


def asked_by(sides: Sequence[Side]) -> tuple[str, dict[int, int]]:
    """How the metric is asked, and whose side each of its keys is."""
    if sides and sides[0].unit_id:
        return "unit", {side.unit_id: side.pk for side in sides}
    return "person", {side.person_id: side.pk for side in sides}


def whose_of(sides: Sequence[Side]) -> dict[int, list[int]]:
    """{person or unit: the sides it counts for}; a unit counts for every side above it."""
    found: dict[int, list[int]] = {}
    for side in sides:
        for key in unit_and_below(side.unit_id) if side.unit_id else (side.person_id,):
            found.setdefault(key, []).append(side.pk)
    return found
