"""The market's size as an import kind: month, line, region, size."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from leitai.audit import actions as audit
from leitai.imports import fields as read
from leitai.imports.fields import CellRefused, Field
from leitai.imports.kinds import CHANGED, NEW, SAME, Kind, Row, Session
from leitai.imports.models import Change
from leitai.imports.reading import shown
from leitai.imports.reading.periods import read_period
from leitai.metrics.actions import set_market_sizes
from leitai.metrics.models import MarketSeries


def month(cell, column) -> date:
    """The first day of a month: 2026-01, 2026年1月, or any day in it."""
    found = read_period(cell)
    if found and found.kind == "month" and found.year and not found.label:
        return found.start(found.year)
    try:
        day = read.day(cell, column)
    except CellRefused as refused:
        raise CellRefused("not_a_month", text=shown(cell)) from refused
    return date(day.year, day.month, 1)


class MarketKind(Kind):
    key = "market"
    label = _("Market size")
    noun = _("market figures")
    order = 60
    icon = "chart-area"
    sum_field = "size"
    period_field, value_field, period_edge = "month", "size", "first"
    preview = ("month", "line", "region", "source", "size")
    fields = (
        Field("month", _("month"), month, required=True, synonyms=("月份", "月", "年月", "日期", "统计月份", "month", "date", "period"), example="2026-01"),
        Field("size", _("market size"), read.amount, required=True, synonyms=("市场规模", "市场销售额", "市场总额", "行业销售额", "规模", "金额", "size", "market_size", "market"), example="1,200万"),
        Field("line", _("product line"), read.text(120), synonyms=("产品线", "品类", "产品类别", "line", "category"), example="温控", free_text=True),
        Field("region", _("region"), read.text(80), synonyms=("地区", "区域", "省份", "region"), example="华东", free_text=True),
        Field("source", _("published by"), read.text(200), synonyms=("来源", "数据来源", "发布方", "发布机构", "source", "publisher"), example="", free_text=True),
    )  # fmt: skip
    messages = {
        "not_a_month": _("“%(text)s” is not a month. Write it like 2026-01."),
        "size_not_positive": _("The market's size must be more than zero."),
    }

    def session(self, occasion):
        return MarketSession(occasion)

    def why_not_undo(self, batch):
        touched = batch.changes.filter(subject_type=MarketSeries._meta.label_lower).values("subject_id")
        return [
            _now("%(name)s was changed since.") % {"name": row}
            for row in MarketSeries.objects.filter(pk__in=touched).exclude(batch=batch)
        ]

    @transaction.atomic
    def undo(self, batch, *, by, at):
        changes = batch.changes.filter(subject_type=MarketSeries._meta.label_lower)
        rows = MarketSeries.objects.in_bulk([change.subject_id for change in changes])
        for change in changes:
            row = rows.get(change.subject_id)
            if row and change.before is None:
                row.delete()
            elif row:
                row.size, row.source, row.batch_id = (
                    Decimal(change.before["size"]),
                    change.before["source"],
                    change.before["batch"],
                )
                row.save()
        audit.record(batch, "undone", by=by, at=at, after={"changes": len(changes)})


class MarketSession(Session):
    def __init__(self, occasion):
        super().__init__(occasion)
        self._seen: dict[tuple, Row] = {}
        self._there = {(each.month, each.line, each.region): each for each in MarketSeries.objects.all()}

    def judge(self, rows: list[Row]) -> None:
        for row in rows:
            key = row.subject = (row.values["month"], row.values.get("line", ""), row.values.get("region", ""))
            first = self._seen.setdefault(key, row)
            if row.values["size"] <= 0:
                row.refuse("size", "size_not_positive")
            elif first is not row:
                row.refuse("month", "twice_same" if first.texts == row.texts else "twice_different", line=first.number)
            else:
                self._decide(row, self._there.get(key))

    def _decide(self, row: Row, there: MarketSeries | None) -> None:
        if there is None:
            row.fate = NEW
            return
        said = {"size": row.values["size"], "source": row.values.get("source", "")}
        row.changes = {
            key: (str(getattr(there, key)), str(value)) for key, value in said.items() if getattr(there, key) != value
        }
        row.fate = CHANGED if row.changes else SAME

    def post(self, rows: list[Row], *, batch, by, at) -> None:
        before = {row.subject: self._there.get(row.subject) for row in rows}
        kept = {
            key: each and {"size": str(each.size), "source": each.source, "batch": each.batch_id}
            for key, each in before.items()
        }
        posted = [(*row.subject, row.values["size"], row.values.get("source", "")) for row in rows]
        set_market_sizes(rows=posted, by=by, at=at, batch=batch)
        for key in kept:
            now = MarketSeries.objects.get(month=key[0], line=key[1], region=key[2])
            self._there[key] = now
            Change.objects.create(
                batch=batch,
                subject_type=now._meta.label_lower,
                subject_id=now.pk,
                before=kept[key],
                after={"size": str(now.size)},
            )
