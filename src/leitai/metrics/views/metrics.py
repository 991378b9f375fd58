"""One metric: what it means, how it has gone, who is ahead, and the records behind."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from leitai import clock
from leitai.accounts.access import may, signed_in
from leitai.metrics import queries
from leitai.metrics.actions import archive_metric, restore_metric
from leitai.metrics.addresses import address_of, around, called, period_at
from leitai.metrics.building import shape_of
from leitai.metrics.errors import MetricError
from leitai.metrics.models import Metric
from leitai.metrics.policies import defines, may_define
from leitai.metrics.reach import reach_of
from leitai.metrics.scoring import grown
from leitai.metrics.sentences import sentence, term_sentence
from leitai.metrics.views.library import tell
from leitai.metrics.views.trends import trend_chart
from leitai.organization.models import Person
from leitai.organization.queries import people_visible_to, units_visible_to
from leitai.sales.models import Kind
from leitai.sales.queries import record_filter
from leitai.tally.periods import containing
from leitai.ui import slots

MONTHS_SHOWN = 13
NAMED = 5
A_PAGE = 50


@may(signed_in)
def show(request, pk):
    metric = tell(get_object_or_404(Metric.objects.select_related("current"), pk=pk))
    today = clock.today()
    reach = reach_of(request.rights)
    months = around("month", today, before=MONTHS_SHOWN - 1)
    figures = queries.read(metric, months, by="none", as_of=today, **reach.narrow)
    values = figures.of(None)
    context = {
        "metric": metric,
        "sentence": sentence(metric.definition),
        "kinds": [Kind(kind).label for kind in metric.definition.kinds],
        "this_month": months[-1],
        "now": values[-1],
        "months": [
            (month, called(month), address_of(month), value) for month, value in zip(months, values, strict=True)
        ],
        "change": None if metric.is_ratio else _same_days_before(metric, months[-1], today, reach, values[-1]),
        "chart": trend_chart(metric, months, values, reverse("metrics:records", args=[metric.pk])),
        "has_records": any(values),
        "leaders": _leaders(metric, months[-1], today, reach),
        "reach": reach,
        "uses": uses_of(request, metric),
        "versions": metric.versions.select_related("by"),
        "may_define": may_define(request.rights),
        "can_be_built": shape_of(metric.definition) is not None,
    }
    return render(request, "metrics/metric.html", context)


def uses_of(request, metric) -> list[dict]:
    """What upper contexts say in the slot `metrics.metric.uses`: {"uses": [{"title", "url", "note"}]} each."""
    return [
        use for _fragment, said in slots.answers("metrics.metric.uses", request, metric=metric) for use in said["uses"]
    ]


def _same_days_before(metric, month, today, reach, now) -> int | None:
    """Growth in ppm against as many days of the month before."""
    before = month.previous()
    then = queries.measure(
        metric, before, by="none", as_of=min(before.last, before.start + (today - month.start)), **reach.narrow
    )[None]
    return grown(now, then)


def _leaders(metric, month, today, reach) -> list[tuple]:
    """The people ahead this month: (person, value), the best first; nobody is named last."""
    if not reach.several:
        return []
    found = queries.measure(metric, month, by="person", person_ids=reach.people(today), as_of=today)
    known = [(value, pk) for pk, value in found.items() if value]
    known.sort(key=lambda pair: (pair[0] if metric.direction == "down" else -pair[0], pair[1]))
    people = Person.objects.in_bulk([pk for _value, pk in known[:NAMED]])
    return [(people[pk], value) for value, pk in known[:NAMED]]


@may(signed_in)
def records(request, pk):
    """The records behind a figure, as far as the viewer may see them."""
    metric = get_object_or_404(Metric.objects.select_related("current"), pk=pk)
    today = clock.today()
    period = period_at(request.GET.get("period", ""), default=containing("month", today))
    person = _asked(people_visible_to(request.rights, on=today), request.GET.get("person"))
    unit = _asked(units_visible_to(request.rights), request.GET.get("unit"))
    behind = queries.records_behind(metric, period, person=person, unit=unit, as_of=today)
    explained = (
        queries.explain(metric, period, person=person, unit=unit, as_of=today)
        if _whole(request, person, unit)
        else None
    )
    context = {
        "metric": metric,
        "period": period,
        "period_name": called(period),
        "person": person,
        "unit": unit,
        "page": Paginator(behind.filter(record_filter(request.rights)), A_PAGE).get_page(request.GET.get("page")),
        "explained": explained,
        "arithmetic": _arithmetic(explained),
    }
    return render(request, "metrics/records.html", context)


def _whole(request, person, unit) -> bool:
    """Whether the figure itself is the viewer's to see: someone visible, or the company by whoever sees all."""
    return bool(person or unit or request.rights.sees_all())


def _asked(rows, pk):
    return get_object_or_404(rows, pk=pk) if pk and pk.isdigit() else None


def _arithmetic(explained) -> list[tuple[str, str, int | None, str]]:
    """(side, what, amount, unit) of every term, when there is more than one to tell."""
    if explained is None:
        return []
    told = []
    for part in explained.parts:
        for side, terms in (("top", part.top), ("bottom", part.bottom)):
            for each in terms:
                unit = "money" if each.term.is_money else "count"
                told.append((side, term_sentence(each.term), each.amount, unit))
    return told


@may(defines)
@require_POST
def archive(request, pk):
    """POST archives; with `back` it is offered again."""
    metric = get_object_or_404(Metric.objects.select_related("current"), pk=pk)
    act = restore_metric if request.POST.get("back") else archive_metric
    try:
        act(metric=metric, by=request.user, at=clock.now())
    except MetricError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("metrics:metric", pk=metric.pk)
