"""My statements, a statement, and a line of it."""

from django.shortcuts import get_object_or_404, redirect, render

from leitai import clock
from leitai.accounts.access import may, signed_in
from leitai.audit.actions import record
from leitai.incentives import policies
from leitai.incentives.estimating import curve, earned_by, standings
from leitai.incentives.forms import DisputeForm
from leitai.incentives.formulas import rate
from leitai.incentives.models import Statement
from leitai.incentives.queries.statements import statements_of, statements_visible_to, told
from leitai.incentives.reading import ReadStatement
from leitai.incentives.slots import TYPICAL_DEAL
from leitai.sales.queries import records_visible_to
from leitai.tally.amounts import from_units


@may(signed_in)
def index(request):
    """One's own statements; whoever is paid nothing here but pays others goes to the runs."""
    if request.person is None:
        return redirect("incentives:runs" if policies.may_pay(request.rights) else "incentives:awards")
    statements = list(statements_of(request.person.pk))
    if not statements and policies.may_pay(request.rights):
        return redirect("incentives:runs")
    most = max((each.total for each in statements), default=0) or 1
    rows = [(each, int(each.total * 1_000_000 / most)) for each in statements]
    return render(
        request, "incentives/statements.html", {"rows": rows, "latest": statements[0] if statements else None}
    )


@may(signed_in)
def show(request, pk):
    statement = _visible(request, pk)
    _leave_trace(request, statement)
    return render(request, "incentives/statement.html", _page(request, statement))


def _page(request, statement: Statement, form: DisputeForm | None = None) -> dict:
    own = statement.person_id == getattr(request.person, "pk", None)
    siblings = list(statements_of(statement.person_id).values_list("pk", flat=True))
    at = siblings.index(statement.pk) if statement.pk in siblings else None
    return {
        "read": ReadStatement(statement),
        "statement": statement,
        "own": own,
        "newer": siblings[at - 1] if at else None,
        "older": siblings[at + 1] if at is not None and at + 1 < len(siblings) else None,
        "dispute_form": form or DisputeForm(statement=statement),
        **(_estimate(statement.person) if own else {}),
    }


def _estimate(person) -> dict:
    """Where the next deal would lead this period: exact figures for the page, a table for its script."""
    stands = standings(person, on=clock.today())
    if not stands:
        return {}
    first = stands[0]
    gap = None if first.gap is None else from_units(first.gap)
    reach = _round_up(max((gap or 0) * 3 / 2, TYPICAL_DEAL * 6))
    return {
        "standing": first,
        "next_rate": None if first.next_rate is None else rate(first.component, first.next_rate),
        "now_rate": rate(first.component, first.rate),
        "estimate": {
            "amount": TYPICAL_DEAL,
            "earns": earned_by(stands, TYPICAL_DEAL),
            "base": from_units(first.base),
            "gap": gap,
            "gap_x": None if gap is None else f"{gap * 100 / reach:.2f}%",
            "reach": reach,
            "curve": curve(stands, TYPICAL_DEAL, reach),
            "table": [each.to_json() for each in stands],
        },
    }


def _round_up(amount):
    """To the next 30,000, so that thirds of the axis read easily."""
    return (int(amount) // 30_000 + 1) * 30_000


@may(signed_in)
def line(request, pk, line_id):
    """A line with its arithmetic, and the record behind it where the viewer may see it."""
    statement = _visible(request, pk)
    read = ReadStatement(statement)
    found = next((each for each in read.lines if each.line.pk == line_id), None)
    if found is None:
        return redirect("incentives:statement", pk=pk)
    _leave_trace(request, statement)
    record_id = found.line.record_id
    record_ = records_visible_to(request.rights, live=False).filter(pk=record_id).first() if record_id else None
    template = "incentives/line.html#opened" if request.htmx else "incentives/line.html"
    return render(request, template, {"statement": statement, "each": found, "record": record_, "read": read})


def _visible(request, pk) -> Statement:
    return get_object_or_404(told(statements_visible_to(request.rights, on=clock.today())), pk=pk)


def _leave_trace(request, statement: Statement) -> None:
    """Each look at somebody else's pay is written down."""
    if statement.person_id != getattr(request.person, "pk", None):
        record(statement, "viewed", by=request.user, at=clock.now())
