"""The tree of units, read once: a unit's figure is what lay in it or below."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from leitai.metrics.reading.question import Question
from leitai.organization.models import Unit


class Tree:
    """Who is above and below whom, from one query made when first needed; for the length of one reading.

    With `asked`, only those units get figures.
    """

    def __init__(self, asked: Iterable[int] | None = None):
        self.asked = None if asked is None else frozenset(asked)
        self._above: dict[int, tuple[int, ...]] = {}

    @cached_property
    def parents(self) -> dict[int, int | None]:
        return dict(Unit.objects.order_by().values_list("id", "parent_id"))

    @cached_property
    def _below(self) -> dict[int, list[int]]:
        below = defaultdict(list)
        for unit, parent in self.parents.items():
            below[parent].append(unit)
        return below

    def with_below(self, unit_ids: Iterable[int]) -> frozenset[int]:
        found, waiting = set(), list(unit_ids)
        while waiting:
            unit = waiting.pop()
            if unit not in found:
                found.add(unit)
                waiting.extend(self._below[unit])
        return frozenset(found)

    def keys(self, key, question: Question) -> Iterable:
        """Whose figure a row adds to: itself, or for a unit every asked unit from it upward."""
        return self._upward(key) if question.by == "unit" else (key,)

    def _upward(self, unit: int | None) -> tuple[int, ...]:
        if unit not in self._above:
            path, each = [], unit
            while each is not None:
                if self.asked is None or each in self.asked:
                    path.append(each)
                each = self.parents.get(each)
            self._above[unit] = tuple(path)
        return self._above[unit]
