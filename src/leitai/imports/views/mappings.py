"""Which column is what: the file's headings against the kind's fields, and what is the same for every row."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST

from leitai import clock
from leitai.accounts.access import may
from leitai.imports import kinds, storage
from leitai.imports.actions import settle
from leitai.imports.actions.receiving import source_of
from leitai.imports.headings import column_of
from leitai.imports.kinds import Kind
from leitai.imports.messages import file_sentence, notice_sentence
from leitai.imports.models import Batch
from leitai.imports.plans import Plan
from leitai.imports.policies import batches_visible_to, may_import
from leitai.imports.preparing import VIRTUAL, Prepared, prepare, propose
from leitai.imports.reading import FileRefused, open_book, shown
from leitai.imports.views.start import begin_check


@may(may_import)
def edit(request, pk):
    batch = _open(request, pk)
    if batch.state in (Batch.State.DONE, Batch.State.IMPORTING, Batch.State.CANCELLED):
        return redirect("imports:batch", pk=pk)
    kind, plan = kinds.get(batch.kind), Plan.from_json(batch.plan)
    errors: dict[str, str] = {}
    if request.method == "POST":
        again = _read(request.POST, plan, batch, kind)
        errors = {} if again else _lacking(kind, plan)
        settle(batch=batch, plan=plan)
        if not errors and not again:
            begin_check(batch)
            return redirect("imports:batch", pk=pk)
    try:
        prepared = prepare(storage.path_of(batch.stored), batch.file_name, plan)
    except FileRefused as refused:
        return render(
            request, "imports/failed.html", {"batch": batch, "failure": file_sentence(refused.code, refused.facts)}
        )
    return render(
        request, "imports/mapping.html", _context(batch, kind, plan, prepared, errors), status=422 if errors else 200
    )


@may(may_import)
@require_POST
def second_file(request, pk):
    """A second file whose columns are looked up by a key both share; an empty post takes it away again."""
    batch = _open(request, pk)
    kind, plan = kinds.get(batch.kind), Plan.from_json(batch.plan)
    before = plan.lookup
    upload = request.FILES.get("file")
    plan.lookup, plan.mapping = None, {}
    error = ""
    if upload:
        try:
            kept = storage.keep(upload.chunks(), upload.size)
            plan.lookup = {"stored": kept.name, "name": upload.name[:200], "key": request.POST.get("key", "")}
            plan, _prepared = propose(
                storage.path_of(batch.stored), batch.file_name, kind, today=clock.today(), plan=plan
            )
        except storage.TooLarge as large:
            error = file_sentence("too_large", {"size": large.size, "limit": large.limit})
        except FileRefused as refused:
            code = "no_shared_key" if refused.code == "no_such_column" else refused.code
            error = (
                _("The two files share no column whose values are unique in the second.")
                if code == "no_shared_key"
                else file_sentence(code, refused.facts)
            )
    if error or not upload:
        plan.lookup = None
        plan, _prepared = propose(storage.path_of(batch.stored), batch.file_name, kind, today=clock.today(), plan=plan)
    if before:
        storage.forget(before["stored"])
    settle(batch=batch, plan=plan)
    if error:
        prepared = prepare(storage.path_of(batch.stored), batch.file_name, plan)
        return render(
            request, "imports/mapping.html", _context(batch, kind, plan, prepared, {"lookup": error}), status=422
        )
    return redirect("imports:mapping", pk=pk)


UNITS = [
    ("yuan", pgettext_lazy("unit", "yuan")),
    ("thousand", pgettext_lazy("unit", "thousand yuan")),
    ("wan", pgettext_lazy("unit", "ten thousand yuan")),
    ("million", pgettext_lazy("unit", "million yuan")),
    ("yi", pgettext_lazy("unit", "hundred million yuan")),
]


def _open(request, pk) -> Batch:
    return get_object_or_404(batches_visible_to(request.rights).exclude(stored=""), pk=pk)


def _read(said, plan: Plan, batch: Batch, kind: Kind) -> bool:
    """Take what the form says into the plan; True where the columns themselves change and are to be shown again."""
    again = _read_shape(said, plan, batch, kind)
    if not again:
        fields = {field.key for field in kind.fields}
        for place, heading in enumerate(plan.mapping):
            key = said.get(f"column-{place}", "")
            plan.mapping[heading] = key if key in fields else None
            if unit := said.get(f"unit-{place}"):
                plan.units[heading] = unit
    plan.fixed = {
        field.key: said[f"fixed-{field.key}"].strip()
        for field in kind.fields
        if said.get(f"fixed-{field.key}", "").strip()
    }
    plan.create = [what for what, _label, _default in kind.creates if said.get(f"create-{what}")]
    plan.source = said.get("source", "").strip()[:120] or source_of(batch.file_name)
    plan.remember = said.get("remember") == "1"
    return again


def _read_shape(said, plan: Plan, batch: Batch, kind: Kind) -> bool:
    sheet = said.get("sheet") or None
    row = int(said["heading_row"]) if said.get("heading_row", "").isdigit() else None
    repair = {"column": said["repair"], "thousands": said.get("thousands") == "1"} if said.get("repair") else None
    wide = plan.wide
    if said.get("year", "").isdigit() and 1900 <= int(said["year"]) <= 2199 and wide:
        wide = {**wide, "year": int(said["year"])}
    if (sheet, row) != (plan.sheet, plan.heading_row):
        fresh = Plan(sheet=sheet, heading_row=row, source=plan.source, lookup=plan.lookup)
        fresh, _prepared = propose(
            storage.path_of(batch.stored), batch.file_name, kind, today=clock.today(), plan=fresh
        )
        plan.__dict__.update(fresh.__dict__)
        return True
    changed = bool(repair) != bool(plan.repair)
    plan.repair, plan.wide = repair, wide
    return changed and said.get("apply") == "repair"


def _lacking(kind: Kind, plan: Plan) -> dict[str, str]:
    errors = {
        field.key: _("No column was chosen for “%(label)s”.") % {"label": field.label} for field in kind.missing(plan)
    }
    chosen = [key for key in plan.mapping.values() if key]
    for key in {each for each in chosen if chosen.count(each) > 1}:
        errors[key] = _("“%(label)s” was chosen for two columns.") % {"label": kind.field(key).label}
    return errors


def _context(batch: Batch, kind: Kind, plan: Plan, prepared: Prepared, errors: dict[str, str]) -> dict:
    headings = prepared.table.headings
    first = prepared.sound_lines(30)
    columns = [
        _column(place, heading, first, plan, kind)
        for place, heading in enumerate(plan.mapping)
        if heading in headings and heading not in VIRTUAL
    ]
    return {
        "batch": batch, "kind": kind, "plan": plan, "prepared": prepared, "columns": columns, "errors": errors,
        "missing": kind.missing(plan), "matched": sum(bool(each["key"]) for each in columns),
        "fixable": [(field, plan.fixed.get(field.key, "")) for field in kind.fields if field.fixable and field.key not in plan.columns_of() and (field.required or field.choices or plan.fixed.get(field.key) or field.key in ("channel",))],
        "sheets": _sheets(batch), "surplus": prepared.surplus, "suggested": _suggested(prepared, plan),
        "units": UNITS, "notices": [text for each in prepared.table.notices if (text := notice_sentence(each.code, each.facts))],
    }  # fmt: skip


def _column(place: int, heading: str, lines, plan: Plan, kind: Kind) -> dict:
    samples = []
    index = list(plan.mapping).index(heading)
    for line in lines:
        text = shown(line.cells[index]).strip() if index < len(line.cells) else ""
        if text and text not in samples:
            samples.append(text)
    key = plan.mapping.get(heading)
    amount = bool(key) and kind.field(key).is_amount
    return {
        "place": place, "heading": heading, "key": key, "samples": samples[:3], "amount": amount,
        "unit": plan.units.get(heading, column_of(heading).unit) or "yuan",
    }  # fmt: skip


def _sheets(batch: Batch) -> list[str]:
    book = open_book(storage.path_of(batch.stored), batch.file_name)
    return [sheet.name for sheet in book.sheets] if len(book.sheets) > 1 else []


def _suggested(prepared: Prepared, plan: Plan) -> str:
    if plan.repair:
        return plan.repair["column"]
    place = prepared.surplus.column
    return prepared.table.headings[place] if place is not None else ""
