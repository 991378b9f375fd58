"""What people type about pay."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from leitai.incentives.models import Answer, Award, BudgetLine, Scheme, SchemeAssignment
from leitai.incentives.policies import pays_everyone
from leitai.incentives.queries.paying import people_payable_by, units_payable_by
from leitai.money.forms import AmountInput
from leitai.organization.models import Grade, Person
from leitai.organization.rights import Rights
from leitai.tally.periods import Period, containing

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class DisputeForm(forms.Form):
    """A question about a line of one's statement, or about the whole."""

    line = forms.ChoiceField(label=_("About"), required=False)
    text = forms.CharField(label=_("what seems wrong"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, statement, **kwargs):
        from leitai.incentives.formulas import title

        super().__init__(*args, **kwargs)
        self.lines = {str(line.pk): line for line in statement.lines.all()}
        choices = [(pk, title(line)) for pk, line in self.lines.items()]
        self.fields["line"].choices = [("", _("the whole statement")), *choices]

    def clean_line(self):
        return self.lines.get(self.cleaned_data["line"])


class AnswerForm(forms.ModelForm):
    verdict = forms.ChoiceField(label=_("answer"), choices=Answer.Verdict.choices, widget=forms.RadioSelect)

    class Meta:
        model = Answer
        fields = ["verdict", "reason"]
        widgets = {"reason": forms.Textarea(attrs={"rows": 3})}


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("reason"), max_length=300)


class BudgetForm(forms.ModelForm):
    """A budget line, of one of the units or of the `whole` company. The last day is typed as people say it and kept
    half-open."""

    last = forms.DateField(label=_("until and with"), widget=DATE)

    class Meta:
        model = BudgetLine
        fields = ["name", "unit", "planned", "start"]
        widgets = {"start": DATE}

    field_order = ["name", "unit", "planned", "start", "last"]

    def __init__(self, *args, units, whole: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        self.fields["unit"].required = not whole
        self.fields["unit"].empty_label = _("the whole company") if whole else None

    def clean(self):
        start, last = self.cleaned_data.get("start"), self.cleaned_data.get("last")
        if start and last:
            if last < start:
                self.add_error("last", _("The last day is before the first."))
            else:
                self.cleaned_data["end"] = Period.through(start, last).end
        planned = self.cleaned_data.get("planned")
        if planned is not None and planned < 0:
            self.add_error("planned", _("Write an amount above zero."))
        return self.cleaned_data


class PlannedForm(forms.Form):
    """Revise what is planned."""

    planned = AmountInput(label=_("planned"))
    reason = forms.CharField(label=_("reason"), max_length=300)


class AwardForm(forms.Form):
    """An award given by hand."""

    person = forms.ModelChoiceField(Person.objects.none(), label=_("person"))
    kind = forms.ChoiceField(label=_("kind"), choices=Award.Kind.choices, widget=forms.RadioSelect)
    amount = AmountInput(label=_("amount"), required=False)
    points = forms.IntegerField(label=pgettext_lazy("award", "points"), required=False, min_value=1)
    text = forms.CharField(label=_("what"), max_length=200, required=False)
    why = forms.CharField(label=_("why"), max_length=300)
    budget_line = forms.ModelChoiceField(BudgetLine.objects.none(), label=_("budget line"), required=False)

    def __init__(self, *args, people, budget_lines, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people
        self.fields["budget_line"].queryset = budget_lines


class RedemptionForm(forms.Form):
    person = forms.ModelChoiceField(Person.objects.none(), label=_("person"))
    points = forms.IntegerField(label=pgettext_lazy("award", "points"), min_value=1)
    text = forms.CharField(label=_("for what"), max_length=200)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people


class RunForm(forms.Form):
    """A run of the month or quarter that a day lies in."""

    month = forms.CharField(label=_("month"), widget=forms.TextInput(attrs={"type": "month"}))
    pays = forms.ChoiceField(label=_("pays"), choices=Scheme.Pays.choices, widget=forms.RadioSelect, initial="month")
    pay_day = forms.DateField(label=_("pay day"), widget=DATE, required=False)

    def clean_month(self):
        field = forms.DateField(input_formats=["%Y-%m", "%Y-%m-%d"])
        return field.clean(self.cleaned_data["month"])

    @property
    def period(self) -> Period:
        return containing(self.cleaned_data["pays"], self.cleaned_data["month"])


class PayoutForm(forms.Form):
    day = forms.DateField(label=_("paid on"), widget=DATE)


class SchemeForm(forms.ModelForm):
    class Meta:
        model = Scheme
        fields = ["name", "pays", "budget_line"]
        widgets = {"pays": forms.RadioSelect}

    def __init__(self, *args, budget_lines, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["budget_line"].queryset = budget_lines
        self.fields["budget_line"].empty_label = _("none")


class AssignmentForm(forms.ModelForm):
    """Who is on a scheme: a person, or a unit, a role, a grade; what is named must all hold.

    Whoever pays for some units only names one of these, or one of their people.
    """

    class Meta:
        model = SchemeAssignment
        fields = ["unit", "role", "grade", "person", "start"]
        widgets = {"start": DATE}

    def __init__(self, *args, rights: Rights, on: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.whole = pays_everyone(rights)
        self.fields["unit"].queryset = units_payable_by(rights)
        self.fields["person"].queryset = people_payable_by(rights, on=on).filter(left_on__isnull=True)
        self.fields["grade"].queryset = Grade.objects.all()
        for name in ("unit", "grade", "person"):
            self.fields[name].empty_label = _("any")

    def clean(self):
        if not any(self.cleaned_data.get(name) for name in ("unit", "role", "grade", "person")):
            self.add_error("unit", _("Name a unit, a role, a grade or a person."))
        elif not self.whole and not any(self.cleaned_data.get(name) for name in ("unit", "person")):
            self.add_error("unit", _("Name a unit or a person you pay for."))
        return self.cleaned_data
