"""A decision: from the list, from the request's page, or from the subject's own page."""

from itertools import chain

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from leitai import clock
from leitai.accounts.access import may, signed_in
from leitai.approvals.actions import decide
from leitai.approvals.forms import DecisionForm
from leitai.approvals.models import Request, Seat, Verdict
from leitai.approvals.views.requests import find, page_of, safe_next
from leitai.approvals.waiting import waiting_for

DONE = {Verdict.APPROVED: _("Approved."), Verdict.REJECTED: _("Rejected."), Verdict.RETURNED: _("Returned.")}


@require_POST
@may(signed_in)
def create(request, pk):
    found = find(request, pk)
    form = DecisionForm(request.POST)
    if form.is_valid() and _decided(request, found, form):
        return _after(request, pk)
    if request.POST.get("from") == "list":
        return _list(request, " ".join(chain.from_iterable(form.errors.values())))
    opened = request.POST.get("verdict", "")
    page = page_of(request, find(request, pk), decision_form=form, opened_verdict=opened)
    return render(request, "approvals/request.html", page, status=422)


def _decided(request, found: Request, form: DecisionForm) -> bool:
    asked = form.cleaned_data
    seat = Seat.objects.filter(pk=asked["seat"], step__round__request=found).first()
    try:
        decide(
            request=found, by=request.user, verdict=asked["verdict"], reason=asked["reason"], seat=seat, at=clock.now()
        )
    except ValidationError as refusal:
        field = "reason" if getattr(refusal, "code", "") == "reason_needed" else None
        form.add_error(field, refusal.messages)
        return False
    return True


def _after(request, pk):
    if request.POST.get("from") == "list":
        return _list(request)
    messages.success(request, DONE[request.POST["verdict"]])
    address = safe_next(request) or redirect("approvals:request", pk=pk).url
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)


def _list(request, refusal: str = ""):
    """The list as it is now; a refusal is said in a notice over it."""
    if not request.htmx:
        if refusal:
            messages.warning(request, refusal)
        return redirect("approvals:waiting")
    waiting = waiting_for(request.user, on=clock.today())
    return render(request, "approvals/waiting.html#waiting", {"waiting": waiting, "refusal": refusal})
