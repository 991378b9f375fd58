"""Making a contest: start from one of three, then rules, prizes, and a last look before it is published."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from leitai import clock
from leitai.accounts.access import may
from leitai.contests import actions, checks, entrants, pages, telling
from leitai.contests.finding import groups
from leitai.contests.forms import BudgetForm, PrizeFormSet, RulesForm, prizes_in, typed_prizes
from leitai.contests.models import Contest
from leitai.contests.policies import may_manage, may_publish_alone, organisers
from leitai.contests.presets import PRESETS, fields_of, prizes_of
from leitai.contests.queries import asked_to_publish
from leitai.contests.rules import drafted, worst_case
from leitai.contests.views.contests import find
from leitai.incentives.queries.budget import balances, budget_lines_visible_to
from leitai.organization.queries import units_visible_to

LINES_SHOWN = 6


@may(organisers)
def new(request):
    """Three to start from. Choosing one makes a draft that nobody else sees."""
    preset = PRESETS.get(request.POST.get("preset", ""))
    if request.method == "POST" and preset:
        now = clock.now()
        contest = actions.create_contest(
            prizes=prizes_of(preset),
            by=request.user,
            at=now,
            **_entered(request, preset),
            **fields_of(preset, now.date()),
        )
        return redirect("contests:rules", contest.pk)
    return render(request, "contests/new.html", {"presets": PRESETS.values()})


def _entered(request, preset) -> dict:
    """The viewer's own teams, to begin with: those right below where they stand."""
    units = list(units_visible_to(request.rights))
    if preset.sides_are == Contest.Sides.UNITS:
        leaves = {unit.pk for unit in units} - {unit.parent_id for unit in units}
        return {"units": [unit for unit in units if unit.pk in leaves]}
    own = [grant for grant in request.rights.grants if grant.unit_ids]
    return {"units": [unit for unit in units if own and unit.pk in own[0].unit_ids]}


@may(organisers)
def edit_rules(request, contest_id):
    contest = _draft(request, contest_id)
    form = RulesForm(request.POST or None, instance=contest, rights=request.rights, on=clock.today())
    if request.method == "POST" and form.is_valid() and _saved(request, form, contest):
        return redirect("contests:prizes" if "next" in request.POST else "contests:rules", contest.pk)
    fresh = Contest.objects.select_related("metric__current").get(pk=contest.pk)
    context = {
        "contest": fresh, "form": form, "step": 1, "groups": groups(form, clock.today()), "asked": asked_to_publish(contest),
        **pages.tried(fresh, entrants.sides_of(fresh), clock.today()),
    }  # fmt: skip
    return render(request, "contests/rules_form.html", context)


def _saved(request, form, contest: Contest) -> bool:
    try:
        with transaction.atomic():
            actions.edit_contest(contest=contest, by=request.user, at=clock.now(), **form.columns())
            actions.set_sides(
                contest=Contest.objects.get(pk=contest.pk), by=request.user, at=clock.now(), **form.entered()
            )
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


@may(organisers)
def edit_prizes(request, contest_id):
    contest = _draft(request, contest_id)
    formset = PrizeFormSet(typed_prizes(request.POST), prefix="prizes", initial=_as_initial(contest))
    budget = BudgetForm(
        request.POST or None, instance=contest, rights=request.rights, needed=not {"save", "drop"} & request.POST.keys()
    )
    if request.method == "POST" and "drop" not in request.POST and all([formset.is_valid(), budget.is_valid()]):
        try:
            _save_prizes(contest, formset, budget, request.user)
            return redirect("contests:publication" if "next" in request.POST else "contests:prizes", contest.pk)
        except ValidationError as error:
            budget.add_error(None, error)
    free = balances(lines := list(budget_lines_visible_to(request.rights)[:LINES_SHOWN]))
    fresh = Contest.objects.select_related("metric__current", "budget_line").get(pk=contest.pk)
    context = {
        "contest": fresh, "formset": formset, "budget": budget, "step": 2, "worst": worst_case(fresh),
        "asked": asked_to_publish(contest),
        "balances": [(line, free[line.pk]) for line in lines],
        **pages.tried(fresh, entrants.sides_of(fresh), clock.today()),
    }  # fmt: skip
    return render(request, "contests/prizes_form.html", context)


def _as_initial(contest: Contest) -> list[dict]:
    return list(contest.prizes.values("first", "last", "kind", "amount", "points", "text"))


@transaction.atomic
def _save_prizes(contest: Contest, formset, budget, user) -> None:
    now = clock.now()
    actions.set_prizes(contest=contest, prizes=prizes_in(formset), by=user, at=now)
    actions.edit_contest(contest=contest, by=user, at=now, budget_line=budget.cleaned_data["budget_line"])


@may(organisers)
@require_POST
def trial(request, contest_id):
    """The fragment beside the form, as the typed rules would have come out; nothing is kept."""
    contest = _draft(request, contest_id)
    form = RulesForm(request.POST, instance=contest, rights=request.rights, on=clock.today())
    context = {"contest": contest}
    if form.is_valid():
        with transaction.atomic():
            if _saved(request, form, contest):
                fresh = Contest.objects.select_related("metric__current").get(pk=contest.pk)
                context |= pages.tried(fresh, entrants.sides_of(fresh), clock.today())
            transaction.set_rollback(True)
    return render(request, "contests/trial.html", context)


@may(organisers)
def publication(request, contest_id):
    """The rules as everyone will read them, what stands in the way, and the one button."""
    contest = _draft(request, contest_id)
    now = clock.now()
    if request.method == "POST":
        try:
            published = actions.publish_or_ask(contest=contest, by=request.user, at=now)
            messages.success(request, _("Published.") if published else _("Sent for approval."))
            return redirect("contests:contest", contest.pk) if published else redirect("contests:index")
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
    sides = entrants.sides_of(contest)
    context = {
        "contest": contest, "step": 3, "sentences": telling.sentences(drafted(contest)), "sides": sides,
        "obstacles": checks.obstacles(contest, now), "asked": asked_to_publish(contest),
        "warnings": [pages.said(each) for each in checks.warnings(contest, now)],
        "worst": worst_case(contest), "alone": may_publish_alone(request.rights), **pages.tried(contest, sides, now.date()),
    }  # fmt: skip
    return render(request, "contests/publication.html", context)


@may(organisers)
@require_POST
def discard(request, contest_id):
    actions.discard_contest(contest=_draft(request, contest_id), by=request.user, at=clock.now())
    return redirect("contests:index")


def _draft(request, contest_id: int) -> Contest:
    """A draft this viewer may edit; a published contest sends its makers to its page."""
    contest = find(request, contest_id)
    if hasattr(contest, "publication") or not may_manage(request.rights, contest):
        raise Http404
    return contest
