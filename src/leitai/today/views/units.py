"""A unit's page."""

from django.shortcuts import get_object_or_404, render

from leitai import clock
from leitai.accounts.access import may, signed_in
from leitai.organization.policies import administers
from leitai.organization.queries import leaders_of, units_visible_to
from leitai.tally.periods import Period
from leitai.today.boards import board_of
from leitai.today.headline import headline_metric
from leitai.today.months import twelve_months


@may(signed_in)
def show(request, pk):
    today = clock.today()
    unit = get_object_or_404(units_visible_to(request.rights).select_related("parent"), pk=pk)
    period = Period.month(today.year, today.month)
    board = board_of(unit, metric=headline_metric(period), period=period, today=today)
    return render(
        request,
        "today/unit.html",
        {
            "unit": unit,
            "parent_seen": units_visible_to(request.rights).filter(pk=unit.parent_id).exists(),
            "board": board,
            "leaders": leaders_of(unit.pk, on=today),
            "months": twelve_months(unit, metric=board.metric, today=today),
            "may_change": administers(request),
        },
    )
