"""The fast path: the totals kept in the transaction of their records."""

from collections.abc import Iterable

from django.db.models import BigIntegerField, F, Sum

from leitai.metrics.definitions import Filters, Term
from leitai.metrics.reading.question import Question, place_of, within
from leitai.sales.models import PersonDay, UnitMonth
from leitai.tally.periods import Period

COLUMNS = ("amount", "quantity", "discount", "cost", "count")
BY_PERSON_DAY = ("person", "none")
BY_UNIT_MONTH = {
    "unit": "unit_id",
    "none": None,
    "product": "product_id",
    "line": "product__line",
    "channel": "channel_id",
}


def person_days_answer(term: Term, question: Question) -> bool:
    """Whether the person × kind × day totals know the term for this question."""
    return (
        question.by in BY_PERSON_DAY
        and question.unit_ids is None
        and term.credit == "share"
        and term.filters == Filters()
        and set(term.recipe) <= set(COLUMNS)
    )


def unit_months_answer(term: Term, question: Question) -> bool:
    """Whether the unit × product × channel × kind × month totals know the term, for whole months."""
    seen = Filters(
        products=term.filters.products,
        lines=term.filters.lines,
        channels=term.filters.channels,
        units=term.filters.units,
    )
    return (
        question.by in BY_UNIT_MONTH
        and not question.daily
        and question.person_ids is None
        and term.credit == "share"
        and term.filters == seen
        and set(term.recipe) <= set(COLUMNS)
    )


def read_person_days(kinds, columns, question: Question, pieces) -> Iterable[dict]:
    """Rows of key, place, kind and the columns, from `PersonDay`."""
    rows = PersonDay.objects.filter(within("day", pieces), kind__in=kinds)
    if question.person_ids is not None:
        rows = rows.filter(person_id__in=question.person_ids)
    key = "person_id" if question.by == "person" else None
    return added(rows, key, place_of("day", pieces, daily=question.daily), F("kind"), columns)


def read_unit_months(kinds, columns, filters: Filters, question: Question, pieces, unit_ids) -> Iterable[dict]:
    """The same from `UnitMonth`; the pieces are whole months."""
    rows = UnitMonth.objects.filter(within("month", pieces), kind__in=kinds)
    for name, column in (("products", "product_id"), ("lines", "product__line"), ("channels", "channel_id")):
        if wanted := getattr(filters, name):
            rows = rows.filter(**{f"{column}__in": wanted})
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=unit_ids)
    return added(rows, BY_UNIT_MONTH[question.by], place_of("month", pieces), F("kind"), columns)


def added(rows, key: str | None, place, kind, columns) -> Iterable[dict]:
    named = {"place": place, "sort": kind, **({"key": F(key)} if key else {})}
    sums = {f"sum_{name}": Sum(name, output_field=BigIntegerField()) for name in columns}
    return rows.order_by().annotate(**named).values(*named).annotate(**sums)


def whole_months(pieces) -> tuple[list, list]:
    """Each (place, span) as its whole months, and what is left of it at either end."""
    months, ragged = [], []
    for place, span in pieces:
        for part in span.split("month"):
            whole = part == Period.month(part.start.year, part.start.month)
            (months if whole else ragged).append((place, part))
    return months, ragged
