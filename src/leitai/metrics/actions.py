"""Defining metrics, and importing the market's size. A change of meaning is a new version, with its reason."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from leitai.audit.actions import record
from leitai.metrics.definitions import Definition, DefinitionError, from_json, to_json
from leitai.metrics.errors import MetricError
from leitai.metrics.models import MarketSeries, Metric, MetricVersion


@transaction.atomic
def define_metric(
    *, name: str, definition: Definition, unit: str, direction: str = "up", group: str = "sales", remark: str = "",
    by, at: datetime,
) -> Metric:  # fmt: skip
    """A metric of the company's own. Raises MetricError."""
    _check(definition, unit)
    _check_name(name)
    metric = Metric.objects.create(
        code=_free_code(name), label=name, unit=unit, direction=direction, group=group, remark=remark,
        created_by=by, created_at=at,
    )  # fmt: skip
    _new_version(metric, definition, reason="", by=by, at=at)
    record(metric, "defined", by=by, at=at, after={"definition": to_json(definition)})
    return metric


@transaction.atomic
def redefine_metric(*, metric: Metric, definition: Definition, reason: str, by, at: datetime) -> MetricVersion:
    """The metric means something else from now on; what was agreed on an older version keeps that version."""
    metric = Metric.objects.select_for_update(of=("self",)).select_related("current").get(pk=metric.pk)
    if metric.builtin:
        raise MetricError("built_in")
    if metric.archived_at:
        raise MetricError("archived", metric=metric)
    if not reason.strip():
        raise MetricError("reason_missing", field="reason")
    if metric.definition == definition:
        raise MetricError("same_definition")
    _check(definition, metric.unit)
    before = to_json(metric.definition)
    version = _new_version(metric, definition, reason=reason, by=by, at=at)
    record(metric, "redefined", by=by, at=at, before=before, after={**to_json(definition), "reason": reason})
    return version


@transaction.atomic
def archive_metric(*, metric: Metric, by, at: datetime) -> Metric:
    """It is offered no longer; whatever uses it goes on using it."""
    metric.archived_at = at
    metric.save(update_fields=["archived_at"])
    record(metric, "archived", by=by, at=at)
    return metric


@transaction.atomic
def restore_metric(*, metric: Metric, by, at: datetime) -> Metric:
    """It is offered again. Raises MetricError where another took its name meanwhile."""
    if not metric.builtin:
        _check_name(metric.label, other_than=metric)
    metric.archived_at = None
    metric.save(update_fields=["archived_at"])
    record(metric, "restored", by=by, at=at)
    return metric


@transaction.atomic
def set_market_sizes(*, rows: Iterable[tuple[date, str, str, Decimal, str]], by, at: datetime, batch=None) -> int:
    """Rows of (month, line, region, size, source); a row that is there is replaced. Answers how many changed."""
    changed = 0
    for month, line, region, size, source in rows:
        if size <= 0:
            raise MetricError("size_not_positive", field="size")
        key = {"month": month.replace(day=1), "line": line, "region": region}
        row = MarketSeries.objects.filter(**key).first()
        if row and (row.size, row.source) == (size, source):
            continue
        before = row and {"size": row.size, "source": row.source}
        row = row or MarketSeries(**key)
        row.size, row.source, row.batch = size, source, batch
        row.save()
        changed += 1
        record(row, "market size set", by=by, at=at, before=before, after={"size": size, "source": source})
    return changed


def _check(definition: Definition, unit: str) -> None:
    try:
        if from_json(to_json(definition)) != definition:
            raise MetricError("not_json")
        definition.check_unit(unit)
    except DefinitionError as error:
        raise MetricError(error.code, **error.facts) from error


def _check_name(name: str, *, other_than: Metric | None = None) -> None:
    if not name.strip():
        raise MetricError("name_missing", field="name")
    others = Metric.objects.filter(archived_at=None)
    if other_than:
        others = others.exclude(pk=other_than.pk)
    if any(other.name == name for other in others):
        raise MetricError("name_taken", field="name")


def _new_version(metric: Metric, definition: Definition, *, reason: str, by, at: datetime) -> MetricVersion:
    number = metric.current.number + 1 if metric.current else 1
    version = MetricVersion.objects.create(
        metric=metric, number=number, data=to_json(definition), reason=reason, by=by, at=at
    )
    metric.current = version
    metric.save(update_fields=["current"])
    return version


def _free_code(name: str) -> str:
    """A stable code from the name's latin letters, or `own`, with a number where it is taken."""
    stem = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:40] or "own"
    taken = set(Metric.objects.filter(code__startswith=stem).values_list("code", flat=True))
    number = 1
    while (code := stem if number == 1 else f"{stem}_{number}") in taken:
        number += 1
    return code
