"""An administrator gives a seat to somebody who can decide."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from leitai import clock
from leitai.accounts.access import holds, may
from leitai.accounts.roles import Role
from leitai.approvals.actions import reassign
from leitai.approvals.forms import ReassignmentForm, put_beside
from leitai.approvals.models import Seat


@may(holds(Role.ADMINISTRATOR))
def reassignment(request, pk):
    seat = get_object_or_404(Seat.objects.select_related("approver__person", "step__round__request"), pk=pk)
    form = ReassignmentForm(request.POST or None, on=clock.today())
    if request.method == "POST" and form.is_valid():
        try:
            reassign(seat=seat, by=request.user, at=clock.now(), **form.cleaned_data)
            messages.success(request, _("Given to somebody else."))
            return redirect("approvals:request", pk=seat.step.round.request_id)
        except ValidationError as refusal:
            put_beside(form, refusal)
    page = {"form": form, "seat": seat}
    return render(request, "approvals/reassignment.html", page, status=422 if form.errors else 200)
