"""How many people a figure is shared by: heads over days, so that a transfer counts in both units by its days."""

from collections import defaultdict
from datetime import timedelta

from leitai.metrics.reading.question import Question
from leitai.metrics.reading.units import Tree
from leitai.organization.queries import memberships_during
from leitai.tally.periods import Period

ONE_DAY = timedelta(days=1)


def head_days(question: Question, tree: Tree, keys) -> dict[tuple, tuple[int, int]]:
    """{(key, place): (days of the span, days people were there)}; one person is one head, all others the company."""
    if question.by == "person":
        return {(key, place): (1, 1) for key in keys for place in range(len(question.spans))}
    days: dict = defaultdict(int)
    for place, span in question.known:
        spells = memberships_during(span.start, span.end, person_ids=question.person_ids, unit_ids=question.unit_ids)
        for unit_id, start, end in spells.order_by().values_list("unit_id", "start", "end"):
            there = len(span.overlap(Period(start, end or max(span.end, start + ONE_DAY))) or ())
            for key in tree.keys(unit_id, question) if question.by == "unit" else keys:
                days[key, place] += there
    lengths = [len(span) if span else 0 for span in question.spans]
    return {(key, place): (lengths[place], days[key, place]) for key in keys for place in range(len(lengths))}
