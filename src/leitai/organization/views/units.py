"""The tree of units."""

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from leitai import clock
from leitai.accounts.access import may, signed_in
from leitai.organization.actions import add_unit, archive_unit, change_unit
from leitai.organization.errors import OrganizationError
from leitai.organization.forms import UnitForm
from leitai.organization.models import Membership, Unit
from leitai.organization.policies import administers
from leitai.organization.queries import running, units_visible_to
from leitai.organization.views.refusals import Refused, beside


@may(signed_in)
def index(request):
    units = list(units_visible_to(request.rights).with_tree_fields())
    here = Membership.objects.filter(running(clock.today())).values_list("unit_id")
    members = dict(here.annotate(number=Count("id")))
    for unit in units:
        unit.members = members.get(unit.pk, 0)
    return render(request, "organization/units.html", {"units": units, "may_change": administers(request)})


@may(administers)
def new(request):
    form = UnitForm(request.POST or None, initial={"parent": request.GET.get("parent")})
    form.fields["parent"].required = True
    if request.method == "POST" and form.is_valid():
        try:
            with beside(form):
                add_unit(by=request.user, at=clock.now(), **form.cleaned_data)
            return redirect("organization:units")
        except Refused:
            pass
    return render(request, "organization/unit_form.html", {"form": form})


@may(administers)
def edit(request, pk):
    unit = get_object_or_404(Unit, pk=pk)
    known = {"name": unit.name, "parent": unit.parent_id, "code": unit.code}
    form = UnitForm(request.POST or None, initial=known)
    form.fields["parent"].required = unit.parent_id is not None
    if request.method == "POST" and form.is_valid():
        try:
            with beside(form):
                change_unit(unit=unit, by=request.user, at=clock.now(), **form.cleaned_data)
            return redirect("organization:units")
        except Refused:
            pass
    return render(request, "organization/unit_form.html", {"form": form, "unit": unit})


@may(administers)
@require_POST
def archive(request, pk):
    unit = get_object_or_404(Unit, pk=pk)
    try:
        archive_unit(unit=unit, on=clock.today(), by=request.user, at=clock.now())
    except OrganizationError as error:
        messages.error(request, error.messages[0])
        return redirect("organization:edit_unit", pk=pk)
    messages.success(request, _("%(unit)s is out of use.") % {"unit": unit})
    return redirect("organization:units")
