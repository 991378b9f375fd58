"""目标: the goals of a period as a tree, the viewer's own first."""

from django.shortcuts import render

from leitai import clock
from leitai.accounts.access import may, signed_in
from leitai.approvals.queries import seats_waiting_for
from leitai.goals.models import Goal
from leitai.goals.policies import LEADERS, may_propose
from leitai.goals.tree import fold, metrics_of, tree_of
from leitai.goals.wording import lead_clauses
from leitai.metrics.addresses import address_of, called, period_at
from leitai.tally.periods import containing
from leitai.ui import subjects

KINDS = ("month", "quarter", "year")


@may(signed_in)
def index(request):
    today = clock.today()
    period = period_at(request.GET.get("period", ""), default=containing("month", today))
    metrics = metrics_of(request.rights, period, on=today)
    metric = next((each for each in metrics if each.code == request.GET.get("metric")), metrics[0] if metrics else None)
    top = tree_of(request.rights, metric, period, on=today) if metric else []
    lines = [line for each in top for line in each.lines]
    lead = _lead(request, lines)
    filtered = _filtered(lines, request.GET)
    context = {
        "period": period,
        "period_name": called(period),
        "address": address_of(period),
        "kinds": [(kind, address_of(containing(kind, _within(period, today)))) for kind in KINDS],
        "before": address_of(period.previous()),
        "after": address_of(period.next()),
        "metrics": metrics,
        "metric": metric,
        "lead": lead,
        "clauses": lead_clauses(lead, metric, period) if lead else [],
        "lines": filtered if filtered is not lines else fold(top, request.GET.get("open", "")),
        "behind": [line for line in lines if not line.is_unit and line.stands.is_behind],
        "asked": request.GET,
        "waiting": _waiting(request, today),
        "may_propose": may_propose(request),
        "today": today,
    }
    return render(request, "goals/index.html", context)


def _lead(request, lines):
    """The line the page speaks of first: one's own, of a lead the unit, else the topmost."""
    own = [line for line in lines if not line.is_unit and line.who.pk == request.rights.person_id]
    led = [line for line in lines if line.is_unit and line.who.pk in request.rights.unit_ids(*LEADERS)]
    return next(iter([*led, *own] or lines), None)


def _within(period, today):
    return today if today in period else period.start


def _filtered(lines, asked) -> list:
    text = asked.get("q", "").strip().casefold()
    if text:
        lines = [line for line in lines if text in line.who.name.casefold()]
    if asked.get("behind"):
        lines = [line for line in lines if line.stands.is_behind]
    return lines


def _waiting(request, today) -> list:
    """Goals whose agreement is asked of the viewer: (request, goal)."""
    label = subjects.label_of(Goal())
    seats = [
        seat for seat in seats_waiting_for(request.user, on=today) if seat.step.round.request.subject_type == label
    ]
    goals = Goal.objects.select_related("metric", "person", "unit").in_bulk(
        [seat.step.round.request.subject_id for seat in seats]
    )
    return [(seat.step.round.request, goals[seat.step.round.request.subject_id]) for seat in seats]
