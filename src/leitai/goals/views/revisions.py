"""Another number for a goal: a revision of an agreed one, or a returned proposal mended."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from leitai import clock
from leitai.accounts.access import may, refuse, signed_in
from leitai.goals import policies
from leitai.goals.actions import repropose, revise_goal
from leitai.goals.errors import GoalError
from leitai.goals.forms import NumbersForm, ReasonForm, typed, typed_rate
from leitai.goals.queries import attainment, state_of
from leitai.goals.smart import beyond_the_past, history
from leitai.goals.views.goals import beside, visible


@may(signed_in)
def edit(request, pk):
    goal = visible(request, pk)
    today = clock.today()
    state = state_of(goal)
    if not policies.may_change(request.rights, goal, on=today) or state.name in ("revising", "proposed", "withdrawn"):
        return refuse(request)
    form = NumbersForm(request.POST or None, initial=_initial(goal, state), metric=goal.metric, growth=goal.growth)
    reason = ReasonForm(request.POST or None)
    if request.method == "POST" and all([form.is_valid(), reason.is_valid()]):
        try:
            _revise(request, goal, form, reason.cleaned_data["reason"])
            messages.success(request, _("Sent for approval; until then the old number holds."))
            return redirect("goals:goal", pk=goal.pk)
        except GoalError as error:
            beside(form, error)
    past = history(goal.metric, goal.owner_key, goal.period, today=today)
    target = form.numbers().target if form.is_bound and form.is_valid() else None
    context = {
        "goal": goal, "state": state, "form": form, "reason": reason, "stands": attainment(goal, as_of=today),
        "past": past, "beyond": beyond_the_past(target, past, down=goal.metric.direction == "down"), "target": target,
    }  # fmt: skip
    return render(request, "goals/revision.html", context)


def _revise(request, goal, form, reason: str) -> None:
    act = revise_goal if goal.in_force_id else repropose
    act(goal=goal, numbers=form.numbers(), reason=reason, by=request.user, at=clock.now())


def _initial(goal, state) -> dict:
    """The number that holds, or the one that was sent back."""
    revision = state.pending or (goal.in_force.revision if goal.in_force_id else goal.revisions.first())
    numbers = {name: typed(getattr(revision, name), goal.metric) for name in ("target", "base", "stretch")}
    return {**numbers, "rate": typed_rate(revision.rate)}
