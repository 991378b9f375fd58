"""Targets as an import kind: whose, which month or quarter, how much; long, or with a column for each month."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from leitai.audit import actions as audit
from leitai.goals.actions import TargetRow, set_targets, unset_targets
from leitai.goals.actions.setting import fates
from leitai.goals.errors import MESSAGES, GoalError
from leitai.goals.models import Goal
from leitai.goals.numbers import Numbers
from leitai.imports import fields as read
from leitai.imports.fields import CellRefused, Field, simple
from leitai.imports.finding import PeopleFinder
from leitai.imports.kinds import Kind, Offer, Row, Session
from leitai.imports.models import Change
from leitai.imports.reading import shown
from leitai.imports.reading.periods import read_period
from leitai.metrics.models import Metric
from leitai.metrics.queries import library
from leitai.organization.models import Unit
from leitai.tally.amounts import to_units
from leitai.tally.periods import Period


@dataclass(frozen=True)
class Span:
    """A period as a file says it; `period` None: only the first day of a wide table's column."""

    period: Period


def span(cell, column) -> Span:
    """2026-01, 2026年1月, 2026Q1, 2026年; a day stands for its month."""
    text = shown(cell).strip()
    if len(bare := text.removesuffix("度").removesuffix("年")) == 4 and bare.isdigit() and 1900 <= int(bare) <= 2199:
        return Span(Period.year(int(bare)))
    found = read_period(cell if not isinstance(cell, str) else text)
    if found and found.year and not found.label:
        return Span(Period(found.start(found.year), found.end(found.year)))
    try:
        day = read.day(cell, column)
    except CellRefused as refused:
        raise CellRefused("not_a_period", text=text) from refused
    return Span(Period.month(day.year, day.month))


def metric_choices() -> list[tuple[str, str]]:
    return [(metric.code or metric.name, metric.name) for metric in library()]


class TargetsKind(Kind):
    key = "targets"
    label = _("Targets")
    noun = _("targets")
    order = 50
    icon = "target"
    sum_field = "target"
    period_field, value_field, period_edge, period_until = "period", "target", "first", "until"
    preview = ("person", "unit", "period", "metric", "target")
    fields = (
        Field("person", _("person"), read.text(120), synonyms=("姓名", "业务员", "销售", "销售员", "人员", "负责人", "员工", "工号", "sales_agent", "salesperson", "rep", "owner", "employee"), example="周若溪"),
        Field("unit", _("unit"), read.text(120), synonyms=("部门", "团队", "区域", "大区", "组织", "unit", "team", "department"), example="华东一部"),
        Field("period", _("period"), span, required=True, synonyms=("期间", "月份", "月", "年月", "季度", "周期", "考核期", "目标月份", "period", "month"), example="2026-11"),
        Field("until", _("until"), read.day, fixable=False),
        Field("target", _("target"), read.amount, required=True, synonyms=("目标", "目标值", "目标额", "销售目标", "业绩目标", "月目标", "任务", "任务额", "指标值", "金额", "target", "goal", "quota"), example="50万"),
        Field("metric", _("metric"), read.text(60), required=True, synonyms=("指标", "指标名称", "考核指标", "目标类型", "metric", "measure"), example="净销售额", choices=metric_choices),
    )  # fmt: skip
    messages = {
        **MESSAGES,
        "not_a_period": _("“%(text)s” is no month, quarter or year. Write it like 2026-11 or 2026Q4."),
        "no_unit": _("There is no unit “%(text)s”."),
        "two_units": _("There are %(count)s units called “%(text)s”."),
        "no_metric": _("There is no metric “%(text)s”."),
        "no_owner": _("Say whose target it is: a person or a unit."),
    }

    def missing(self, plan):
        known = plan.known()
        found = super().missing(plan)
        return found if known & {"person", "unit"} else [self.field("person"), *found]

    def told_by(self, headings, file_name):
        """Net sales, unless headings or file name speak of another metric."""
        said = " ".join([file_name, *headings])
        named = [metric for metric in library() if metric.name in said]
        best = max(named, key=lambda metric: len(metric.name), default=None)
        return {"metric": (best.code or best.name) if best else "net_sales"}

    def session(self, occasion):
        return TargetsSession(occasion)

    def why_not_undo(self, batch):
        goals = _goals_of(batch)
        return [
            _now("%(name)s was changed since.") % {"name": goals[change.subject_id]}
            for change in _changes(batch)
            if change.subject_id in goals and _target(goals[change.subject_id]) != change.after["target"]
        ]

    @transaction.atomic
    def undo(self, batch, *, by, at):
        goals = _goals_of(batch)
        before = {change.subject_id: change.before and change.before["target"] for change in _changes(batch)}
        unset_targets(goals=goals.values(), before=before, reason=_now("The import was undone."), by=by, at=at)
        audit.record(batch, "undone", by=by, at=at, after={"goals": len(goals)})


def _changes(batch):
    return batch.changes.filter(subject_type=Goal._meta.label_lower)


def _goals_of(batch) -> dict[int, Goal]:
    return Goal.objects.select_related("metric", "person", "unit", "in_force").in_bulk(
        [each.subject_id for each in _changes(batch)]
    )


def _target(goal: Goal) -> int | None:
    return goal.in_force.target if goal.in_force else None


class TargetsSession(Session):
    def __init__(self, occasion):
        super().__init__(occasion)
        self.people = PeopleFinder()
        self.units: dict[str, list[Unit]] = {}
        for unit in Unit.objects.filter(archived_at__isnull=True):
            self.units.setdefault(simple(unit.name), []).append(unit)
        self.metrics = _metrics_by_name()
        self._seen: dict[tuple, Row] = {}

    def judge(self, rows: list[Row]) -> None:
        drafted = []
        for row in rows:
            target = self._target(row)
            if target is not None and self._once(row, target):
                row.subject = target
                drafted.append(row)
        for row, fate in zip(drafted, fates([row.subject for row in drafted]), strict=True):
            row.fate = fate
            if fate == "changed":
                row.changes = {"target": ("", row.texts.get("target", ""))}

    def _target(self, row: Row) -> TargetRow | None:
        owner, metric = self._owner(row), self._metric(row)
        if row.problems:
            return None
        period = row.values["period"].period
        if "until" in row.values:
            period = Period.through(period.start, _day(row.values["until"]))
        number = int(row.values["target"] * metric.scale) if metric.is_ratio else to_units(row.values["target"])
        try:
            Numbers(target=number).check(metric, "")
        except GoalError as error:
            row.refuse("target", error.code)
            return None
        return TargetRow(metric, owner, period, number)

    def _owner(self, row: Row):
        if "person" in row.values:
            found = self.people.put(row, "person")
            return self.people.people.get(found) if found else None
        if "unit" in row.values:
            return self._unit(row, str(row.values["unit"]))
        row.refuse("person", "no_owner")
        return None

    def _unit(self, row: Row, text: str) -> Unit | None:
        found = self.units.get(simple(text.rsplit("/", 1)[-1]), [])
        if len(found) == 1:
            return found[0]
        row.refuse("unit", "two_units" if found else "no_unit", text=text, count=len(found))
        return None

    def _metric(self, row: Row) -> Metric | None:
        text = str(row.values["metric"])
        found = self.metrics.get(simple(text))
        if found is None:
            names = [metric.name for metric in library() if simple(text) in simple(metric.name)]
            row.refuse("metric", "no_metric", *(Offer(name, name) for name in names[:3]), text=text)
        return found

    def _once(self, row: Row, target: TargetRow) -> bool:
        first = self._seen.setdefault(target.key, row)
        if first is not row:
            row.refuse("period", "twice_same" if first.texts == row.texts else "twice_different", line=first.number)
        return first is row

    def post(self, rows: list[Row], *, batch, by, at) -> None:
        targets = [row.subject for row in rows]
        keys = {target.key for target in targets}
        starts = [target.period.start for target in targets]
        there = Goal.objects.filter(
            start__gte=min(starts), start__lte=max(starts), withdrawal__isnull=True
        ).select_related("in_force")
        before = {
            goal.pk: _target(goal) for goal in there if (goal.metric_id, *goal.owner_key, goal.start, goal.end) in keys
        }
        for goal in set_targets(rows=targets, reason=_now("Imported."), by=by, at=at).goals:
            number = before.get(goal.pk)
            Change.objects.create(
                batch=batch, subject_type=goal._meta.label_lower, subject_id=goal.pk,
                before=None if number is None else {"target": number}, after={"target": goal.in_force.target},
            )  # fmt: skip


def _metrics_by_name() -> dict[str, Metric]:
    """By code, and by name in every language of the product: a file may be checked in another than it was sent in."""
    metrics = list(library().select_related("current"))
    found = {simple(metric.code): metric for metric in metrics if metric.code}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found.update({simple(metric.name): metric for metric in metrics})
    return found


def _day(value) -> date:
    return value.date() if hasattr(value, "date") else value
