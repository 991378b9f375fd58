"""The market's size, month by month: what market share is measured against."""

from django.core.paginator import Paginator
from django.shortcuts import redirect, render

from leitai import clock
from leitai.accounts.access import may, signed_in
from leitai.metrics.actions import set_market_sizes
from leitai.metrics.errors import MetricError
from leitai.metrics.forms import MarketForm
from leitai.metrics.models import MarketSeries
from leitai.metrics.policies import may_define

A_PAGE = 60


@may(signed_in)
def index(request):
    allowed = may_define(request.rights)
    form = MarketForm(request.POST or None, initial={"month": clock.today().replace(day=1)}) if allowed else None
    if request.method == "POST" and form and form.is_valid() and _set(request, form):
        return redirect("metrics:market")
    rows = MarketSeries.objects.order_by("-month", "line", "region")
    return render(
        request,
        "metrics/market.html",
        {"form": form, "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page"))},
    )


def _set(request, form) -> bool:
    said = form.cleaned_data
    row = (said["month"], said["line"], said["region"], said["size"], said["source"])
    try:
        set_market_sizes(rows=[row], by=request.user, at=clock.now())
    except MetricError as error:
        form.add_error(None, error)
        return False
    return True
