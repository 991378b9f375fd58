"""The library: every metric, what it means and what it reads."""

from django.shortcuts import render

from leitai.accounts.access import may, signed_in
from leitai.metrics.library import BUILT_IN
from leitai.metrics.models.metrics import Group
from leitai.metrics.policies import may_define
from leitai.metrics.queries import library
from leitai.metrics.sentences import sentence


@may(signed_in)
def index(request):
    archived = bool(request.GET.get("archived"))
    text = request.GET.get("q", "").strip().casefold()
    metrics = [tell(metric) for metric in library(archived=archived)]
    metrics = [metric for metric in metrics if text in f"{metric.name} {metric.meaning} {metric.code}".casefold()]
    groups = [(group.label, [m for m in metrics if m.group == group]) for group in Group]
    context = {
        "groups": [(label, found) for label, found in groups if found],
        "count": len(metrics),
        "own": sum(not metric.builtin for metric in metrics),
        "asked": request.GET,
        "may_define": may_define(request.rights),
    }
    return render(request, "metrics/library.html", context)


def tell(metric):
    """The metric with its meaning in a sentence."""
    built_in = BUILT_IN.get(metric.code) if metric.builtin else None
    metric.meaning = str(built_in.meaning) if built_in else metric.remark or sentence(metric.definition)
    return metric
