"""Records: the list, the file of it, one record with its history, and what may be done to it."""

from decimal import Decimal

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leitai import clock
from leitai.accounts.access import may
from leitai.audit.actions import history
from leitai.customers.models import Customer
from leitai.files.queries import attached_to
from leitai.imports.models import Batch
from leitai.organization.models import Person
from leitai.organization.queries import people_visible_to, units_visible_to
from leitai.organization.rights import unit_and_below
from leitai.sales import columns, exporting
from leitai.sales.actions import propose_split, reverse_records
from leitai.sales.changes import changes_between
from leitai.sales.drafting import choices_for
from leitai.sales.errors import SalesError
from leitai.sales.forms import ReasonForm, RecordFilter, SplitForm
from leitai.sales.forms.filters import PERIODS, SORTS
from leitai.sales.models import Channel, Kind, Product, Record, SplitProposal
from leitai.sales.policies import may_correct, may_split, reports_deals, sees_records
from leitai.sales.queries import (
    added_up,
    deal_of,
    history_of,
    locks_of,
    loose_returns,
    orders_of,
    page_by_key,
    records_visible_to,
    referring_to,
    with_part,
)
from leitai.sales.queries.listing import MONEY
from leitai.sales.queries.orders import REFERRING

MOST_PEOPLE = 300


@may(sees_records)
@require_GET
def index(request):
    asked = RecordFilter(request.GET, today=clock.today())
    records = _asked_for(request, asked)
    sums = added_up(records)
    headline = [each for each in sums if each.kind in MONEY] or sums
    page = page_by_key(
        records.select_related("customer", "product", "channel", "person", "unit", "source"),
        sort=SORTS[asked.sort], after=request.GET.get("after", ""), before=request.GET.get("before", ""),
    )  # fmt: skip
    context = {
        "asked": asked,
        "page": page,
        "headline": headline,
        "besides": [each for each in sums if each not in headline],
        "count": sum(each.count for each in sums),
        "columns": columns.chosen(request.GET.getlist("columns")),
        "may_report": reports_deals(request),
        **_choices(request, asked),
    }
    return render(request, "sales/records.html", context)


@may(sees_records)
@require_GET
def export(request):
    """The list as asked for, all pages of it."""
    asked = RecordFilter(request.GET, today=clock.today())
    chosen = columns.chosen(request.GET.getlist("columns"))
    records = _asked_for(request, asked).order_by(*SORTS[asked.sort])
    # Few products, people and units stand in very many rows: made once for each chunk, not for each row.
    rows = records.prefetch_related("customer", "product", "channel", "person", "unit", "source").iterator(5000)
    name = f"{_('records')}-{clock.today():%Y%m%d}"
    if request.GET.get("as") == "csv":
        response = StreamingHttpResponse(exporting.as_csv(chosen, rows), content_type="text/csv; charset=utf-8")
        return _named(response, f"{name}.csv")
    if records.count() > exporting.MOST_ROWS:
        messages.error(request, _("Excel holds a million rows at most. Narrow the list, or take it as CSV."))
        return redirect("sales:index")
    content = exporting.as_workbook(chosen, rows, title=_("Records"))
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _named(HttpResponse(content, content_type=kind), f"{name}.xlsx")


@may(sees_records)
@require_GET
def show(request, pk):
    record = _visible(request, pk)
    revisions = list(history_of(record))
    changes = changes_between(revisions)
    for revision in revisions:
        revision.changes = changes.get(revision.pk, [])
    live = next((revision for revision in revisions if revision.live), None)
    # A link to what counted once leads to what counts now; the history opens what it was.
    if live and live.pk != record.pk and "then" not in request.GET and _sees(request, live):
        return redirect("sales:record", pk=live.pk)
    seen = records_visible_to(request.rights).select_related("customer", "person", "source")
    deal = deal_of(record)
    proposal = _open_split(record)
    context = {
        "record": record,
        "current": live,
        "revisions": revisions,
        "credits": list(record.credits.select_related("person", "unit").order_by("-share", "person_id")),
        "orders": seen.filter(pk__in=orders_of(record).values("pk")) if record.kind in REFERRING else [],
        "is_loose": record.kind == Kind.RETURN and loose_returns().filter(pk=record.pk).exists(),
        "referring": seen.filter(pk__in=[each.pk for each in referring_to(record)])
        if record.kind == Kind.ORDER
        else [],
        "locks": list(locks_of(record)),
        "deal": deal,
        "files": list(attached_to(deal)) if deal else [],
        "entries": history(record).select_related("actor__person"),
        "proposal": proposal,
        "asked_shares": _asked_shares(proposal, record) if proposal else [],
        "may_correct": may_correct(request.rights, record) and deal is not None and reports_deals(request),
        "may_withdraw": may_correct(request.rights, record),
        "may_split": may_split(request.rights, record),
        "reason_form": ReasonForm(),
    }
    return render(request, "sales/record.html", context)


@may(sees_records)
@require_POST
def withdrawal(request, pk):
    record = _visible(request, pk)
    if not may_correct(request.rights, record):
        raise Http404
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why the record is withdrawn."))
        return redirect("sales:record", pk=pk)
    try:
        reverse_records(records=[record], by=request.user, at=clock.now(), reason=form.cleaned_data["reason"])
        messages.success(request, _("Withdrawn. It no longer counts."))
    except SalesError as error:
        messages.error(request, str(error))
    return redirect("sales:record", pk=pk)


@may(sees_records)
@require_http_methods(["GET", "POST"])
def split(request, pk):
    record = _visible(request, pk)
    if not may_split(request.rights, record):
        raise Http404
    form = SplitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            propose_split(
                record=record, shares=said["shares"], note=said["note"], ask_lead=said["ask_lead"],
                by=request.user, at=clock.now(),
            )  # fmt: skip
            messages.success(request, _("Asked. The record stays as it is until they agree."))
            return redirect("sales:record", pk=pk)
        except ValidationError as error:
            form.add_error(None, error.messages)
        except SalesError as error:
            form.add_error(None, str(error))
    context = {
        "record": record,
        "form": form,
        "rows": _share_rows(request, record),
        "choices": _people(request, record),
    }
    return render(request, "sales/split.html", context, status=422 if form.errors else 200)


def _asked_for(request, asked: RecordFilter):
    """The visible records asked for, each with the part that counts for whom the list is about."""
    records = asked.narrow(records_visible_to(request.rights))
    if person_id := asked.numbers["person"]:
        return with_part(records, person_id=person_id)
    if unit_id := asked.numbers["unit"]:
        return with_part(records, unit_ids=unit_and_below(unit_id))
    rights = request.rights
    if rights.sees_all():
        return with_part(records)
    return (
        with_part(records, unit_ids=rights.unit_ids())
        if rights.unit_ids()
        else with_part(records, person_id=rights.person_id)
    )


def _choices(request, asked: RecordFilter) -> dict:
    people = people_visible_to(request.rights, on=clock.today()).order_by("name")[: MOST_PEOPLE + 1]
    people = list(people)
    named = {"customer": Customer, "batch": Batch, "person": Person}
    return {
        "periods": PERIODS.items(),
        "kinds": Kind.choices,
        "people": people if 1 < len(people) <= MOST_PEOPLE else [],
        "units": list(units_visible_to(request.rights).with_tree_fields()),
        "products": list(Product.objects.order_by("archived_at", "line", "id")),
        "channels": list(Channel.objects.all()),
        "all_columns": columns.ALL.values(),
        "named": {
            name: model.objects.filter(pk=asked.numbers[name]).first()
            for name, model in named.items()
            if asked.numbers[name]
        },
    }


def _visible(request, pk) -> Record:
    records = records_visible_to(request.rights, live=False)
    related = ("customer", "product", "channel", "person", "unit", "source", "batch", "created_by__person", "reversal")
    return get_object_or_404(records.select_related(*related), pk=pk)


def _sees(request, record: Record) -> bool:
    return records_visible_to(request.rights).filter(pk=record.pk).exists()


def _asked_shares(proposal: SplitProposal, record: Record) -> list[dict]:
    """Who would have how much of it, once those asked say yes."""
    people = Person.objects.in_bulk([person_id for person_id, _ppm in proposal.shares])
    return [
        {"person": people[person_id], "share": Decimal(ppm) / 1_000_000, "amount": record.amount * ppm / 1_000_000}
        for person_id, ppm in sorted(proposal.shares, key=lambda each: -each[1])
        if person_id in people
    ]


def _open_split(record: Record) -> SplitProposal | None:
    return SplitProposal.objects.filter(source=record.source_id, external_id=record.external_id, open=True).first()


def _share_rows(request, record: Record) -> list[dict]:
    """What was typed, else the split as it is: person and percent."""
    if request.method == "POST":
        people = {str(person.pk): person for person in Person.objects.filter(pk__in=[
            each for each in request.POST.getlist("share_person") if each.isdecimal()
        ])}  # fmt: skip
        pairs = zip(request.POST.getlist("share_person"), request.POST.getlist("share_percent"), strict=False)
        return [{"person": people[pk], "percent": percent} for pk, percent in pairs if pk in people]
    credits = record.credits.select_related("person").order_by("-share")
    rows = [{"person": each.person, "percent": f"{(each.share * 100).normalize():f}"} for each in credits]
    return rows or [{"person": record.person, "percent": "100"}]


def _people(request, record: Record):
    return choices_for(record.person, rights=request.rights, today=clock.today()).colleagues


def _named(response, name: str):
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    return response
