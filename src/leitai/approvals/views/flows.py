"""Settings: which steps each kind of request goes through."""

from django.contrib import messages
from django.forms import formset_factory
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from leitai import clock
from leitai.accounts.access import holds, may
from leitai.accounts.roles import Role
from leitai.approvals import actions, flows, subjects
from leitai.approvals.forms import FlowStepForm
from leitai.approvals.models import Flow, FlowStep
from leitai.approvals.steps import Step

administrators = holds(Role.ADMINISTRATOR)
MOST_STEPS = 8
Steps = formset_factory(FlowStepForm, extra=0, min_num=1, validate_min=True, max_num=MOST_STEPS, can_delete=True)


@require_GET
@may(administrators)
def index(request):
    changed = {flow.label: flow for flow in Flow.objects.select_related("changed_by__person")}
    kinds = [
        {"subject": kind, "steps": [summary(step) for step in flows.flow_of(label)], "flow": changed.get(label)}
        for label, kind in sorted(subjects.registered().items(), key=lambda pair: str(pair[1].name))
    ]
    return render(request, "approvals/flows.html", {"kinds": kinds})


@may(administrators)
def edit(request, label):
    kind = subjects.registered().get(label)
    if kind is None:
        raise Http404
    steps = flows.flow_of(label)
    more = {"form_kwargs": {"on": clock.today()}, "prefix": "steps"}
    formset = Steps(request.POST, **more) if request.method == "POST" else Steps(initial=_initial(steps), **more)
    if request.method == "POST" and formset.is_valid():
        rows = [as_row(form.cleaned_data) for form in formset.forms if not form.cleaned_data.get("DELETE")]
        if any(row.threshold is None for row in rows):
            actions.set_flow(label=label, steps=rows, by=request.user, at=clock.now())
            messages.success(request, _("Saved. Requests under way keep their steps."))
            return redirect("approvals:flows")
        formset.non_form_errors().append(_("Keep at least one step that is asked for every amount."))
    page = {"kind": kind, "formset": formset, "is_changed": Flow.objects.filter(label=label).exists()}
    return render(request, "approvals/flow.html", page, status=422 if request.method == "POST" else 200)


@require_POST
@may(administrators)
def reset(request, label):
    actions.reset_flow(label=label, by=request.user, at=clock.now())
    messages.success(request, _("Back to the usual steps."))
    return redirect("approvals:flows")


def summary(step: Step) -> dict:
    who = str(Role(step.role).label) if step.role else " / ".join(str(who) for who in step.people)
    return {"who": who, "step": step}


def _initial(steps) -> list[dict]:
    return [
        {
            "who": step.role or "person",
            "person": "".join(f"{who.name} {who.code}" for who in step.people[:1]),
            "unit": step.unit,
            "mode": step.mode,
            "threshold": step.threshold,
            "due_in_workdays": step.due_in_workdays,
        }
        for step in steps
    ]


def as_row(asked: dict) -> FlowStep:
    by_person = asked["who"] == "person"
    return FlowStep(
        role="" if by_person else asked["who"],
        person=asked["person"].person if by_person else None,
        unit=None if by_person else asked["unit"],
        mode=asked["mode"],
        threshold=asked["threshold"],
        due_in_workdays=asked["due_in_workdays"],
    )
