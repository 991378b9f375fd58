"""The company's name and habits."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from leitai import clock
from leitai.accounts.access import may
from leitai.organization.actions import rename_company
from leitai.organization.forms import HabitsForm
from leitai.organization.policies import administers, gives_roles


@may(administers)
def edit(request):
    company = request.company
    known = {"name": company.name, "deals_need_confirmation": company.deals_need_confirmation}
    form = HabitsForm(request.POST or None, initial=known)
    if request.method == "POST" and gives_roles(request) and form.is_valid():
        rename_company(company=company, by=request.user, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("settings:company")
    return render(request, "organization/company.html", {"form": form, "may_change": gives_roles(request)})
