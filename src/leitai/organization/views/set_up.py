"""From an empty database to a company at work, in four steps; each can be left and found again."""

from django.contrib.auth import login
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_POST

from leitai import clock
from leitai.accounts.access import may
from leitai.organization import grid
from leitai.organization.actions import found_company
from leitai.organization.forms import CURRENCIES, CompanyForm, FirstAdministratorForm
from leitai.organization.models import Person
from leitai.organization.policies import gives_roles, sets_up
from leitai.organization.views.refusals import Refused, beside

ROWS_TO_START = 5
SEATS = 27  # as many as the picture of the arena has


@may(sets_up)
def index(request):
    if request.company is not None:
        return _page(request)
    company = CompanyForm(request.POST or None, initial={"currency": "CNY"})
    administrator = FirstAdministratorForm(request.POST or None)
    if request.method == "POST" and company.is_valid() and administrator.is_valid():
        try:
            with beside(administrator):
                user = found_company(
                    today=clock.today(), at=clock.now(), **company.cleaned_data, **administrator.cleaned_data
                )
            login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
            return redirect("organization:set_up")
        except Refused:
            pass
    return _page(request, company_form=company, administrator_form=administrator)


@may(gives_roles)
@require_POST
def people(request):
    rows = grid.read(request.POST)
    right = grid.check(rows)
    if right:
        grid.bring_in(rows=right, by=request.user, today=clock.today(), at=clock.now())
    wrong = [row for row in rows if row.wrong]
    if wrong or not rows:
        return _page(request, rows=wrong, came_in=len(right))
    return redirect("organization:set_up")


def _page(request, rows=(), came_in=0, **forms):
    """Steps done fold; the next one is open. `rows` are the grid's lines that must be mended."""
    here = Person.objects.count()
    rows = list(rows) + [grid.Row(0) for _ in range(ROWS_TO_START - len(rows))]
    return render(
        request,
        "organization/set_up.html",
        {
            "people_count": here,
            "taken_seats": min(here, SEATS),
            "empty_seats": max(0, SEATS - here),
            "rows": rows,
            "currency_name": dict(CURRENCIES).get(request.company and request.company.currency, ""),
            "came_in": came_in,
            "import_people": _address("imports:index", "people"),
            "import_records": _address("imports:index", "records"),
            **forms,
        },
        status=422 if any(row.wrong for row in rows) or any(form.errors for form in forms.values()) else 200,
    )


def _address(name: str, kind: str) -> str:
    """Where a file comes in; imports stand above this room, so the page asks by name."""
    try:
        return f"{reverse(name)}?kind={kind}"
    except NoReverseMatch:
        return ""
