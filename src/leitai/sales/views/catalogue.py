"""Products and channels, kept by sales operations."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leitai import clock
from leitai.accounts.access import may
from leitai.sales.actions import catalogue
from leitai.sales.forms import ChannelForm, ProductForm
from leitai.sales.models import Channel, Product
from leitai.sales.policies import keeps_catalogue

A_PAGE = 50


@may(keeps_catalogue)
@require_GET
def index(request):
    words = request.GET.get("q", "").replace("\x00", "").strip()
    products = (
        Product.objects.all() if request.GET.get("archived") else Product.objects.filter(archived_at__isnull=True)
    )
    if words:
        products = products.filter(Q(name__icontains=words) | Q(code__icontains=words) | Q(line__icontains=words))
    page = Paginator(products.order_by("line", "id"), A_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "sales/catalogue.html", {"page": page, "channels": Channel.objects.all(), "asked": request.GET}
    )


@may(keeps_catalogue)
@require_http_methods(["GET", "POST"])
def product(request, pk=None):
    kept = get_object_or_404(Product, pk=pk) if pk else None
    names = ("name", "code", "line", "price", "cost")
    form = ProductForm(request.POST or None, product=kept, initial={name: _typed(kept, name) for name in names})
    if request.method == "POST" and form.is_valid():
        fields = {"by": request.user, "at": clock.now(), **form.cleaned_data}
        catalogue.correct_product(product=kept, **fields) if kept else catalogue.add_product(**fields)
        return redirect("sales:catalogue")
    return _form_page(request, form, kept, "product")


@may(keeps_catalogue)
@require_http_methods(["GET", "POST"])
def channel(request, pk=None):
    kept = get_object_or_404(Channel, pk=pk) if pk else None
    form = ChannelForm(request.POST or None, channel=kept, initial={"name": _typed(kept, "name")})
    if request.method == "POST" and form.is_valid():
        fields = {"by": request.user, "at": clock.now(), **form.cleaned_data}
        catalogue.correct_channel(channel=kept, **fields) if kept else catalogue.add_channel(**fields)
        return redirect("sales:catalogue")
    return _form_page(request, form, kept, "channel")


@may(keeps_catalogue)
@require_POST
def product_archive(request, pk):
    return _archive(request, get_object_or_404(Product, pk=pk))


@may(keeps_catalogue)
@require_POST
def channel_archive(request, pk):
    return _archive(request, get_object_or_404(Channel, pk=pk))


def _archive(request, thing):
    act = catalogue.unarchive if thing.archived_at else catalogue.archive
    act(thing=thing, by=request.user, at=clock.now())
    return redirect("sales:catalogue")


def _form_page(request, form, kept, noun):
    status = 422 if form.errors else 200
    return render(request, "sales/catalogue_form.html", {"form": form, "kept": kept, "noun": noun}, status=status)


def _typed(thing, name: str):
    value = getattr(thing, name, None)
    return f"{value.normalize():f}" if hasattr(value, "normalize") else value
