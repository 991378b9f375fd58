"""What people type about approvals."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from leitai.accounts.roles import Role
from leitai.approvals.approvers import can_decide
from leitai.approvals.models import RoundStep, Verdict
from leitai.money.forms import AmountInput
from leitai.organization.forms import UnitChoice, WithUnits, day_field
from leitai.organization.models import Person


def put_beside(form: forms.Form, refusal: ValidationError) -> None:
    """An action's refusal, beside the field it belongs to."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for field, errors in refusal.error_dict.items():
        form.add_error(field if field in form.fields else None, errors)


class DecisionForm(forms.Form):
    """A yes needs no words; what is sent back says why."""

    verdict = forms.ChoiceField(choices=Verdict.choices, widget=forms.HiddenInput)
    seat = forms.IntegerField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("reason"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _("At most %(limit_value)d characters; these are %(show_value)d.")},
    )


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_("What you changed"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class PersonField(forms.CharField):
    """Somebody who can sign in, typed as name or staff number: 梅, HY-mei, or 梅 HY-mei as the list offers."""

    def __init__(self, *, on, **kwargs):
        self.on = on
        super().__init__(widget=forms.TextInput(attrs={"list": "colleagues", "autocomplete": "off"}), **kwargs)

    def clean(self, value):
        typed = super().clean(value)
        if not typed:
            return None
        people = Person.objects.filter(user__in=can_decide(self.on).order_by()).select_related("user")
        found = list(people.filter(code=typed.split()[-1])) or list(people.filter(name=typed)[:2])
        if len(found) == 1:
            return found[0].user
        if found:
            raise forms.ValidationError(
                _("Several people are called %(name)s; add the staff number.") % {"name": typed}
            )
        near = people.filter(name__startswith=typed[:1]).first()
        if near:
            raise forms.ValidationError(_("Nobody has this name. Did you mean %(name)s?") % {"name": near.name})
        raise forms.ValidationError(_("Nobody has this name."))


class DelegationForm(forms.Form):
    """Days name the last one, as people say it."""

    # A browser would insist on days that are hidden while leave is chosen.
    use_required_attribute = False

    when = forms.ChoiceField(
        label=pgettext_lazy("delegation", "When"),
        choices=[("days", _("On these days")), ("leave", _("Whenever I am on leave"))],
        initial="days",
        widget=forms.RadioSelect,
    )
    start = day_field(_("first day"), error_messages={"required": _("Choose a day.")})
    last = day_field(_("last day"), error_messages={"required": _("Choose a day.")})

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on
        self.fields["delegate"] = PersonField(on=on, label=_("Who decides for you"))
        self.order_fields(["delegate", "when", "start", "last"])
        if self.data.get("when") == "leave":
            self.fields["start"].required = self.fields["last"].required = False

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("when") == "leave":
            return {**cleaned, "start": None, "end": None}
        start, last = cleaned.get("start"), cleaned.get("last")
        if start and last and last < start:
            self.add_error("last", _("The last day is before the first."))
        elif last and last < self.on:
            self.add_error("last", _("This day has passed."))
        return {**cleaned, "end": last + timedelta(days=1) if last else None}


class ReassignmentForm(forms.Form):
    reason = forms.CharField(label=_("reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"] = PersonField(on=on, label=_("Who decides instead"))
        self.order_fields(["to", "reason"])


DECIDING = (Role.LEAD, Role.DIRECTOR, Role.OPERATIONS, Role.FINANCE, Role.ADMINISTRATOR)


class FlowStepForm(WithUnits):
    """One step of a flow: by role or by person, for all requests or only larger ones."""

    who = forms.ChoiceField(
        label=_("Who decides"),
        choices=[*[(role.value, role.label) for role in DECIDING], ("person", _("a person"))],
    )
    unit = UnitChoice(label=_("of which unit"), required=False, empty_label=_("the requester's own, and upward"))
    mode = forms.ChoiceField(label=_("If several"), choices=RoundStep.Mode.choices)
    threshold = AmountInput(label=_("only from this amount"), required=False)
    due_in_workdays = forms.IntegerField(label=_("within workdays"), min_value=0, max_value=250, required=False)

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"] = PersonField(on=on, label=_("person"), required=False)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("who") == "person" and not cleaned.get("person") and "person" not in self.errors:
            self.add_error("person", _("Say who."))
        return cleaned
