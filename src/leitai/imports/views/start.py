"""Where a file is dropped, what can be imported, and what was."""

from django.core.paginator import Paginator
from django.shortcuts import redirect, render

from leitai import clock
from leitai.accounts.access import may
from leitai.imports import kinds, storage
from leitai.imports.actions import Refused, check, receive
from leitai.imports.messages import file_sentence
from leitai.imports.models import Batch
from leitai.imports.plans import Plan
from leitai.imports.policies import batches_visible_to, may_import
from leitai.imports.preparing import prepare
from leitai.imports.tasks import SMALL, check_batch

A_PAGE = 20


@may(may_import)
def index(request):
    allowed = kinds.kinds_for(request.rights)
    chosen = request.POST.get("kind") or request.GET.get("kind") or usual(allowed)
    refused = ""
    if request.method == "POST":
        kind = next((each for each in allowed if each.key == chosen), None)
        batch, refused = _receive(request, kind)
        if batch:
            return redirect("imports:batch", pk=batch.pk)
    page = Paginator(_made(request), A_PAGE).get_page(request.GET.get("page"))
    context = {"kinds": allowed, "chosen": chosen, "refused": refused, "page": page, "now": clock.now()}
    return render(request, "imports/start.html", context, status=422 if refused else 200)


def usual(allowed) -> str:
    """What is imported most: records, where the viewer may."""
    keys = [kind.key for kind in allowed]
    return "records" if "records" in keys else keys[0]


def _made(request):
    return batches_visible_to(request.rights).exclude(state=Batch.State.CANCELLED)


def _receive(request, kind) -> tuple[Batch | None, str]:
    """The batch of the file that was sent, or why there is none."""
    upload = request.FILES.get("file")
    if upload is None or kind is None:
        return None, file_sentence("empty", {})
    try:
        stored = storage.keep(upload.chunks(), upload.size)
        batch = receive(
            kind=kind, stored=stored, file_name=upload.name, today=clock.today(), by=request.user, at=clock.now()
        )
    except storage.TooLarge as large:
        return None, file_sentence("too_large", {"size": large.size, "limit": large.limit})
    except Refused as refused:
        return None, file_sentence(refused.code, refused.facts)
    if needs_no_question(batch, kind):
        begin_check(batch)
    return batch, ""


def needs_no_question(batch: Batch, kind) -> bool:
    """Whether everything required was matched without anybody's help, and no row is too wide."""
    plan = Plan.from_json(batch.plan)
    if kind.missing(plan) or (kind.value_field and plan.wide and plan.wide.get("guessed")):
        return False
    prepared = prepare(storage.path_of(batch.stored), batch.file_name, plan)
    return not prepared.surplus.count


def begin_check(batch: Batch) -> None:
    """At once where the file is small; beside the pages where it is not."""
    prepared = prepare(storage.path_of(batch.stored), batch.file_name, Plan.from_json(batch.plan))
    if len(prepared.table.first(SMALL + 1)) <= SMALL:
        check(batch=batch, today=clock.today(), clock=clock.now)
        return
    Batch.objects.filter(pk=batch.pk).update(
        state=Batch.State.CHECKING, checked_lines=0, started_at=clock.now(), beat_at=clock.now()
    )
    check_batch(batch.pk)
