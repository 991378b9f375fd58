"""Kinds whose rows are plain things with a name and perhaps a number: customers, products.

A row is known again by its number, else by its name, spelling aside. Only what the file says is changed: a
column that is not there, or an empty cell, leaves the thing as it is.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from leitai.audit import actions as audit
from leitai.imports.finding import NameFinder
from leitai.imports.kinds import CHANGED, NEW, SAME, Kind, Row, Session
from leitai.imports.models import Change


class DimensionKind(Kind):
    """`model` has `name` and `code`; `plain` are the fields of both the kind and the model."""

    model: type
    plain: tuple[str, ...] = ()

    def things(self):
        return self.model.objects.all()

    def made(self, values: dict, *, at: datetime):
        """A new thing, not saved."""
        return self.model(**values)

    def session(self, occasion):
        return DimensionSession(occasion, self)

    def why_not_undo(self, batch) -> list[str]:
        reasons: list[str] = []
        try:
            with transaction.atomic():
                reasons = _take_back(batch, self.model)
                raise _Rehearsed
        except _Rehearsed:
            return reasons

    @transaction.atomic
    def undo(self, batch, *, by, at: datetime) -> None:
        if reasons := _take_back(batch, self.model):
            raise ValueError("; ".join(reasons))
        audit.record(batch, "undone", by=by, at=at, after={"changes": batch.changes.count()})


class _Rehearsed(Exception):
    """Ends the rehearsal, so that nothing of it stays."""


class DimensionSession(Session):
    def __init__(self, occasion, kind: DimensionKind):
        super().__init__(occasion)
        self.kind = kind
        self.things = {thing.pk: thing for thing in kind.things()}
        self.finder = NameFinder([(thing.pk, thing.name, thing.code) for thing in self.things.values()])
        self._seen: dict[str, tuple[int, dict]] = {}

    def judge(self, rows: list[Row]) -> None:
        for row in rows:
            if self._once(row):
                self._decide(row)

    def _once(self, row: Row) -> bool:
        known = row.values.get("code") or row.values["name"]
        line, texts = self._seen.setdefault(known.casefold(), (row.number, row.texts))
        if line != row.number:
            row.refuse(
                "code" if row.values.get("code") else "name",
                "twice_same" if texts == row.texts else "twice_different",
                line=line,
            )
        return line == row.number

    def _decide(self, row: Row) -> None:
        thing = self._thing(row)
        row.subject = thing
        if thing is None:
            row.fate = NEW
            return
        said = {key: row.values[key] for key in ("name", "code", *self.kind.plain) if key in row.values}
        row.changes = {
            key: (_text(getattr(thing, key)), _text(new)) for key, new in said.items() if getattr(thing, key) != new
        }
        row.fate = CHANGED if row.changes else SAME

    def _thing(self, row: Row):
        code = row.values.get("code", "")
        found = self.finder.find(code) if code else None
        if found and self.things[found].code.casefold() == code.casefold():
            return self.things[found]
        named = self.finder.find(row.values["name"])
        if named and (not code or not self.things[named].code):
            return self.things[named]
        return None

    def post(self, rows: list[Row], *, batch, by, at: datetime) -> None:
        for row in rows:
            values = {key: row.values[key] for key in ("name", "code", *self.kind.plain) if key in row.values}
            thing, before = row.subject, None
            if thing is None:
                thing = self.kind.made(values, at=at)
            else:
                before = {key: _text(getattr(thing, key)) for key in row.changes}
                for key in row.changes:
                    setattr(thing, key, values[key])
            thing.save()
            self.things[thing.pk] = thing
            self.finder.add(thing.pk, thing.name, thing.code)
            Change.objects.create(
                batch=batch, subject_type=thing._meta.label_lower, subject_id=thing.pk, before=before,
                after={key: _text(getattr(thing, key)) for key in (row.changes or values)},
            )  # fmt: skip


def _text(value) -> str:
    return "" if value is None else str(value)


def _take_back(batch, model) -> list[str]:
    changes = batch.changes.filter(subject_type=model._meta.label_lower).order_by("-id")
    return [reason for change in changes if (reason := _back(change, model))]


def _back(change: Change, model) -> str | None:
    thing = model.objects.filter(pk=change.subject_id).first()
    if thing is None:
        return None
    if any(_text(getattr(thing, key)) != value for key, value in change.after.items()):
        return _("%(name)s was changed since.") % {"name": thing.name}
    if change.before is not None:
        for key, value in change.before.items():
            setattr(
                thing,
                key,
                model._meta.get_field(key).to_python(value) if value or not model._meta.get_field(key).null else None,
            )
        thing.save()
        return None
    try:
        with transaction.atomic():
            thing.delete()
    except ProtectedError:
        return _("%(name)s is in use already: records, goals or other rows refer to it.") % {"name": thing.name}
    return None
