"""Importing what can be imported, or giving up."""

from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from leitai import clock
from leitai.accounts.access import may
from leitai.imports import kinds
from leitai.imports.actions import cancel, import_rows, remember, settle
from leitai.imports.counting import in_total
from leitai.imports.making import unasked
from leitai.imports.models import Batch
from leitai.imports.plans import Plan
from leitai.imports.policies import batches_visible_to, may_import
from leitai.imports.tasks import SMALL, import_batch
from leitai.imports.views.batches import preview_page


@may(may_import)
@require_POST
def create(request, pk):
    batch = get_object_or_404(batches_visible_to(request.rights), pk=pk)
    if batch.state != Batch.State.CHECKED:
        return redirect("imports:batch", pk=pk)
    plan, kind = Plan.from_json(batch.plan), kinds.get(batch.kind)
    said = {what for what in kind.asks if request.POST.get(f"make-{what}")}
    if asked := unasked(batch, kind, said):
        return preview_page(request, batch, unsaid={each.what for each in asked})
    plan.remember = request.POST.get("remember") == "1"
    settle(batch=batch, plan=plan)
    Batch.objects.filter(pk=pk).update(state=Batch.State.CHECKED)
    batch.refresh_from_db()
    remember(batch=batch, at=clock.now())
    if in_total(batch.counts) <= SMALL:
        import_rows(batch=batch, today=clock.today(), by=request.user, clock=clock.now)
    else:
        import_batch(batch.pk, request.user.pk)
        Batch.objects.filter(pk=pk, state=Batch.State.CHECKED).update(
            state=Batch.State.IMPORTING, imported_by=request.user, started_at=clock.now(), beat_at=clock.now()
        )
    return redirect("imports:batch", pk=pk)


@may(may_import)
@require_POST
def cancelling(request, pk):
    batch = get_object_or_404(batches_visible_to(request.rights), pk=pk)
    if batch.state not in (Batch.State.DONE, Batch.State.IMPORTING):
        cancel(batch=batch)
    return redirect("imports:index")
