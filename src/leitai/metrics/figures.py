"""One answer: reads the terms, does the arithmetic, and keeps both."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from leitai.metrics.definitions import Definition
from leitai.metrics.reading import Question, Sums, sums
from leitai.metrics.reading.heads import head_days
from leitai.metrics.reading.units import Tree
from leitai.metrics.scoring import Value, capped, grown, spread, value_of
from leitai.organization.queries import work_calendar


@dataclass
class Figures:
    """What was asked, and for each id the value of each period with the sums it was made of.

    `base` holds the sums of the base periods of a growth; `divisors` what a metric per workday or head was divided
    by, as (times, over); `path` says totals, records or both.
    """

    question: Question
    sums: Sums
    values: dict[object, list[int | None]] = field(default_factory=dict)
    parts: dict[object, list[Value]] = field(default_factory=dict)
    base: "Figures | None" = None
    divisors: dict[tuple, tuple[int, int]] = field(default_factory=dict)

    @property
    def path(self) -> str:
        paths = self.sums.paths | (self.base.sums.paths if self.base else set())
        return Sums(paths=paths).path

    def of(self, key) -> list[int | None]:
        return self.values.get(key, [None] * len(self.question.periods))


def answer(
    definition: Definition, unit: str, question: Question, tree: Tree, asked: Iterable | None, *,
    use_totals: bool = True,
) -> Figures:  # fmt: skip
    """Figures for everyone asked, or for everyone something was found of."""
    if len(question.periods) > 1 and not _in_one_pass(definition, question):
        each = [answer(definition, unit, one, tree, asked, use_totals=use_totals) for one in question.one_by_one()]
        return _together(question, each)
    found = _plain(definition, unit, question, tree, asked, use_totals)
    if definition.growth:
        known = list(found.values) if asked is None else asked
        base = _plain(definition, unit, question.based(definition.growth), tree, known, use_totals)
        found.base = base
        found.values = {
            key: [grown(now, then) for now, then in zip(values, base.of(key), strict=True)]
            for key, values in found.values.items()
        }
    if definition.cap:
        found.values = {key: [capped(each, definition.cap) for each in row] for key, row in found.values.items()}
    return found


def _in_one_pass(definition: Definition, question: Question) -> bool:
    """Whether the periods, and the base periods where there are any, do not overlap among themselves."""
    moments = {term.at for term in definition.terms} | {definition.growth}
    asked = [question.moved(at) for at in moments - {"", "period"}] + [question]
    return all(each.is_disjoint for each in asked)


def _plain(definition, unit, question: Question, tree: Tree, asked, use_totals) -> Figures:
    found = Figures(question, sums(definition.terms, question, tree, use_totals=use_totals))
    keys = list(asked) if asked is not None else sorted(found.sums.keys, key=lambda key: (key is None, str(key)))
    places = range(len(question.periods))
    if definition.per:
        found.divisors = _divisors(definition.per, question, tree, keys)
    for key in keys:
        parts = [value_of(definition, unit, found.sums, key, place) for place in places]
        found.parts[key] = parts
        found.values[key] = [
            spread(part.value, *found.divisors[key, place]) if definition.per else part.value
            for place, part in enumerate(parts)
        ]
    return found


def _divisors(per: str, question: Question, tree: Tree, keys) -> dict[tuple, tuple[int, int]]:
    """{(key, place): (times, over)}: by the workdays so far, or by the average number of heads."""
    if per == "workday":
        calendar = work_calendar(*{day.year for period in question.periods for day in (period.start, period.last)})
        counts = [calendar.count(span) if span else 0 for span in question.spans]
        return {(key, place): (1, count) for key in keys for place, count in enumerate(counts)}
    return head_days(question, tree, keys)


def _together(question: Question, each: list[Figures]) -> Figures:
    """The answers to single periods, as one."""
    keys = dict.fromkeys(key for figures in each for key in figures.values)
    merged = Figures(question, Sums(paths=set().union(*(figures.sums.paths for figures in each))))
    merged.values = {key: [figures.of(key)[0] for figures in each] for key in keys}
    blank = [Value(None)]
    merged.parts = {key: [figures.parts.get(key, blank)[0] for figures in each] for key in keys}
    return merged
