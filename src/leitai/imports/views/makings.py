"""Whether an import may make what its rows name and nobody knows, or what is meant instead; then checked again."""

from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from leitai.accounts.access import may
from leitai.imports import kinds
from leitai.imports.actions import settle
from leitai.imports.making import makings
from leitai.imports.models import Batch
from leitai.imports.plans import Plan
from leitai.imports.policies import batches_visible_to, may_import
from leitai.imports.views.answers import follow
from leitai.imports.views.start import begin_check


@may(may_import)
@require_POST
def create(request, pk):
    batch = get_object_or_404(batches_visible_to(request.rights), pk=pk, state=Batch.State.CHECKED)
    kind, plan = kinds.get(batch.kind), Plan.from_json(batch.plan)
    _answer(batch, kind, plan, request.POST)
    settle(batch=batch, plan=plan)
    begin_check(batch)
    return redirect("imports:batch", pk=pk)


def _answer(batch: Batch, kind, plan: Plan, said) -> None:
    """`verb`: make or refuse all of `what`; use puts the names typed beside theirs in their place."""
    what, verb = said.get("what", ""), said.get("verb")
    known = {each for each, _label, _default in kind.creates}
    if what not in known:
        return
    if verb == "use":
        for making in makings(batch, kind):
            for place, name in enumerate(making.names if making.what == what else ()):
                if other := " ".join(said.get(f"name-{place}", "").split()):
                    plan.substitutions.setdefault(what, {})[name] = other
                    follow(plan.substitutions[what], name, other)
        return
    plan.create = sorted({*plan.create, what} if verb == "make" else set(plan.create) - {what})
