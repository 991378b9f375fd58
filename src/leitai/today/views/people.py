"""A person's page."""

from django.shortcuts import get_object_or_404, render

from leitai import clock
from leitai.accounts.access import may, signed_in
from leitai.organization.policies import administers
from leitai.organization.queries import people_visible_to, units_visible_to, work_calendar
from leitai.sales.queries import records_visible_to
from leitai.tally.periods import Period
from leitai.today.boards import stand, teammates
from leitai.today.headline import headline_metric
from leitai.today.months import twelve_months
from leitai.today.ranks import place_of

RECENT = 6


@may(signed_in)
def show(request, pk):
    today = clock.today()
    person = get_object_or_404(people_visible_to(request.rights, on=today).select_related("user"), pk=pk)
    month, year = Period.month(today.year, today.month), Period.year(today.year)
    metric, calendar = headline_metric(month), work_calendar(today.year)
    ways = {"metric": metric, "today": today}
    (this_month,) = stand([person], period=month, share=calendar.elapsed(month, today), **ways)
    (this_year,) = stand([person], period=year, share=calendar.elapsed(year, today), **ways)
    unit, mates = teammates(person, on=today)
    recent = records_visible_to(request.rights).filter(person=person).select_related("customer", "product")
    return render(
        request,
        "today/person.html",
        {
            "person": person,
            "unit": unit,
            "unit_seen": unit is not None and units_visible_to(request.rights).filter(pk=unit.pk).exists(),
            "grade": person.grade_periods.filter(start__lte=today).select_related("grade").order_by("-start").first(),
            "metric": metric,
            "this_month": this_month,
            "this_year": this_year,
            "place": place_of(person, mates, period=month, **ways),
            "months": twelve_months(person, metric=metric, today=today),
            "recent": recent.order_by("-day", "-id")[:RECENT],
            "may_change": administers(request),
        },
    )
