"""The list of customers, and the page of one. What they bought is said by upper rooms, in slots."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from leitai import clock
from leitai.accounts.access import may, signed_in
from leitai.audit.actions import history
from leitai.customers.actions import correct_customer
from leitai.customers.forms import CustomerForm
from leitai.customers.models import Customer
from leitai.customers.policies import keeps_customers
from leitai.customers.queries import by_last_order, customers_visible_to, suggestions
from leitai.ui import slots

A_PAGE = 50
SORTS = ("-last", "last", "name", "-new")
FOUND_BY_SOUND = 30


@may(signed_in)
@require_GET
def index(request):
    seen = customers_visible_to(request.rights)
    customers = _narrowed(request, seen)
    sort = request.GET.get("sort") if request.GET.get("sort") in SORTS else SORTS[0]
    page = Paginator(_sorted(customers, sort, request.rights), A_PAGE).get_page(request.GET.get("page"))
    _tell_figures(request, page.object_list)
    context = {
        "page": page,
        "asked": request.GET,
        "sort": sort,
        "turned": _turned(request, "last" if sort == "-last" else "-last"),
        "by_name": _turned(request, "name"),
        "is_narrow": any(request.GET.get(name) for name in ("q", "region", "industry")),
        "regions": _values(seen, "region"),
        "industries": _values(seen, "industry"),
    }
    return render(request, "customers/list.html", context)


@may(signed_in)
@require_GET
def show(request, pk):
    customer = get_object_or_404(customers_visible_to(request.rights), pk=pk)
    context = {"customer": customer, "may_keep": keeps_customers(request), "entries": history(customer)}
    return render(request, "customers/customer.html", context)


@may(keeps_customers)
@require_http_methods(["GET", "POST"])
def edit(request, pk):
    customer = get_object_or_404(Customer, pk=pk, alias_of=None)
    initial = {name: getattr(customer, name) for name in ("name", "code", "region", "industry")}
    form = CustomerForm(request.POST or None, customer=customer, initial=initial)
    if request.method == "POST" and form.is_valid():
        correct_customer(customer=customer, by=request.user, at=clock.now(), **form.cleaned_data)
        return redirect("customers:customer", pk=pk)
    status = 422 if form.errors else 200
    return render(request, "customers/edit.html", {"customer": customer, "form": form}, status=status)


def _turned(request, sort: str) -> str:
    """This list in another order, from its first page."""
    asked = request.GET.copy()
    asked.pop("page", None)
    asked["sort"] = sort
    return f"?{asked.urlencode()}"


def _sorted(customers, sort: str, rights):
    if sort in ("-last", "last"):
        return by_last_order(customers, rights, newest=sort == "-last")
    return customers.order_by(*(("name", "id") if sort == "name" else ("-id",)))


def _narrowed(request, customers):
    words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    for name in ("region", "industry"):
        if value := request.GET.get(name, "").replace("\x00", ""):
            customers = customers.filter(**{name: value})
    if not words:
        return customers
    found = Q(name__icontains=words) | Q(code__icontains=words)
    if words.isascii():
        found |= Q(pk__in=[customer.pk for customer in suggestions(customers, words, first=FOUND_BY_SOUND)])
    return customers.filter(found)


def _values(customers, name: str) -> list[str]:
    return list(customers.exclude(**{name: ""}).order_by(name).values_list(name, flat=True).distinct()[:100])


def _tell_figures(request, customers) -> None:
    """What upper rooms know of each customer of a page: {"amount", "last"}; one question for all."""
    figures = {}
    for _fragment, said in slots.answers("customers.figures", request, customers=list(customers)):
        for pk, each in said.items():
            figures.setdefault(pk, {}).update(each)
    for customer in customers:
        customer.figures = figures.get(customer.pk, {})
