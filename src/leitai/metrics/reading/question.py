"""What is asked: for whom, and over which stretches of days."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise

from django.db.models import Case, F, IntegerField, Q, Value, When

from leitai.tally.periods import Period

BY = ("person", "unit", "none", "product", "line", "channel", "customer", "region")


@dataclass(frozen=True)
class Question:
    """Add up by `by`, over each of `spans`.

    `periods` are asked, `spans` their part up to the day that is known (None: not begun). Spans are disjoint and
    in order. `person_ids` and `unit_ids` narrow; `unit_ids` are exact units, those below already among them. With
    `daily` the place of a cell is its day. `known_at` reads the records as they were known at that instant.
    """

    by: str
    periods: tuple[Period, ...]
    spans: tuple[Period | None, ...]
    person_ids: frozenset[int] | None = None
    unit_ids: frozenset[int] | None = None
    daily: bool = False
    known_at: datetime | None = None

    @classmethod
    def of(
        cls, by: str, periods, *, as_of: date | None = None, person_ids=None, unit_ids=None, daily: bool = False,
        known_at: datetime | None = None,
    ) -> "Question":  # fmt: skip
        if by not in BY:
            raise ValueError(f"by must be one of {', '.join(BY)}")
        spans = tuple(period.until(as_of) if as_of else period for period in periods)
        return cls(by, tuple(periods), spans, _ids(person_ids), _ids(unit_ids), daily, known_at)

    def moved(self, at: str) -> "Question":
        """The same over the base periods, whole."""
        moved = tuple(base_of(period, at) for period in self.periods)
        return replace(self, periods=moved, spans=moved)

    def based(self, at: str) -> "Question":
        """The same over the base periods, as many days of each as are known of the asked one."""
        moved = tuple(base_of(period, at) for period in self.periods)
        pairs = zip(self.periods, self.spans, moved, strict=True)
        spans = tuple(_same_days(period, span, base, at) for period, span, base in pairs)
        return replace(self, periods=moved, spans=spans)

    @property
    def known(self) -> tuple[tuple[int, Period], ...]:
        """The spans that have begun, with their place."""
        return tuple((place, span) for place, span in enumerate(self.spans) if span)

    @property
    def is_disjoint(self) -> bool:
        spans = [span for _, span in self.known]
        return all(left.end <= right.start for left, right in pairwise(spans))

    @property
    def narrowed(self) -> bool:
        return self.person_ids is not None or self.unit_ids is not None

    def one_by_one(self) -> tuple["Question", ...]:
        return tuple(
            replace(self, periods=(period,), spans=(span,))
            for period, span in zip(self.periods, self.spans, strict=True)
        )


def base_of(period: Period, at: str) -> Period:
    return {"previous": period.previous, "year_before": period.year_before}[at]()


def _same_days(period: Period, span: Period | None, base: Period, at: str) -> Period | None:
    if span is None or span == period:
        return span and base
    if at == "year_before":
        return base.overlap(span.year_before())
    return base.until(base.start + (span.last - span.start))


def _ids(values) -> frozenset[int] | None:
    return None if values is None else frozenset(values)


def within(column: str, pieces) -> Q:
    """The rows whose day lies in any of the (place, period) pieces; adjoining ones are asked as one stretch."""
    condition, stretch = Q(), None
    for _, piece in pieces:
        if stretch and stretch.end == piece.start:
            stretch = Period(stretch.start, piece.end)
            continue
        condition |= _range(column, stretch) if stretch else Q()
        stretch = piece
    return condition | _range(column, stretch) if stretch else Q(pk__in=[])


def place_of(column: str, pieces, *, daily: bool = False):
    """An expression: the place of the piece a row's day lies in, or the day itself."""
    if daily:
        return F(column)
    if len({place for place, _ in pieces}) == 1:
        return Value(pieces[0][0], output_field=IntegerField())
    whens = [When(_range(column, piece), then=Value(place)) for place, piece in pieces]
    return Case(*whens, output_field=IntegerField())


def _range(column: str, piece: Period) -> Q:
    return Q(**{f"{column}__gte": piece.start, f"{column}__lt": piece.end})
