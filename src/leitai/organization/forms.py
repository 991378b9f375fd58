"""What people type about the organisation."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from leitai.accounts.models import User
from leitai.accounts.roles import Role, Scope
from leitai.organization.models import Grade, Leave, Unit

CURRENCIES = [
    ("CNY", _("Renminbi ¥")),
    ("HKD", _("Hong Kong dollar HK$")),
    ("TWD", _("New Taiwan dollar NT$")),
    ("USD", _("US dollar $")),
    ("EUR", _("Euro €")),
    ("SGD", _("Singapore dollar S$")),
]


class DayInput(forms.DateInput):
    """The browser's own calendar; the value travels as 2026-11-18 in every language."""

    input_type = "date"

    def __init__(self, **kwargs):
        super().__init__(format="%Y-%m-%d", **kwargs)


def day_field(label, **kwargs) -> forms.DateField:
    return forms.DateField(label=label, widget=DayInput(), **kwargs)


def units():
    return Unit.objects.filter(archived_at__isnull=True).with_tree_fields()


class UnitChoice(forms.ModelChoiceField):
    """Units in the order of the tree, indented by depth."""

    def __init__(self, **kwargs):
        super().__init__(queryset=Unit.objects.none(), **kwargs)

    def label_from_instance(self, unit):
        return "　" * unit.tree_depth + unit.name


class WithUnits(forms.Form):
    """A form whose unit fields offer the tree as it is now."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, UnitChoice):
                field.queryset = units()


class CompanyForm(forms.Form):
    name = forms.CharField(label=_("company name"), max_length=120)
    currency = forms.ChoiceField(label=_("currency"), choices=CURRENCIES)


class FirstAdministratorForm(forms.Form):
    username = forms.CharField(
        label=_("user name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        label=_("password"),
        help_text=_("At least eight characters."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=True),
    )

    def clean_username(self):
        username = User.normalize_username(self.cleaned_data["username"].strip())
        User._meta.get_field("username").run_validators(username)
        return username

    def clean_password(self):
        validate_password(self.cleaned_data["password"], User(username=self.cleaned_data.get("username", "")))
        return self.cleaned_data["password"]


class HabitsForm(forms.Form):
    name = forms.CharField(label=_("company name"), max_length=120)
    deals_need_confirmation = forms.BooleanField(label=_("A lead confirms each reported deal"), required=False)


class PersonForm(forms.Form):
    name = forms.CharField(label=pgettext_lazy("person", "name"), max_length=120)
    code = forms.CharField(label=_("staff number"), max_length=64)
    mobile = forms.CharField(label=_("mobile"), max_length=32, required=False)
    email = forms.EmailField(label=_("mail"), required=False)


class HiringForm(WithUnits, PersonForm):
    unit = UnitChoice(label=_("unit"))
    start = day_field(_("joined"))


class TransferForm(WithUnits):
    unit = UnitChoice(label=_("to unit"))
    start = day_field(_("from"))


class GradeForm(forms.Form):
    grade = forms.CharField(label=_("grade"), max_length=60, widget=forms.TextInput(attrs={"list": "grades"}))
    start = day_field(_("from"))

    def clean_grade(self):
        """An existing grade, or a new one above all others."""
        name = self.cleaned_data["grade"].strip()
        top = Grade.objects.order_by("-rank").values_list("rank", flat=True).first() or 0
        return Grade.objects.filter(name=name).first() or Grade(name=name, rank=top + 1)


class LeaveForm(forms.Form):
    kind = forms.ChoiceField(label=_("kind"), choices=Leave.Kind.choices)
    start = day_field(_("first day"))
    last = day_field(_("last day"))


class DepartureForm(forms.Form):
    left_on = day_field(_("first day gone"))


class LoginForm(forms.Form):
    username = forms.CharField(label=_("user name"), max_length=150)
    password = forms.CharField(label=_("first password"), widget=forms.PasswordInput(render_value=True))

    def clean_password(self):
        validate_password(self.cleaned_data["password"])
        return self.cleaned_data["password"]


class PasswordForm(forms.Form):
    password = forms.CharField(label=_("new password"), widget=forms.PasswordInput(render_value=True))

    clean_password = LoginForm.clean_password


class RoleForm(WithUnits):
    role = forms.ChoiceField(label=_("role"), choices=Role.choices)
    scope = forms.ChoiceField(label=_("reaches"), choices=Scope.choices)
    unit = UnitChoice(label=_("unit"), required=False)
    start = day_field(_("from"))
    end = day_field(_("until"), required=False)


class UnitForm(WithUnits):
    name = forms.CharField(label=_("name"), max_length=120)
    parent = UnitChoice(label=_("unit above"), required=False)
    code = forms.CharField(label=_("code"), max_length=64, required=False)


class DayForm(forms.Form):
    day = day_field(_("day"))
    is_workday = forms.ChoiceField(label=_("counts as"), choices=[("free", _("free")), ("work", _("working day"))])
    note = forms.CharField(label=_("note"), max_length=120, required=False)
