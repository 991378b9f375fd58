"""记一单: the page, what it asks while one writes, and the sending, which may come late and more than once."""

from pathlib import Path
from uuid import uuid4

from django.contrib import messages
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from leitai import clock
from leitai.accounts.access import anyone, may
from leitai.customers.queries import customers_visible_to, suggestions
from leitai.organization.queries import leaders_of, unit_on
from leitai.sales.actions import report_deal
from leitai.sales.drafting import Difference, Draft, choices_for
from leitai.sales.errors import AlreadyReported, ContractKnown, SalesError
from leitai.sales.forms import ReportForm
from leitai.sales.models import Deal
from leitai.sales.policies import reports_deals
from leitai.sales.queries import pending_deals, records_visible_to
from leitai.sales.subjects import title_of_record
from leitai.ui.figures import days, money


@may(reports_deals)
@require_http_methods(["GET", "POST"])
def report(request):
    today = clock.today()
    if request.method == "GET":
        form = ReportForm(
            initial={"key": uuid4(), "day": today, **_asked(request)},
            rights=request.rights, own=request.person, today=today,
        )  # fmt: skip
        return _page(request, form)
    form = ReportForm(request.POST, request.FILES, rights=request.rights, own=request.person, today=today)
    if not form.is_valid():
        return refused(request, form, _page)
    said = form.cleaned_data
    try:
        deal = report_deal(
            key=said["key"], report=form.report(), by=request.user, at=clock.now(), written_at=said["written_at"],
            needs_confirmation=request.company.deals_need_confirmation, contract_meant=said["contract_meant"],
        )  # fmt: skip
    except ValidationError as error:
        form.take_errors(error)
        return refused(request, form, _page)
    except SalesError as error:
        return conflicting(request, form, error, _page)
    return taken(request, deal)


@may(anyone)
@never_cache
@require_GET
def token(request):
    """Who is signed in now, and a fresh token: a page kept on a phone has an old one."""
    return JsonResponse(
        {"user": request.user.pk, "token": get_token(request), "may_report": bool(reports_deals(request))}
    )


@may(reports_deals)
@require_GET
def customers(request):
    """Customers a few letters may mean, as rows to choose from."""
    found = suggestions(customers_visible_to(request.rights), request.GET.get("q", "")[:100])
    return render(request, "sales/report/customers.html", {"customers": found})


@may(reports_deals)
@require_GET
def earns(request):
    """What the deal would earn, move and score, as upper rooms say; of a correction, only what it changes."""
    draft = Draft.read(request.GET, person=request.person, today=clock.today())
    if draft is None:
        return HttpResponse()
    base = request.GET.get("base", "")
    record = records_visible_to(request.rights).filter(pk=base).first() if base.isdecimal() else None
    if record is None:
        return render(request, "sales/report/earns.html", {"draft": draft})
    difference = Difference.between(record, draft)
    return render(request, "sales/report/earns.html", {"draft": difference.more, "difference": difference})


@may(anyone)
@require_GET
def worker(request):
    """The service worker, allowed to serve the whole site: only from its root may it answer for other pages."""
    name = "sales/worker.js"
    if path := finders.find(name):
        source = Path(path).read_bytes()
    elif staticfiles_storage.exists(name):
        with staticfiles_storage.open(name) as file:
            source = file.read()
    else:
        raise Http404
    headers = {"Service-Worker-Allowed": "/", "Cache-Control": "no-cache"}
    return HttpResponse(source, content_type="text/javascript", headers=headers)


@may(anyone)
@require_GET
def offline(request):
    """What the worker shows instead of a page that cannot be reached, in the language of whoever asks."""
    return render(request, "sales/report/offline.html", {"why": request.GET.get("why", "")})


def _asked(request) -> dict:
    """A link may bring the customer: the customer's page has ＋ too."""
    number = request.GET.get("customer", "")
    customer = customers_visible_to(request.rights).filter(pk=number).first() if number.isdecimal() else None
    return {"customer": customer.pk, "customer_name": customer.name} if customer else {}


def _page(request, form, status=200, **more):
    choices = choices_for(request.person, rights=request.rights, today=clock.today())
    context = {"form": form, "choices": choices, "today": clock.today(), "needs": _confirmer(request), **more}
    return render(request, "sales/report/page.html", context, status=status)


def _confirmer(request) -> str:
    """Who confirms, by name; empty where nobody has to."""
    if not request.company.deals_need_confirmation:
        return ""
    home = unit_on(request.person.pk, clock.today())
    leads = leaders_of(home, on=clock.today()).exclude(pk=request.person.pk) if home else ()
    return next((lead.name for lead in leads), _("your lead"))


def as_json(request) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def taken(request, deal: Deal, *, corrected: bool = False):
    """It is in: said on the page one goes to, or to the script that sent it.

    A correction is undone by correcting again: taking the deal back would take more than was just done.
    """
    said = _said(deal, waits=_waits(deal), corrected=corrected)
    where, undo = reverse("sales:deal", args=[deal.pk]), reverse("sales:deal_withdrawal", args=[deal.pk])
    if as_json(request):
        told = {"said": said, "url": where} if corrected else {"said": said, "url": where, "undo": undo}
        return JsonResponse(told, status=201)
    messages.success(request, said)
    return redirect(where)


def _waits(deal: Deal) -> bool:
    return pending_deals().filter(pk=deal.pk).exists()


def _said(deal: Deal, *, waits: bool, corrected: bool) -> str:
    facts = {"customer": deal.customer.name, "amount": money.full(deal.amount)}
    if corrected and waits:
        return _("Corrected: %(customer)s, %(amount)s. It counts once it is confirmed.") % facts
    if corrected:
        return _("Corrected: %(customer)s, %(amount)s.") % facts
    if waits:
        return _("Reported %(customer)s, %(amount)s. It counts once it is confirmed.") % facts
    return _("Reported %(customer)s, %(amount)s.") % facts


def refused(request, form, page):
    """Something cannot be: beside its field."""
    if as_json(request):
        fields = {field: [str(each) for each in errors] for field, errors in form.errors.items()}
        return JsonResponse({"errors": fields}, status=422)
    return page(request, form, status=422)


def conflicting(request, form, error: SalesError, page):
    """Something stands against it: what, where to look, and whether it may be meant all the same."""
    conflict = Conflict(request, error)
    if as_json(request):
        return JsonResponse(conflict.told(), status=409)
    return page(request, form, status=409, conflict=conflict)


class Conflict:
    """What stands against a sending, as far as this viewer may know it."""

    def __init__(self, request, error: SalesError):
        self.error, self.request = error, request
        self.may_be_meant = isinstance(error, ContractKnown)

    @property
    def said(self) -> str:
        return " ".join(filter(None, [str(self.error), self._what()]))

    @property
    def url(self) -> str:
        record = self._record()
        if record:
            return reverse("sales:record", args=[record.pk])
        return reverse("sales:deal", args=[self.error.deal.pk]) if isinstance(self.error, AlreadyReported) else ""

    def told(self) -> dict:
        code = type(self.error).__name__
        return {"conflict": code, "said": self.said, "url": self.url, "may_be_meant": self.may_be_meant}

    def _record(self):
        record = getattr(self.error, "current", None) or getattr(self.error, "record", None)
        seen = records_visible_to(self.request.rights, live=False).select_related("customer", "person")
        return seen.filter(pk=record.pk).first() if record else None

    def _what(self) -> str:
        record = self._record()
        if record is None:
            return _("Somebody of another team has it.") if self.may_be_meant and not self.error.own else ""
        facts = {"person": record.person.name, "day": days.day(record.day), "what": title_of_record(record)}
        return _("%(person)s, %(day)s: %(what)s.") % facts
