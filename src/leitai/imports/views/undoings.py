"""An import undone as a whole."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from leitai import clock
from leitai.accounts.access import may
from leitai.imports.actions import UndoRefused, undo
from leitai.imports.policies import batches_visible_to, may_import


@may(may_import)
@require_POST
def create(request, pk):
    batch = get_object_or_404(batches_visible_to(request.rights), pk=pk)
    try:
        undo(batch=batch, by=request.user, at=clock.now())
        messages.success(request, _("%(file)s is undone as a whole.") % {"file": batch.file_name})
    except UndoRefused as refused:
        messages.error(request, " ".join(refused.reasons))
    return redirect("imports:batch", pk=pk)
