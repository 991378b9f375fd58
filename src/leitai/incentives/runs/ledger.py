"""What final runs paid, and which rules they paid it by."""

from collections.abc import Iterable

import polars as pl
from django.db.models import BigIntegerField, QuerySet, Sum
from django.db.models.functions import Cast

from leitai.incentives.models import Basis, Line, Run, Scheme, Subtotal
from leitai.tally.amounts import to_units
from leitai.tally.periods import Period

SCHEMA = {"start": pl.Date, "component": pl.String, "record": pl.Int64, "person": pl.Int64, "paid": pl.Int64}


def final_runs() -> QuerySet[Run]:
    return Run.objects.filter(finalisation__isnull=False)


def last_final() -> Run | None:
    """The run that was made final last: what a new run must have seen."""
    return final_runs().order_by("finalisation__id").last()


def first_bases(scheme: Scheme) -> list[Basis]:
    """The basis by which each period of the scheme was paid first, in order of time."""
    bases = Basis.objects.filter(run__finalisation__isnull=False, version__scheme=scheme, fresh=True)
    return list(bases.select_related("version").order_by("start"))


def paid_periods(scheme: Scheme) -> set[Period]:
    """The periods of the scheme that a final run has paid."""
    return {Period(basis.start, basis.end) for basis in first_bases(scheme)}


def paid_bases(scheme: Scheme) -> pl.DataFrame:
    """Per period (its start), component, record and person: the base that was paid on. Zeros are left out."""
    lines = Line.objects.filter(
        record__isnull=False,
        subtotal__basis__run__finalisation__isnull=False,
        subtotal__basis__version__scheme=scheme,
    )
    keys = ("subtotal__basis__start", "subtotal__component", "record_id", "statement__person_id")
    rows = lines.order_by().values_list(*keys).annotate(paid=_units("base"))
    frame = pl.DataFrame(list(rows.iterator(chunk_size=20_000)), schema=SCHEMA, orient="row")
    return frame.filter(pl.col("paid") != 0)


def targets_paid_by(scheme: Scheme) -> dict[tuple, int]:
    """The target (units) each person was measured against, by (period start, component, person id)."""
    rows = Subtotal.objects.filter(
        basis__run__finalisation__isnull=False, basis__version__scheme=scheme, target__isnull=False
    ).order_by("id")
    keys = ("basis__start", "component", "statement__person_id")
    return {tuple(key): to_units(target) for *key, target in rows.values_list(*keys, "target")}


def paid_for_awards(award_ids: Iterable[int]) -> dict[int, int]:
    """Units paid on each award so far, by its id."""
    lines = Line.objects.filter(award__in=list(award_ids), statement__run__finalisation__isnull=False)
    rows = lines.order_by().values_list("award_id").annotate(units=_units("amount"))
    return dict(rows)


def debts() -> dict[int, int]:
    """Units that wait to be taken back, by person id: what their carried lines add up to."""
    lines = Line.objects.filter(kind=Line.Kind.CARRY, statement__run__finalisation__isnull=False)
    rows = lines.order_by().values_list("statement__person_id")
    sums = dict(rows.annotate(units=_units("amount")))
    return {person: units for person, units in sums.items() if units}


def _units(column: str):
    """The sum as a plain integer on every engine."""
    return Cast(Sum(column), BigIntegerField())


def period_of(run: Run) -> Period:
    return Period(run.start, run.end)
