"""The page an administrator keeps a person on, and how each of its small forms acts."""

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from leitai import clock
from leitai.organization import forms
from leitai.organization.models import Grade, RoleAssignment
from leitai.organization.policies import gives_roles
from leitai.organization.views.refusals import Refused, beside

DATED = {
    "transfer_form": forms.TransferForm,
    "grade_form": forms.GradeForm,
    "leave_form": forms.LeaveForm,
    "departure_form": forms.DepartureForm,
    "role_form": forms.RoleForm,
}


def person_page(request, person, **refused):
    """The whole page; `refused` carries the form that was turned down, with its messages."""
    today = clock.today()
    known = {name: getattr(person, name) for name in forms.PersonForm.base_fields}
    context = {
        "person": person,
        "form": forms.PersonForm(initial=known),
        **{name: form(initial={"start": today}) for name, form in DATED.items()},
        "login_form": forms.LoginForm(),
        "password_form": forms.PasswordForm(),
        "held": _roles_held(person, today),
        "spells": person.memberships.select_related("unit").order_by("-start"),
        "grades": person.grade_periods.select_related("grade").order_by("-start"),
        "leaves": person.leaves.filter(end__gt=today),
        "all_grades": Grade.objects.all(),
        "may_give_roles": gives_roles(request),
        **refused,
    }
    for name, form in context.items():
        if name.endswith("_form"):  # several of them ask for a day: each field has an id of its own
            form.auto_id = f"id_{name}_%s"
    return render(request, "organization/person.html", context, status=422 if refused else 200)


def act(request, person, name, form, action):
    """Do it and come back to the page, or show the page with the refusal beside its field."""
    if form.is_valid():
        try:
            with beside(form):
                action(by=request.user, at=clock.now(), **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("organization:edit_person", pk=person.pk)
        except Refused:
            pass
    return person_page(request, person, **{name: form})


def _roles_held(person, today):
    if person.user_id is None:
        return []
    held = RoleAssignment.objects.filter(Q(end__isnull=True) | Q(end__gt=today), user=person.user_id)
    return held.select_related("unit")
