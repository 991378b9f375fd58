"""有疑问: questions about statements, and their answers."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from leitai import clock
from leitai.accounts.access import may, signed_in
from leitai.incentives.actions import answer_dispute, open_dispute
from leitai.incentives.forms import AnswerForm, DisputeForm
from leitai.incentives.policies import may_pay, payers
from leitai.incentives.queries.statements import disputes_visible_to, statements_visible_to, told
from leitai.incentives.reading import ReadLine, ReadStatement


@may(signed_in)
@require_POST
def create(request, pk):
    """Whoever is paid asks about their own statement."""
    visible = told(statements_visible_to(request.rights, on=clock.today()))
    statement = get_object_or_404(visible, pk=pk, person=request.person, run__finalisation__isnull=False)
    form = DisputeForm(request.POST, statement=statement)
    if not form.is_valid():
        from leitai.incentives.views.statements import _page

        return render(request, "incentives/statement.html", _page(request, statement, form), status=422)
    dispute = open_dispute(statement=statement, by=request.user, at=clock.now(), **form.cleaned_data)
    return redirect("incentives:dispute", pk=dispute.pk)


@may(payers)
def index(request):
    rows = disputes_visible_to(request.rights, on=clock.today())
    rows = rows.select_related("statement__person", "statement__run", "line__record__customer", "line__award", "answer")
    waiting = rows.filter(answer__isnull=True).count()
    page = Paginator(rows.order_by("answer__id", "-opened_at"), 30).get_page(request.GET.get("page"))
    return render(request, "incentives/disputes.html", {"page": page, "waiting": waiting})


@may(signed_in)
def show(request, pk):
    return _show(request, _visible(request, pk), AnswerForm())


@may(payers)
@require_POST
def answer(request, pk):
    dispute = _visible(request, pk)
    form = AnswerForm(request.POST)
    if not dispute.is_open or dispute.statement.person == request.person:
        return redirect("incentives:dispute", pk=pk)
    if not form.is_valid():
        return _show(request, dispute, form, status=422)
    answer_dispute(dispute=dispute, by=request.user, at=clock.now(), **form.cleaned_data)
    return redirect("incentives:dispute", pk=pk)


def _visible(request, pk):
    rows = disputes_visible_to(request.rights, on=clock.today())
    rows = rows.select_related(
        "statement__run__finalisation", "statement__person", "line", "answer__by__person", "opened_by__person"
    )
    return get_object_or_404(rows, pk=pk)


def _show(request, dispute, form, status=200):
    line = _read(request, dispute) if dispute.line_id else None
    may_answer = may_pay(request.rights) and dispute.is_open and dispute.statement.person != request.person
    page = {"dispute": dispute, "each": line, "form": form, "may_answer": may_answer}
    return render(request, "incentives/dispute.html", page, status=status)


def _read(request, dispute) -> ReadLine | None:
    visible = told(statements_visible_to(request.rights, on=clock.today())).get(pk=dispute.statement_id)
    return next((each for each in ReadStatement(visible).lines if each.line.pk == dispute.line_id), None)
