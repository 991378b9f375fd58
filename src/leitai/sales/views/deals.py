"""A reported deal: where it stands, its correction, its taking back."""

from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leitai import clock
from leitai.accounts.access import may, signed_in
from leitai.files.queries import attached_to
from leitai.organization.queries import unit_on
from leitai.sales.actions import correct_deal, withdraw_deal
from leitai.sales.drafting import choices_for
from leitai.sales.errors import SalesError
from leitai.sales.forms import CorrectionForm, ReasonForm
from leitai.sales.models import Deal, Record
from leitai.sales.policies import may_correct_deal, reports_deals
from leitai.sales.queries import deals_visible_to, last_record_of, pending_deals, record_of
from leitai.sales.views.reports import as_json, conflicting, refused, taken

TAKEN_BACK = gettext_lazy("Taken back right away")


@may(signed_in)
@require_GET
def show(request, pk):
    """The record, once there is one; until then what is waiting, and for whom."""
    deal = _visible(request, pk)
    record = last_record_of(deal)
    if record is not None:
        return redirect("sales:record", pk=record.pk)
    context = {
        "deal": deal,
        "files": attached_to(deal),
        "waits": pending_deals().filter(pk=deal.pk).exists(),
        "may_correct": _may_correct(request, deal),
        "reason_form": ReasonForm(),
    }
    return render(request, "sales/deal.html", context)


@may(reports_deals)
@require_http_methods(["GET", "POST"])
def correction(request, pk):
    deal = _correctable(request, pk)
    current = record_of(deal)
    if request.method == "GET":
        return _page(request, _form(request, initial=_as_it_is(deal, current)), deal=deal)
    form = _form(request, request.POST, request.FILES)
    if not form.is_valid():
        return refused(request, form, _page_of(deal))
    said = form.cleaned_data
    base = Record.objects.filter(pk=said["base"], external_id=deal.external_id).first() if said["base"] else None
    try:
        deal = correct_deal(
            key=said["key"], deal=deal, report=form.report(), base=base, reason=said["reason"],
            by=request.user, at=clock.now(),
        )  # fmt: skip
    except ValidationError as error:
        form.take_errors(error)
        return refused(request, form, _page_of(deal))
    except SalesError as error:
        return conflicting(request, form, error, _page_of(deal))
    return taken(request, deal, corrected=True)


@may(signed_in)
@require_POST
def withdrawal(request, pk):
    deal = _correctable(request, pk)
    quick = as_json(request)
    form = ReasonForm(request.POST)
    if not quick and not form.is_valid():
        messages.error(request, _("Say why the deal is taken back."))
        return redirect("sales:deal", pk=pk)
    reason = str(TAKEN_BACK) if quick else form.cleaned_data["reason"]
    try:
        withdraw_deal(deal=deal, by=request.user, at=clock.now(), reason=reason)
    except SalesError as error:
        if quick:
            return JsonResponse({"said": str(error)}, status=409)
        messages.error(request, str(error))
    else:
        if quick:
            return JsonResponse({"said": _("Taken back. Nothing was counted.")})
        messages.success(request, _("Taken back."))
    return redirect("sales:deal", pk=pk)


def _visible(request, pk) -> Deal:
    deals = deals_visible_to(request.rights).select_related("customer", "product", "channel", "person", "withdrawal")
    return get_object_or_404(deals, pk=pk)


def _correctable(request, pk) -> Deal:
    deal = _visible(request, pk)
    if not _may_correct(request, deal):
        raise Http404
    return deal


def _may_correct(request, deal: Deal) -> bool:
    return may_correct_deal(request.rights, deal, unit_on(deal.person_id, deal.day))


def _form(request, *data, **options) -> CorrectionForm:
    return CorrectionForm(*data, rights=request.rights, own=request.person, today=clock.today(), **options)


def _as_it_is(deal: Deal, current: Record | None) -> dict:
    """What counts now, not what was once reported."""
    it = current or deal
    return {
        "key": uuid4(), "base": current.pk if current else None, "amount": f"{it.amount.normalize():f}",
        "customer": it.customer_id, "customer_name": it.customer.name, "product": it.product_id,
        "channel": it.channel_id, "day": it.day, "person": it.person_id, "contract_no": it.contract_no, "note": it.note,
    }  # fmt: skip


def _page(request, form, status=200, *, deal, **more):
    choices = choices_for(request.person, rights=request.rights, today=clock.today())
    context = {"form": form, "choices": choices, "today": clock.today(), "deal": deal, **more}
    return render(request, "sales/report/page.html", context, status=status)


def _page_of(deal):
    return lambda request, form, **more: _page(request, form, deal=deal, **more)
