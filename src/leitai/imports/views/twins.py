"""Wholly equal rows: only the first of them, or all; then checked again."""

from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from leitai.accounts.access import may
from leitai.imports.actions import settle
from leitai.imports.models import Batch
from leitai.imports.plans import Plan
from leitai.imports.policies import batches_visible_to, may_import
from leitai.imports.views.start import begin_check


@may(may_import)
@require_POST
def create(request, pk):
    batch = get_object_or_404(batches_visible_to(request.rights), pk=pk, state=Batch.State.CHECKED)
    plan = Plan.from_json(batch.plan)
    plan.keep_twins = request.POST.get("verb") == "keep"
    settle(batch=batch, plan=plan)
    begin_check(batch)
    return redirect("imports:batch", pk=pk)
