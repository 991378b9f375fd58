"""Who decides for me while I am away, and for whom I decide."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from leitai import clock
from leitai.accounts.access import may, signed_in
from leitai.approvals import actions
from leitai.approvals.forms import DelegationForm, put_beside
from leitai.approvals.models import Delegation
from leitai.approvals.queries import colleagues, delegations_of


@may(signed_in)
def index(request):
    on = clock.today()
    form = DelegationForm(request.POST or None, on=on)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        mine = {"principal": request.user, "by": request.user, "at": clock.now()}
        try:
            actions.delegate(to=asked["delegate"], start=asked["start"], end=asked["end"], **mine)
            messages.success(request, _("Your delegate has been told."))
            return redirect("approvals:delegations")
        except ValidationError as refusal:
            put_beside(form, refusal)
    given, held = delegations_of(request.user, on=on)
    page = {"form": form, "given": given, "held": held, "here": "delegations"}
    return render(request, "approvals/delegations.html", page, status=422 if form.errors else 200)


@require_POST
@may(signed_in)
def end(request, pk):
    delegation = get_object_or_404(Delegation, pk=pk, principal=request.user, ended_at__isnull=True)
    actions.end_delegation(delegation=delegation, by=request.user, at=clock.now())
    messages.success(request, _("You decide yourself again."))
    return redirect("approvals:delegations")


@require_GET
@may(signed_in)
def people(request):
    """Options for a person field, by name, number or pinyin."""
    typed = next((value for name, value in request.GET.items() if name != "page"), "")
    return render(request, "approvals/people.html", {"people": colleagues(typed, on=clock.today())})
