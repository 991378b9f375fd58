"""One click on an offer, or a cell typed anew: applied to every row alike, and the file is checked again."""

from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
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
    line = get_object_or_404(batch.lines, key=request.POST.get("line", ""))
    plan = Plan.from_json(batch.plan)
    answer(plan, line, request.POST)
    settle(batch=batch, plan=plan)
    begin_check(batch)
    return redirect(reverse("imports:batch", args=[pk]) + "?show=refused")


def answer(plan: Plan, line, said) -> None:
    """`verb`: skip leaves the line out; use and edit put `value` into the field, wherever it says the same."""
    key, value = said.get("field", ""), said.get("value", "").strip()
    if said.get("verb") == "skip":
        plan.skips = [*plan.skips, line.key]
        return
    text = line.cells.get(key, "")
    if text and said.get("only") != "line" and line.key not in plan.edits:
        plan.substitutions.setdefault(key, {})[text] = value
        follow(plan.substitutions[key], text, value)
    else:
        plan.edits.setdefault(line.key, {})[key] = value


def follow(substitutions: dict[str, str], text: str, value: str) -> None:
    """What was put in for something else and is now put right goes the whole way at once."""
    for said, other in list(substitutions.items()):
        if other == text and said != text:
            substitutions[said] = value
    substitutions.pop(value, None) if substitutions.get(value) == value else None
