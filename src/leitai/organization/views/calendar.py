"""The working calendar of a year, and the company's departures from it."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from leitai import clock
from leitai.accounts.access import may
from leitai.organization.actions import clear_day, declare_day
from leitai.organization.forms import DayForm
from leitai.organization.models import DayOverride
from leitai.organization.policies import administers
from leitai.organization.queries import work_calendar
from leitai.tally.periods import Period


@may(administers)
def index(request):
    year = _year(request)
    form = DayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        declared = {**form.cleaned_data, "is_workday": form.cleaned_data["is_workday"] == "work"}
        declare_day(by=request.user, at=clock.now(), **declared)
        return redirect(f"{request.path}?year={declared['day'].year}")
    return render(request, "organization/calendar.html", {"form": form, **_year_view(year)})


@may(administers)
@require_POST
def removal(request, pk):
    override = get_object_or_404(DayOverride, pk=pk)
    clear_day(override=override, by=request.user, at=clock.now())
    return redirect(f"/settings/calendar/?year={override.day.year}")


def _year(request) -> int:
    asked = request.GET.get("year", "")
    return int(asked) if asked.isdecimal() and 2000 <= int(asked) <= 2100 else clock.today().year


def _year_view(year: int) -> dict:
    calendar, whole = work_calendar(year), Period.year(year)
    overrides = {each.day: each for each in DayOverride.objects.filter(day__year=year)}
    months = [
        {
            "start": month.start,
            "workdays": calendar.count(month),
            "blanks": range(month.start.weekday()),
            "days": [{"day": day, "works": calendar.is_workday(day), "own": day in overrides} for day in month],
        }
        for month in whole.split("month")
    ]
    return {
        "year": year,
        "months": months,
        "workdays": calendar.count(whole),
        "unconfirmed": bool(calendar.unconfirmed(whole)),
        "overrides": sorted(overrides.values(), key=lambda each: each.day),
    }
