"""Questions about metrics. Whoever asks for people or units has already settled who may see them.

    measure(metric, period, by="person", person_ids=[…], as_of=day) -> {person_id: value}
    series(metric, periods, by=…) -> {id: [value, …]}
    read(metric, periods, …) -> Figures: values, arithmetic, and which path was taken
    daily(metric, period, person_ids) -> polars frame person · day · value
    records_behind(metric, period, person=… | unit=…) -> live records, to intersect with what a viewer may see
    contributions(definition, periods, …) -> polars frame: what each record brings to whom
    makings(definition, periods, …) -> {record_id: Making}: the columns that made it, and the share of them that counts
    explain(metric, period, person=… | unit=…) -> Explanation, the arithmetic of one figure

`metric` is a Metric, or a MetricVersion for what it meant when something was agreed on it. Values are int: of
1/10,000 (money, counts, scores) or of 1/1,000,000 (ratios); None where there is no value, never zero instead.

`by` is person, unit, none (the company; the one key is None), product, line, channel, customer or region. A unit's
figure is what lay in it or below on each record's day, so a transfer neither loses nor doubles. A count goes to
whose the record is, amounts follow the credits. `person_ids` and `unit_ids` narrow what is read, whatever `by` is;
an asked person or unit without records is there, with 0 or None. `as_of` cuts the period after that day;
`known_at` reads the records as they were known at that instant: posted by then and not yet reversed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl
from django.db.models import QuerySet

from leitai.metrics.definitions import Definition, Term
from leitai.metrics.errors import MetricError
from leitai.metrics.figures import Figures, answer
from leitai.metrics.models import Metric
from leitai.metrics.reading import Question, sums
from leitai.metrics.reading.behind import behind
from leitai.metrics.reading.contributions import Making, contributions, makings
from leitai.metrics.reading.units import Tree
from leitai.tally.periods import Period

__all__ = [
    "ExplainedPart", "ExplainedTerm", "Explanation", "Making", "by_code", "contributions", "daily", "explain",
    "library", "makings", "measure", "read", "records_behind", "series",
]  # fmt: skip


def read(
    metric, periods: Iterable[Period], *, by: str = "person", person_ids=None, unit_ids=None,
    as_of: date | None = None, known_at: datetime | None = None, use_totals: bool = True,
) -> Figures:  # fmt: skip
    """The values for several periods at once; `Figures.of(id)` lists them in the order of `periods`."""
    tree = Tree(unit_ids)
    below = None if unit_ids is None else tree.with_below(unit_ids)
    question = Question.of(by, periods, as_of=as_of, person_ids=person_ids, unit_ids=below, known_at=known_at)
    asked = {"person": person_ids, "unit": unit_ids}.get(by)
    if by == "none":
        asked = [None]
    elif by == "unit" and asked is None:
        asked = tree.parents
    return answer(metric.definition, metric.unit, question, tree, asked, use_totals=use_totals)


def measure(
    metric, period: Period, *, by: str = "person", person_ids=None, unit_ids=None, as_of: date | None = None,
    known_at: datetime | None = None, use_totals: bool = True,
) -> dict:  # fmt: skip
    """{id: value} of one period."""
    figures = read(
        metric, [period], by=by, person_ids=person_ids, unit_ids=unit_ids, as_of=as_of, known_at=known_at,
        use_totals=use_totals,
    )  # fmt: skip
    return {key: values[0] for key, values in figures.values.items()}


def series(
    metric, periods: Iterable[Period], *, by: str = "none", person_ids=None, unit_ids=None, as_of: date | None = None
) -> Mapping:
    """{id: [value of each period]}."""
    return read(metric, periods, by=by, person_ids=person_ids, unit_ids=unit_ids, as_of=as_of).values


def daily(
    metric, period: Period, *, by: str = "person", person_ids=None, unit_ids=None, as_of: date | None = None,
    known_at: datetime | None = None,
):  # fmt: skip
    """A polars frame of who, `day`, `amount` and `divisor`: what each day added.

    The first column is named by `by`. The amounts of a stretch of days add up to the figure of the stretch; of a
    quotient the two sides do, each by itself, and `divisor` is null otherwise. A customer counts on the first day
    of the period they ordered. Raises MetricError ``not_daily`` for what has no days: growth, retention, several
    parts, or a share of an imported market.
    """
    definition = metric.definition
    _check_daily(definition, metric)
    tree = Tree(unit_ids)
    below = None if unit_ids is None else tree.with_below(unit_ids)
    question = Question.of(
        by, [period], as_of=as_of, person_ids=person_ids, unit_ids=below, daily=True, known_at=known_at
    )
    found = sums(definition.terms, question, tree)
    top, bottom = (_by_day(side, found) for side in (definition.parts[0].top, definition.parts[0].bottom))
    cells = sorted(top.keys() | bottom.keys(), key=lambda cell: (cell[1], str(cell[0])))
    blank = 0 if definition.parts[0].bottom else None
    key = pl.String if by in ("line", "region") else pl.Int64
    return pl.DataFrame(
        [(who, day, top.get((who, day), 0), bottom.get((who, day), blank)) for who, day in cells],
        schema={by: key, "day": pl.Date, "amount": pl.Int64, "divisor": pl.Int64},
        orient="row",
    )


def _check_daily(definition: Definition, metric) -> None:
    odd = any(term.at != "period" or term.field == "market" for term in definition.terms)
    if odd or definition.growth or definition.per or len(definition.parts) > 1:
        raise MetricError("not_daily", metric=metric)


def _by_day(terms: Iterable[Term], found) -> dict:
    days: dict = {}
    for term in terms:
        for cell, amount in found.cells[term].items():
            days[cell] = days.get(cell, 0) + term.sign * amount
    return days


def records_behind(
    metric, period: Period, *, person=None, unit=None, person_ids=None, unit_ids=None, as_of: date | None = None,
    known_at: datetime | None = None,
) -> QuerySet:  # fmt: skip
    """The live records a figure was made of, newest first, with customers and products loaded.

    Of people those that are theirs or that they share, of units those of them and below, else everyone's. Of a
    growth or a retention those of the base period too. Not yet cut to what a viewer may see:
    `records_behind(…).filter(sales.queries.record_filter(rights))`.
    """
    tree = Tree()
    units = [unit.pk] if unit else unit_ids
    below = None if units is None else tree.with_below(units)
    people = [person.pk] if person else person_ids
    question = Question.of("none", [period], as_of=as_of, person_ids=people, unit_ids=below, known_at=known_at)
    return behind(metric.definition, question, tree).select_related("customer", "product", "person")


@dataclass(frozen=True)
class ExplainedTerm:
    """A term and what it came to, sign and all; None: unknown (the market of a month nobody imported)."""

    term: Term
    amount: int | None


@dataclass(frozen=True)
class ExplainedPart:
    top: tuple[ExplainedTerm, ...]
    bottom: tuple[ExplainedTerm, ...]


@dataclass(frozen=True)
class Explanation:
    """The arithmetic of one figure.

    `span` is the part of the period that is known. The `parts` add up; that is divided by `over` (workdays, or
    heads as days × heads over `times` days), or set against `then`, the figure of `base_span`; then cut at the
    metric's cap. `path` says what was read.
    """

    value: int | None
    unit: str
    span: Period | None
    path: str
    parts: tuple[ExplainedPart, ...]
    times: int = 1
    over: int = 1
    now: int | None = None
    then: int | None = None
    base_span: Period | None = None


def explain(metric, period: Period, *, person=None, unit=None, as_of: date | None = None) -> Explanation:
    """How the figure of a person, a unit, or the company came about."""
    by, key = ("person", person.pk) if person else ("unit", unit.pk) if unit else ("none", None)
    narrow = {"person_ids": [key]} if person else {"unit_ids": [key]} if unit else {}
    figures = read(metric, [period], by=by, as_of=as_of, **narrow)
    times, over = figures.divisors.get((key, 0), (1, 1))
    base = figures.base
    return Explanation(
        value=figures.of(key)[0], unit=metric.unit, span=figures.question.spans[0], path=figures.path,
        parts=tuple(_explained(part, figures, key) for part in metric.definition.parts),
        times=times, over=over, now=figures.parts[key][0].value if base else None,
        then=base.of(key)[0] if base else None, base_span=base.question.spans[0] if base else None,
    )  # fmt: skip


def _explained(part, figures: Figures, key) -> ExplainedPart:
    def side(terms):
        return tuple(ExplainedTerm(term, figures.sums.amount(term, key, 0)) for term in terms)

    return ExplainedPart(side(part.top), side(part.bottom))


def library(*, archived: bool = False) -> QuerySet[Metric]:
    """The metrics on offer, built-in ones first in their own order; everyone may see them."""
    metrics = Metric.objects.select_related("current").order_by("-builtin", "id")
    return metrics.filter(archived_at__isnull=not archived)


def by_code(code: str) -> Metric:
    """Raises Metric.DoesNotExist."""
    return Metric.objects.select_related("current").get(code=code)
