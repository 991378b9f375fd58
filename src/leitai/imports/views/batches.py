"""One import: on its way, to be looked over, or done."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render

from leitai import clock
from leitai.accounts.access import may
from leitai.imports import kinds
from leitai.imports.actions import why_not_undo
from leitai.imports.counting import importable, in_total, reconciliation
from leitai.imports.making import made_said, makings, unmade
from leitai.imports.messages import file_sentence, notice_sentence
from leitai.imports.models import Batch, Line
from leitai.imports.plans import Plan
from leitai.imports.policies import batches_visible_to, may_import
from leitai.imports.preview import Preview, fate_bar, matched_columns
from leitai.imports.twins import twins_said

A_PAGE = 30
TABS = ("refused", "changed", "new", "same", "left_out")


@may(may_import)
def show(request, pk):
    batch = get_object_or_404(batches_visible_to(request.rights), pk=pk)
    if batch.state == Batch.State.MAPPING:
        return redirect("imports:mapping", pk=pk)
    if batch.is_running:
        return render(request, "imports/progress.html", _running(batch))
    if batch.state == Batch.State.DONE:
        return render(request, "imports/done.html", _done(request, batch))
    if batch.state == Batch.State.CHECKED:
        return preview_page(request, batch)
    failure = file_sentence(batch.failure["code"], batch.failure["facts"]) if batch.failure else ""
    return render(request, "imports/failed.html", {"batch": batch, "failure": failure})


def preview_page(request, batch: Batch, unsaid: set[str] = frozenset()):
    """The preview; `unsaid`: what was to be made without the yes it needs."""
    context = {**_preview(request, batch), "unsaid": unsaid}
    return render(request, "imports/preview.html", context, status=422 if unsaid else 200)


@may(may_import)
def progress(request, pk):
    """The fragment that asks for itself; once it is over, the page."""
    batch = get_object_or_404(batches_visible_to(request.rights), pk=pk)
    response = render(request, "imports/progress.html#job", _running(batch))
    if not batch.is_running:
        response["HX-Refresh"] = "true"
    return response


def _running(batch: Batch) -> dict:
    done = batch.checked_lines if batch.state == Batch.State.CHECKING else batch.checkpoint
    passed = (clock.now() - batch.started_at).total_seconds() if batch.started_at else 0
    left = round(passed / done * (batch.total_lines - done)) if done and batch.total_lines > done else ""
    return {"batch": batch, "done": done, "left": left, "kind": kinds.get(batch.kind)}


def _preview(request, batch: Batch) -> dict:
    kind, plan = kinds.get(batch.kind), Plan.from_json(batch.plan)
    counts = batch.counts
    shown = request.GET.get("show")
    if shown not in TABS or not counts.get(shown):
        shown = next((each for each in TABS if counts.get(each)), "new")
    preview = Preview(batch, kind, plan)
    items = preview.refused() if shown == "refused" else batch.lines.filter(fate=shown)
    page = Paginator(items, A_PAGE).get_page(request.GET.get("page"))
    return {
        **_facts(batch), "kind": kind, "plan": plan, "shown": shown, "page": page,
        "columns": preview.columns, "rows": preview.rows(page.object_list, shown),
        "matched": matched_columns(batch, kind, plan), "tabs": [(each, counts.get(each, 0)) for each in TABS],
        "makings": makings(batch, kind), "unmade": unmade(batch, kind, plan),
        "twins": twins_said(batch),
        "last": _last(request, batch), "now": clock.now(),
    }  # fmt: skip


def _facts(batch: Batch) -> dict:
    counts = batch.counts
    return {
        "batch": batch, "counts": counts, "total": in_total(counts), "importable": importable(counts),
        "to_write": counts.get("new", 0) + counts.get("changed", 0), "sum": reconciliation(batch),
        "bar": fate_bar(counts),
        "notices": [said for each in batch.notices if (said := notice_sentence(each["code"], each["facts"]))],
    }  # fmt: skip


def _last(request, batch: Batch):
    """The import of this kind before this one, with the days it can still be undone."""
    done = batches_visible_to(request.rights).filter(kind=batch.kind, state=Batch.State.DONE, finished_at__isnull=False)
    last = done.exclude(pk=batch.pk).first()
    if last is None:
        return None
    days = last.days_to_undo(clock.now())
    return {"batch": last, "rows": importable(last.counts), "days": days, "undone": last.is_undone}


def _done(request, batch: Batch) -> dict:
    reasons = why_not_undo(batch=batch, at=clock.now())
    refused = batch.lines.filter(fate=Line.Fate.REFUSED).count() if batch.stored else 0
    return {
        **_facts(batch),
        "kind": kinds.get(batch.kind),
        "days": batch.days_to_undo(clock.now()),
        "reasons": reasons,
        "mendable": refused,
        "made_said": made_said(batch, kinds.get(batch.kind)),
    }
