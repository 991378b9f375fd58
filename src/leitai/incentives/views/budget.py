"""Budget lines, and what each is used for."""

from django.shortcuts import get_object_or_404, redirect, render

from leitai import clock
from leitai.accounts.access import may
from leitai.incentives.actions import plan_budget, revise_budget
from leitai.incentives.errors import BudgetError
from leitai.incentives.forms import BudgetForm, PlannedForm
from leitai.incentives.policies import budget_readers, may_pay, may_pay_for, payers
from leitai.incentives.queries.budget import balance_of, balances, budget_lines_visible_to, subjects_of
from leitai.incentives.queries.paying import units_payable_by
from leitai.ui import subjects


@may(budget_readers)
def index(request):
    lines = list(budget_lines_visible_to(request.rights).select_related("unit"))
    known = balances(lines)
    rows = [(line, known[line.pk], _shares(known[line.pk])) for line in lines]
    today = clock.today()
    running = [(line, balance, share) for line, balance, share in rows if line.end > today]
    context = {
        "running": running,
        "past": [row for row in rows if row[0].end <= today],
        "planned": sum(balance.planned for _, balance, _ in running),
        "free": sum(balance.free for _, balance, _ in running),
        "may_plan": may_pay(request.rights),
    }
    return render(request, "incentives/budgets.html", context)


def _shares(balance) -> dict:
    """Spent and committed as whole ppm of what is planned, for the bar."""
    planned = balance.planned or max(balance.used, 1)
    spent = min(1_000_000, int(balance.spent * 1_000_000 / planned))
    held = min(1_000_000 - spent, int(balance.committed * 1_000_000 / planned))
    return {"spent": spent, "held": held, "over": balance.free < 0}


@may(payers)
def new(request):
    whole = may_pay_for(request.rights, None)
    form = BudgetForm(request.POST or None, units=units_payable_by(request.rights), whole=whole)
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("name", "unit", "start", "end", "planned")}
        line = plan_budget(**given, by=request.user, at=clock.now())
        return redirect("incentives:budget_line", pk=line.pk)
    return render(request, "incentives/new_budget.html", {"form": form}, status=422 if form.errors else 200)


@may(budget_readers)
def show(request, pk):
    line = get_object_or_404(budget_lines_visible_to(request.rights).select_related("unit"), pk=pk)
    may_plan = may_pay_for(request.rights, line.unit_id)
    form = PlannedForm(request.POST or None, initial={"planned": f"{line.planned:f}"})
    if request.method == "POST" and may_plan and form.is_valid():
        try:
            revise_budget(line=line, by=request.user, at=clock.now(), **form.cleaned_data)
            return redirect("incentives:budget_line", pk=pk)
        except BudgetError as error:
            form.add_error("planned", str(error))
    balance = balance_of(line)
    context = {
        "line": line,
        "balance": balance,
        "shares": _shares(balance),
        "rows": _subjects(request, line),
        "entries": line.entries.select_related("by__person").order_by("-id")[:50],
        "form": form,
        "may_plan": may_plan,
    }
    return render(request, "incentives/budget.html", context, status=422 if form.errors else 200)


def _subjects(request, line):
    """(name, address, balance) per subject; one the viewer may not see is named by its kind only."""
    found = subjects_of(line)
    seen = subjects.find_many(found, rights=request.rights, on=clock.today())
    rows = []
    for key, balance in found.items():
        subject = seen.get(key)
        if subject is not None:
            rows.append((subjects.title(subject), subjects.url(subject), balance))
        else:
            rows.append((_noun(key[0]), "", balance))
    return sorted(rows, key=lambda row: -row[2].used)


def _noun(label: str) -> str:
    try:
        return str(subjects.subject_type(label).noun)
    except KeyError:
        return "–"
