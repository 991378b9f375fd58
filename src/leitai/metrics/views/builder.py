"""The builder: a metric by clicks, with its sentence, its figures and sample records beside it while it grows."""

from dataclasses import dataclass

from django.shortcuts import get_object_or_404, redirect, render

from leitai import clock
from leitai.accounts.access import may
from leitai.metrics import queries
from leitai.metrics.actions import define_metric, redefine_metric
from leitai.metrics.addresses import around, called
from leitai.metrics.building import shape_of
from leitai.metrics.definitions import Definition
from leitai.metrics.errors import MetricError
from leitai.metrics.forms import NamingForm, ReasonForm, ShapeForm, initial_of
from leitai.metrics.models import Metric
from leitai.metrics.policies import defines
from leitai.metrics.reach import reach_of
from leitai.metrics.sentences import sentence
from leitai.metrics.views.trends import trend_chart
from leitai.sales.queries import record_filter

MONTHS_SHOWN = 12
SAMPLES = 5


@dataclass(frozen=True)
class Draft:
    """A metric that is not there yet, as far as `queries` ask."""

    definition: Definition
    unit: str
    direction: str = "up"

    @property
    def is_ratio(self) -> bool:
        return self.unit == "ratio"

    def __str__(self):
        return sentence(self.definition)


@may(defines)
def new(request):
    """Define a metric; `?from=` begins with another one's definition."""
    model = Metric.objects.select_related("current").filter(pk=request.GET.get("from") or None).first()
    form = ShapeForm(request.POST or None, initial=_initial(model))
    naming = NamingForm(
        request.POST or None, initial={"group": model.group, "direction": model.direction} if model else None
    )
    if request.method == "POST" and all([form.is_valid(), naming.is_valid()]):
        said = naming.cleaned_data
        try:
            metric = define_metric(
                name=said["label"], definition=form.definition, unit=form.unit, direction=said["direction"],
                group=said["group"], remark=said["remark"], by=request.user, at=clock.now(),
            )  # fmt: skip
            return redirect("metrics:metric", pk=metric.pk)
        except MetricError as error:
            _beside(naming, error, {"name": "label"})
    return _page(request, form, naming=naming, model=model)


@may(defines)
def edit(request, pk):
    """Redefine a metric of one's own: a new version, with its reason."""
    metric = get_object_or_404(Metric.objects.select_related("current"), pk=pk, builtin=False, archived_at=None)
    form = ShapeForm(request.POST or None, initial=_initial(metric))
    reason = ReasonForm(request.POST or None)
    if request.method == "POST" and all([form.is_valid(), reason.is_valid()]):
        try:
            redefine_metric(
                metric=metric, definition=form.definition, reason=reason.cleaned_data["reason"], by=request.user,
                at=clock.now(),
            )  # fmt: skip
            return redirect("metrics:metric", pk=metric.pk)
        except MetricError as error:
            _beside(reason, error, {"reason": "reason"})
    return _page(request, form, reason=reason, metric=metric)


@may(defines)
def preview(request):
    """The fragment beside the form: asked anew with every click."""
    form = ShapeForm(request.POST)
    known = form if form.is_valid() else None
    return render(request, "metrics/builder.html#preview", {"form": form, **_previewed(request, known)})


def _initial(metric) -> dict | None:
    shape = shape_of(metric.definition) if metric else None
    return initial_of(shape) if shape else None


def _page(request, form, **rest):
    known = form if form.is_bound and form.is_valid() else None
    if not form.is_bound:
        fresh = ShapeForm(_as_data(form))
        known = fresh if fresh.is_valid() else None
    return render(request, "metrics/builder.html", {"form": form, **rest, **_previewed(request, known)})


def _as_data(form) -> dict:
    """What an untouched form would send."""
    values = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    return {name: value for name, value in values.items() if value not in (None, "", False)}


def _beside(form, error: MetricError, fields: dict[str, str]) -> None:
    named = getattr(error, "error_dict", {None: error.messages})
    for name, messages in named.items():
        form.add_error(fields.get(name), messages)


def _previewed(request, form) -> dict:
    """The sentence, last month's figure, the trend and some records; nothing for a form that is not right yet."""
    if form is None:
        return {"draft": None}
    draft = Draft(form.definition, form.unit)
    today = clock.today()
    months = around("month", today, before=MONTHS_SHOWN - 1)
    reach = reach_of(request.rights)
    values = queries.series(draft, months, by="none", as_of=today, **reach.narrow)[None]
    behind = queries.records_behind(draft, months[-2], as_of=today).filter(record_filter(request.rights))
    return {
        "draft": draft,
        "sentence": sentence(draft.definition),
        "last_month": called(months[-2]),
        "last_value": values[-2],
        "this_value": values[-1],
        "months": list(zip(map(called, months), values, strict=True)),
        "chart": trend_chart(draft, months, values),
        "samples": behind[:SAMPLES],
        "has_records": any(values),
    }
