"""Pay runs: ask for one, watch it, check it, hand it in, say it is paid out."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Sum
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from leitai import clock
from leitai.accounts.access import may
from leitai.audit.actions import record
from leitai.incentives import policies, tasks
from leitai.incentives.actions import discard_run, pay_out, request_run, submit_run
from leitai.incentives.actions.runs import awarded_in, totals_by_scheme
from leitai.incentives.errors import IncentiveError
from leitai.incentives.forms import PayoutForm, ReasonForm, RunForm
from leitai.incentives.models import Run
from leitai.incentives.policies import company_payers, readers
from leitai.incentives.queries.paying import people_payable_by
from leitai.incentives.queries.runs import (
    Stage,
    biggest_moves,
    previous_run,
    runs_visible_to,
    stage_of,
    stages_of,
    with_totals,
)
from leitai.incentives.queries.statements import statements_visible_to, unit_totals
from leitai.jobs import after_commit
from leitai.tally.periods import Period


@may(readers)
def index(request):
    rows = with_totals(runs_visible_to(request.rights)).order_by("-start", "-id")
    if not policies.may_pay(request.rights):
        latest = rows.first()
        return render(
            request,
            "incentives/unit_totals.html",
            {"run": latest, "totals": latest and unit_totals(request.rights, latest), "runs": rows[:13]},
        )
    page = Paginator(rows, 24).get_page(request.GET.get("page"))
    _say_stages(page.object_list)
    return render(request, "incentives/runs.html", {"page": page, "form": _form(), "may_run": company_payers(request)})


def _say_stages(runs) -> None:
    stages = stages_of(runs)
    for run in runs:
        run.stage = stages[run.pk]


def _form(data=None) -> RunForm:
    last = Period.month(clock.today().year, clock.today().month).previous()
    return RunForm(data, initial={"month": f"{last.start:%Y-%m}", "pay_day": last.end + timedelta(24)})


@may(company_payers)
@require_POST
def create(request):
    form = _form(request.POST)
    if form.is_valid():
        try:
            run = request_run(period=form.period, pay_day=form.cleaned_data["pay_day"], by=request.user, at=clock.now())
        except IncentiveError as error:
            form.add_error("month", str(error))
        else:
            after_commit(tasks.calculate, run.pk)
            return redirect("incentives:run", pk=run.pk)
    rows = with_totals(runs_visible_to(request.rights))
    page = Paginator(rows, 24).get_page(1)
    _say_stages(page.object_list)
    context = {"page": page, "form": form, "may_run": True, "opened": True}
    return render(request, "incentives/runs.html", context, status=422)


@may(readers)
def show(request, pk):
    run = _visible(request, pk)
    if not policies.may_pay(request.rights):
        rows = with_totals(runs_visible_to(request.rights)).order_by("-start", "-id")
        return render(
            request,
            "incentives/unit_totals.html",
            {"run": run, "totals": unit_totals(request.rights, run), "runs": rows[:13]},
        )
    return render(request, "incentives/run.html", _page(request, run))


def _page(request, run: Run, refused: str = "") -> dict:
    seen = statements_visible_to(request.rights, on=clock.today())
    rows = seen.filter(run=run).select_related("person")
    found = Paginator(_sorted(request, rows), 50).get_page(request.GET.get("page"))
    whole = company_payers(request)
    if run.calculated_at and not request.htmx:
        record(run, "viewed", by=request.user, at=clock.now())
    before = previous_run(run)
    return {
        "run": run,
        "stage": stage_of(run),
        "page": found,
        "asked": request.GET,
        "paid": rows.aggregate(total=Sum("total"), people=Count("pk")),
        "totals": totals_by_scheme(run) if whole and run.calculated_at else {},
        "awarded": awarded_in(run) if whole and run.calculated_at else 0,
        "moves": biggest_moves(run, among=rows) if run.calculated_at else [],
        "before": before,
        "before_total": seen.filter(run=before).aggregate(total=Sum("total"))["total"] if before else None,
        "remarks": _remarks(request, run, whole),
        "may_run": whole,
        "reason_form": ReasonForm(),
        "payout_form": PayoutForm(initial={"day": run.pay_day or clock.today()}),
        "refused": refused,
    }


def _remarks(request, run: Run, whole: bool):
    rows = run.remarks.select_related("person")
    return rows if whole else rows.filter(person__in=people_payable_by(request.rights, on=clock.today()))


def _sorted(request, rows):
    if text := request.GET.get("q", "").strip():
        rows = rows.filter(person__name__icontains=text) | rows.filter(person__code__icontains=text)
    return rows.order_by("person__name", "pk") if request.GET.get("sort") == "name" else rows.order_by("-total", "pk")


@may(readers)
def progress(request, pk):
    """The bar of a run being calculated; once it is over the page is asked for anew."""
    run = _visible(request, pk)
    response = render(request, "incentives/run.html#progress", {"run": run, "stage": stage_of(run)})
    if stage_of(run) != Stage.CALCULATING:
        response["HX-Refresh"] = "true"
    return response


def _act(request, run, act):
    try:
        act()
    except IncentiveError as error:
        return render(request, "incentives/run.html", _page(request, _visible(request, run.pk), str(error)), status=409)
    except ValidationError as error:
        said = " ".join(error.messages)
        return render(request, "incentives/run.html", _page(request, _visible(request, run.pk), said), status=409)
    return redirect("incentives:run", pk=run.pk)


@may(company_payers)
@require_POST
def submit(request, pk):
    run = _visible(request, pk)
    return _act(request, run, lambda: submit_run(run=run, by=request.user, at=clock.now()))


@may(company_payers)
@require_POST
def discard(request, pk):
    run = _visible(request, pk)
    reason = request.POST.get("reason", "").strip()[:300]
    return _act(request, run, lambda: discard_run(run=run, reason=reason, by=request.user, at=clock.now()))


@may(company_payers)
@require_POST
def payout(request, pk):
    run = _visible(request, pk)
    form = PayoutForm(request.POST)
    day = form.cleaned_data["day"] if form.is_valid() else clock.today()
    return _act(request, run, lambda: pay_out(run=run, day=day, by=request.user, at=clock.now()))


def _visible(request, pk) -> Run:
    return get_object_or_404(with_totals(runs_visible_to(request.rights)), pk=pk)
