"""One goal: how it stands, what it rests on, its parts, its history; and a new one."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from leitai import clock
from leitai.accounts.access import may, signed_in
from leitai.approvals.queries import seats_waiting_for
from leitai.goals import policies
from leitai.goals.actions import describe_goal, propose_goal, withdraw_goal
from leitai.goals.errors import GoalError
from leitai.goals.forms import GoalForm, ReasonForm, WhyForm
from leitai.goals.models import Goal
from leitai.goals.queries import attainment, attainments, goals_visible_to, parts_of, state_of
from leitai.goals.queries.targets import adds_up, metrics_in_force
from leitai.goals.smart import beyond_the_past, history, smart
from leitai.goals.views.bars import bars
from leitai.goals.weights import dimensions_of
from leitai.goals.wording import goal_clauses
from leitai.metrics.addresses import address_of, called, period_at
from leitai.metrics.queries import by_code
from leitai.organization.models import Person, Unit
from leitai.organization.queries import people_visible_to, units_visible_to
from leitai.tally.periods import containing


def visible(request, pk) -> Goal:
    return get_object_or_404(goals_visible_to(request.rights, on=clock.today()), pk=pk)


@may(signed_in)
def show(request, pk):
    goal = visible(request, pk)
    today = clock.today()
    stands, state = attainment(goal, as_of=today), state_of(goal)
    past = history(goal.metric, goal.owner_key, goal.period, today=today)
    parts = parts_of(goal)
    changes = policies.may_change(request.rights, goal, on=today)
    context = {
        "goal": goal,
        "clauses": goal_clauses(goal, stands),
        "stands": stands,
        "state": state,
        "period_name": called(goal.period),
        "address": address_of(goal.period),
        "letters": smart(goal, stands.target, past),
        "bars": bars(past, goal, stands) if past.values else None,
        "parts": [(each, attainments([part for part, _number in each.parts], as_of=today)) for each in parts],
        "revisions": goal.revisions.select_related("by__person", "agreement__by__person"),
        "checks": goal.checks.select_related("by__person"),
        "parent": goal.parent,
        "may_change": changes,
        "may_split": changes and goal.in_force_id and adds_up(goal.metric) and bool(dimensions_of(goal)),
        "may_revise": changes
        and (goal.in_force_id or state.name in ("returned", "rejected"))
        and state.name != "revising",
        "may_withdraw": policies.may_withdraw(request.rights, goal, on=today),
        "seat": _seat(request, state, today),
        "reason_form": ReasonForm(),
        "why_form": WhyForm(initial={"why": goal.why}),
        "today": today,
    }
    return render(request, "goals/goal.html", context)


def _seat(request, state, today):
    if state.request is None or not state.request.open:
        return None
    seats = seats_waiting_for(request.user, on=today)
    return next((seat for seat in seats if seat.step.round.request_id == state.request.pk), None)


@may(policies.may_propose)
def new(request):
    """Propose a goal; owner, metric, period and parent may come with the address."""
    today = clock.today()
    parent = _parent(request)
    form = _goal_form(request, today, parent)
    if request.method == "POST" and form.is_valid():
        try:
            goal = _propose(request, form, parent)
            messages.success(request, _("Proposed.") if goal.in_force_id is None else _("The goal is set."))
            return redirect("goals:goal", pk=goal.pk)
        except GoalError as error:
            beside(form, error)
    context = {"form": form, "parent": parent, **_foreseen(form, today)}
    return render(request, "goals/new.html", context)


@may(policies.may_propose)
@require_POST
def outlook(request):
    """The fragment beside the form: what the owner reached before, and whether the number lies beyond it."""
    today = clock.today()
    form = _goal_form(request, today, _parent(request))
    form.is_valid()
    return render(request, "goals/new.html#outlook", _foreseen(form, today))


def _parent(request):
    pk = request.POST.get("parent") or request.GET.get("parent")
    return visible(request, pk) if pk and pk.isdigit() else None


def _goal_form(request, today, parent) -> GoalForm:
    people, units = _owners(request, today)
    initial = {name: value for name, value in request.GET.items() if name in GoalForm.base_fields}
    initial.setdefault("period", address_of(containing("month", today)))
    if parent:
        initial |= {"metric": parent.metric_id, "period": address_of(parent.period)}
    extra = period_at(request.GET.get("period", ""), default=None) or (parent and parent.period)
    if "metric" not in initial:
        known = metrics_in_force(containing("month", today))
        initial["metric"] = (known[0] if known else by_code("net_sales")).pk
    if request.person and "owner" not in initial:
        initial["owner"] = f"person-{request.person.pk}"
    return GoalForm(request.POST or None, initial=initial, people=people, units=units, today=today, extra=extra)


def _owners(request, today) -> tuple[list[Person], list[Unit]]:
    """Oneself, and whoever one leads."""
    leads = request.rights.has(*policies.LEADERS, *policies.KEEPERS)
    if not leads:
        return ([request.person] if request.person else []), []
    people = people_visible_to(request.rights, on=today).filter(left_on__isnull=True)
    return list(people), list(units_visible_to(request.rights).with_tree_fields())


def _propose(request, form: GoalForm, parent) -> Goal:
    said = form.cleaned_data
    return propose_goal(
        metric=said["metric"], owner=form.chosen_owner(), period=form.chosen_period(), growth=said["growth"],
        numbers=form.numbers(said["metric"], said["growth"]), why=said["why"], parent=parent, by=request.user,
        at=clock.now(),
    )  # fmt: skip


def beside(form, error: GoalError) -> None:
    named = getattr(error, "error_dict", {None: error.messages})
    for name, said in named.items():
        form.add_error(name if name in form.fields else None, said)


def _foreseen(form: GoalForm, today) -> dict:
    """What can be said before the goal exists."""
    metric, owner, period = _chosen(form)
    if metric is None or owner is None or period is None:
        return {"past": None}
    key = ("person" if isinstance(owner, Person) else "unit", owner.pk)
    past = history(metric, key, period, today=today)
    target = _target(form, metric)
    down = metric.direction == "down"
    return {
        "past": past,
        "metric": metric,
        "whose": owner,
        "past_lines": [(called(part), value) for part, value in zip(past.periods, past.values, strict=True)][::-1],
        "met": past.met(target, down=down) if target else None,
        "beyond": beyond_the_past(target, past, down=down),
        "target": target,
    }


def _chosen(form: GoalForm):
    if form.is_bound:
        said = getattr(form, "cleaned_data", {})
        known = said.get("metric") and said.get("owner") and said.get("period")
        return (said["metric"], form.chosen_owner(), form.chosen_period()) if known else (None, None, None)
    metric = (
        form.fields["metric"].queryset.filter(pk=form.initial["metric"]).first() if form.initial.get("metric") else None
    )
    metric = metric or form.fields["metric"].queryset.first()
    owner = form.known_owner(form.initial.get("owner"))
    return metric, owner, period_at(form.initial["period"], default=None)


def _target(form: GoalForm, metric) -> int | None:
    if not form.is_bound or form.cleaned_data.get("growth"):
        return None
    return form.numbers(metric, "").target


@may(signed_in)
@require_POST
def withdrawal(request, pk):
    goal = visible(request, pk)
    if not policies.may_withdraw(request.rights, goal, on=clock.today()):
        return redirect("goals:goal", pk=goal.pk)
    try:
        withdraw_goal(goal=goal, reason=request.POST.get("reason", ""), by=request.user, at=clock.now())
    except GoalError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("goals:goal", pk=goal.pk)


@may(signed_in)
@require_POST
def why(request, pk):
    goal = visible(request, pk)
    form = WhyForm(request.POST)
    if policies.may_change(request.rights, goal, on=clock.today()) and form.is_valid():
        describe_goal(goal=goal, why=form.cleaned_data["why"], by=request.user, at=clock.now())
    return redirect("goals:goal", pk=goal.pk)
