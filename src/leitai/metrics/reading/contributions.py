"""What each record brings to each person it counts for. Added up per person, or per unit, it is what the metric says."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

import polars as pl
from django.db.models import BigIntegerField, ExpressionWrapper, F, Q, QuerySet, Value

from leitai.metrics.definitions import Definition, Term
from leitai.metrics.reading.conditions import live_records
from leitai.metrics.reading.question import Question
from leitai.metrics.reading.units import Tree
from leitai.sales.models import Credit, FirstOrder, Record
from leitai.tally.amounts import SCALE
from leitai.tally.periods import Period

SCHEMA = {
    "record": pl.Int64, "kind": pl.String, "day": pl.Date, "person": pl.Int64, "unit": pl.Int64, "base": pl.Int64
}  # fmt: skip
KEYS = ["record", "kind", "day", "person", "unit"]
COUNTS = ("count", "new_customers")


@dataclass
class Making:
    """What one record is made of: its columns (amount, discount, …) as they are added, whole, and what counts of it.

    Whole amounts in currency units (counts in pieces), signed; `counted` is the person's part of their sum.
    """

    columns: dict[str, Decimal] = field(default_factory=dict)
    counted: Decimal = Decimal(0)

    def add(self, signs: dict[str, int], values: Sequence[Decimal]) -> None:
        """The columns of one row, first whole, then as far as they are counted."""
        for place, (name, sign) in enumerate(signs.items()):
            self.columns[name] = self.columns.get(name, Decimal(0)) + values[place] * sign
            self.counted += values[place + len(signs)] * sign

    @property
    def whole(self) -> Decimal:
        return sum(self.columns.values(), Decimal(0))


def contributions(
    definition: Definition, periods: Sequence[Period], *, person_ids: Iterable[int] | None = None, unit_ids=None,
    record_ids=None, as_of: date | None = None, known_at: datetime | None = None,
) -> pl.DataFrame:  # fmt: skip
    """One row per record and person: `record, kind, day, person, unit, base` (1/10,000); nothing where it is 0.

    Amounts of a shared record go to its credits, counts to whose it is. `unit` is where the person belonged on the
    record's day. `person_ids`, `unit_ids` (with those below) and `record_ids` narrow what is read; `as_of` and
    `known_at` as in queries.read. Raises ValueError for what does not add up by records (`adds_by_record`).
    """
    if not definition.adds_by_record:
        raise ValueError("This metric does not add up record by record.")
    tree = Tree()
    narrow = Q() if person_ids is None else Q(person_id__in=list(person_ids))
    if unit_ids is not None:
        narrow &= Q(unit_id__in=tree.with_below(unit_ids))
    question = Question.of("none", periods, as_of=as_of, known_at=known_at)
    chosen = None if record_ids is None else list(record_ids)
    rows = [row for term in definition.terms for row in _of_term(term, question, tree, narrow, chosen)]
    frame = pl.DataFrame(rows, schema=SCHEMA, orient="row")
    return frame.group_by(KEYS).agg(pl.col("base").sum()).filter(pl.col("base") != 0).sort("record", "person")


def makings(
    definition: Definition, periods: Sequence[Period], *, person_id: int, record_ids: Iterable[int], known_at: datetime
) -> dict[int, Making]:
    """How the base of each of these records came about for a person, as `contributions` read it at that instant."""
    question = Question.of("none", periods, known_at=known_at)
    chosen = list(record_ids)
    found: dict[int, Making] = {}
    for term in definition.terms:
        for source in _sources(term, question, Tree(), Q(person_id=person_id), chosen):
            for record, *values in source.read_columns():
                found.setdefault(record, Making()).add(source.columns, values)
    return found


def _of_term(term: Term, question: Question, tree: Tree, narrow: Q, chosen: list[int] | None) -> Iterable[tuple]:
    """The rows of one term."""
    for source in _sources(term, question, tree, narrow, chosen):
        yield from source.read()


@dataclass(frozen=True)
class _Source:
    """Rows that bring something, and the columns that make it, each with its sign. A count has no column: it is one."""

    rows: QuerySet
    columns: dict[str, int]
    sign: int
    prefix: str = ""

    def read(self) -> Iterable[tuple]:
        """A row of SCHEMA each: the columns already added up."""
        value = sum((_units(name) * sign for name, sign in self.columns.items()), Value(0))
        if not self.columns:
            value = Value(self.sign * SCALE)
        fields = (self._record, f"{self.prefix}kind", f"{self.prefix}day", "person_id", "unit_id", "base")
        base = ExpressionWrapper(value, output_field=BigIntegerField())
        return self.rows.order_by().annotate(base=base).values_list(*fields).iterator(chunk_size=20_000)

    def read_columns(self) -> Iterable[tuple]:
        """The record, its columns whole, and the same columns as they are counted here."""
        whole = [f"{self.prefix}{name}" for name in self.columns]
        return self.rows.order_by().values_list(self._record, *whole, *self.columns)

    @property
    def _record(self) -> str:
        return "record_id" if self.prefix else "pk"


def _sources(term: Term, question: Question, tree: Tree, narrow: Q, chosen: list[int] | None) -> Iterable[_Source]:
    """The records of whose they are, and the credits where the term follows them."""
    if not question.known:
        return
    if term.filters.units:
        narrow &= Q(unit_id__in=tree.with_below(term.filters.units))
    own = _passing(term, question, chosen) & narrow
    if term.field in COUNTS:
        rows = Record.objects.filter(own)
        if term.field == "new_customers":
            rows = rows.filter(pk__in=FirstOrder.objects.values("record_id"))
        yield _Source(rows, {}, term.sign)
        return
    columns = {name: sign * term.sign for name, sign in _columns(term).items()}
    if term.credit == "owner":
        yield _Source(Record.objects.filter(own & _costed(term)), columns, term.sign)
        return
    yield _Source(Record.objects.filter(own & _costed(term), split=False), columns, term.sign)
    shared = _passing(term, question, chosen, prefix="record__") & narrow
    yield _Source(Credit.objects.filter(shared & _costed(term)), columns, term.sign, prefix="record__")


def _passing(term: Term, question: Question, chosen: list[int] | None, prefix: str = "") -> Q:
    passing = live_records(term.kinds, term.filters, question.known, prefix=prefix, known_at=question.known_at)
    if chosen is None:
        return passing
    return passing & Q(**{"record_id__in" if prefix else "pk__in": chosen})


def _columns(term: Term) -> dict[str, int]:
    """The columns of a record that make the field, each with its sign."""
    columns: dict[str, int] = {}
    for name, sign in term.recipe.items():
        parts = {"amount": 1, "discount": -1} if name == "costed" else {name: 1}
        for column, turned in parts.items():
            columns[column] = columns.get(column, 0) + sign * turned
    return columns


def _costed(term: Term) -> Q:
    return Q(cost__isnull=False) if {"costed", "cost"} & set(term.recipe) else Q()


def _units(column: str):
    return ExpressionWrapper(F(column), output_field=BigIntegerField())
