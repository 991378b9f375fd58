"""A check date is kept."""

from django.shortcuts import get_object_or_404, redirect, render

from leitai import clock
from leitai.accounts.access import may, refuse, signed_in
from leitai.goals import policies
from leitai.goals.actions import record_check
from leitai.goals.errors import GoalError
from leitai.goals.forms import CheckForm
from leitai.goals.queries import attainment
from leitai.goals.views.goals import beside, visible


@may(signed_in)
def edit(request, pk, check_id):
    goal = visible(request, pk)
    check = get_object_or_404(goal.checks, pk=check_id)
    if not policies.may_change(request.rights, goal, on=clock.today()) or check.at:
        return refuse(request)
    form = CheckForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            record_check(check=check, by=request.user, at=clock.now(), **form.cleaned_data)
            return redirect("goals:goal", pk=goal.pk)
        except GoalError as error:
            beside(form, error)
    stands = attainment(goal, as_of=min(check.day, clock.today()))
    return render(request, "goals/check.html", {"goal": goal, "check": check, "form": form, "stands": stands})
