"""The list of people, and what an administrator keeps about each."""

from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from leitai import clock
from leitai.accounts.access import may, signed_in
from leitai.organization.actions import assign_role, correct_person, end_role, give_login, hire, set_password
from leitai.organization.errors import OrganizationError
from leitai.organization.forms import HiringForm, LoginForm, PasswordForm, PersonForm, RoleForm
from leitai.organization.models import Membership, Person, RoleAssignment
from leitai.organization.policies import administers, gives_roles
from leitai.organization.queries import members_of, people_visible_to, running, units_visible_to
from leitai.organization.rights import unit_and_below
from leitai.organization.views.person_page import act, person_page
from leitai.organization.views.refusals import Refused, beside

A_PAGE = 50


@may(signed_in)
def index(request):
    today = clock.today()
    units = units_visible_to(request.rights).with_tree_fields()
    people = _filtered(request, people_visible_to(request.rights, on=today), today)
    page = Paginator(people, A_PAGE).get_page(request.GET.get("page"))
    _tell_units(page.object_list, today)
    return render(
        request,
        "organization/people.html",
        {"page": page, "units": units, "asked": request.GET, "may_change": administers(request)},
    )


@may(administers)
def new(request):
    form = HiringForm(request.POST or None, initial={"start": clock.today(), "unit": request.GET.get("unit")})
    if request.method == "POST" and form.is_valid():
        try:
            with beside(form):
                person = hire(by=request.user, at=clock.now(), **form.cleaned_data)
            return redirect("organization:edit_person", pk=person.pk)
        except Refused:
            pass
    return render(request, "organization/hiring.html", {"form": form})


@may(administers)
def edit(request, pk):
    person = get_object_or_404(Person, pk=pk)
    if request.method == "POST":
        return act(request, person, "form", PersonForm(request.POST), partial(correct_person, person=person))
    return person_page(request, person)


@may(gives_roles)
@require_POST
def login(request, pk):
    person = get_object_or_404(Person, pk=pk)
    return act(request, person, "login_form", LoginForm(request.POST), partial(give_login, person=person))


@may(gives_roles)
@require_POST
def password(request, pk):
    person = get_object_or_404(Person, pk=pk, user__isnull=False)
    return act(request, person, "password_form", PasswordForm(request.POST), partial(set_password, user=person.user))


@may(gives_roles)
@require_POST
def roles(request, pk):
    person = get_object_or_404(Person, pk=pk, user__isnull=False)
    return act(request, person, "role_form", RoleForm(request.POST), partial(assign_role, user=person.user))


@may(gives_roles)
@require_POST
def role_end(request, pk, role_id):
    assignment = get_object_or_404(RoleAssignment, pk=role_id, user__person=pk)
    try:
        end_role(assignment=assignment, on=clock.today(), by=request.user, at=clock.now())
    except OrganizationError as error:
        messages.error(request, error.messages[0])
    return redirect("organization:edit_person", pk=pk)


def _filtered(request, people, today):
    words, unit, gone = request.GET.get("q", "").strip(), request.GET.get("unit", ""), request.GET.get("left")
    if words:
        people = people.filter(Q(name__icontains=words) | Q(code__icontains=words) | Q(user__username__icontains=words))
    if unit.isdecimal():
        people = people.filter(pk__in=members_of(unit_and_below(int(unit)), on=today))
    if unit == "none":
        people = people.exclude(pk__in=Membership.objects.filter(running(today)).values("person_id"))
    left = Q(left_on__isnull=False, left_on__lte=today)
    return (people.filter(left) if gone else people.exclude(left)).select_related("user").order_by("id")


def _tell_units(people, today) -> None:
    """Each person of a page with the unit of today, in one query."""
    spells = Membership.objects.filter(running(today), person__in=people).select_related("unit")
    homes = {spell.person_id: spell.unit for spell in spells}
    for person in people:
        person.home = homes.get(person.pk)
