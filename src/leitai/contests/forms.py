"""The forms of a contest: its rules, its prizes, a reason. Dates are asked as people say them: the last day included."""

from datetime import timedelta

from django import forms
from django.core.validators import MaxValueValidator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from leitai.contests.errors import MESSAGES, ContestError
from leitai.contests.guards import refuse_stakes
from leitai.contests.models import Contest, Prize
from leitai.incentives.queries.budget import budget_lines_visible_to
from leitai.metrics.queries import library
from leitai.organization.queries import people_visible_to, units_visible_to
from leitai.tally.amounts import CENT, to_units

DAY = {"type": "date"}
LONGEST = {"grace_hours": 240, "notice_days": 60}
MOST_OF_A_PRIZE = {"first": 1_000, "last": 1_000, "points": 1_000_000}


class RulesForm(forms.ModelForm):
    """Name, what is measured, who, when, and how ties and sight are handled."""

    last_day = forms.DateField(label=_("last day"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    people = forms.ModelMultipleChoiceField(queryset=None, required=False, label=_("people"))
    units = forms.ModelMultipleChoiceField(queryset=None, required=False, label=_("teams"))

    class Meta:
        model = Contest
        fields = (
            "name", "metric", "sides_are", "start", "cut_off", "grace_hours", "per_point", "direction", "ties",
            "least_score", "visibility", "notice_days", "note",
        )  # fmt: skip
        widgets = {
            "start": forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
            "cut_off": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
            "sides_are": forms.RadioSelect,
            "ties": forms.RadioSelect,
            "visibility": forms.RadioSelect,
            "direction": forms.RadioSelect,
            "note": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *arguments, rights, on, **named):
        super().__init__(*arguments, **named)
        for name, most in LONGEST.items():
            self.fields[name].validators.append(MaxValueValidator(most, _("At most %(limit_value)s.")))
        self.fields["metric"].queryset = library()
        self.fields["metric"].empty_label = None
        self.fields["people"].queryset = people_visible_to(rights, on=on).filter(left_on__isnull=True)
        self.fields["units"].queryset = units_visible_to(rights)
        if self.instance.pk and not self.is_bound:
            self._fill()

    def _fill(self):
        self.initial["last_day"] = self.instance.end - timedelta(days=1)
        sides = list(self.instance.sides.values_list("person_id", "unit_id"))
        self.initial["people"] = [person for person, _unit in sides if person]
        self.initial["units"] = [unit for _person, unit in sides if unit]

    def clean_per_point(self):
        per_point = self.cleaned_data["per_point"]
        if per_point is not None and per_point <= 0:
            raise ContestError("per_point_not_positive")
        return per_point

    def clean_note(self):
        refuse_stakes(self.cleaned_data["note"])
        return self.cleaned_data["note"]

    def clean(self):
        data = super().clean()
        start, last_day = data.get("start"), data.get("last_day")
        if start and last_day and last_day < start:
            self.add_error("last_day", ContestError("ends_before_start"))
        elif last_day:
            data["end"] = last_day + timedelta(days=1)
        metric = data.get("metric")
        if metric and metric.is_ratio and data.get("per_point") is not None:
            self.add_error("per_point", ContestError("points_of_ratio"))
        return data

    def columns(self) -> dict:
        """What edit_contest takes."""
        return {name: self.cleaned_data[name] for name in (*self.Meta.fields, "end")}

    def entered(self) -> dict:
        """What set_sides takes."""
        return {"people": self.cleaned_data["people"], "units": self.cleaned_data["units"]}

    def _post_clean(self):
        # The model's own checks would see a contest without an end; the actions check what matters.
        pass


class PrizeForm(forms.ModelForm):
    """One line: which places, what. An empty line is dropped."""

    class Meta:
        model = Prize
        fields = ("first", "last", "kind", "amount", "points", "text")

    def __init__(self, *arguments, **named):
        super().__init__(*arguments, **named)
        for name in ("first", "last"):
            self.fields[name].widget.attrs |= {"min": 1, "inputmode": "numeric"}
        for name in ("amount", "points", "text"):
            self.fields[name].required = False
        for name, most in MOST_OF_A_PRIZE.items():
            self.fields[name].validators.append(MaxValueValidator(most, _("At most %(limit_value)s.")))
        self.fields["last"].required = False
        self.is_given = bool(self.initial)
        if not self.is_given:
            self.initial = {"amount": None, "points": None}

    def clean_amount(self):
        if (self.cleaned_data["amount"] or 0) < 0:
            raise ContestError("prize_negative")
        return self.cleaned_data["amount"]

    def clean(self):
        data = super().clean()
        data["last"] = data.get("last") or data.get("first")
        data["amount"], data["points"] = data.get("amount") or 0, data.get("points") or 0
        if data.get("first") and data["last"] < data["first"]:
            self.add_error("last", ContestError("prize_places"))
        needs = {"money": "amount", "points": "points", "gift": "text", "title": "text"}.get(data.get("kind"), "text")
        if not data.get(needs) and needs not in self.errors:
            self.add_error(needs, ContestError("prize_empty"))
        if to_units(data.get("amount", 0)) % CENT:
            self.add_error("amount", ContestError("prize_not_cents"))
        if data.get("text"):
            self._refuse(data["text"])
        return data

    def _refuse(self, text: str) -> None:
        try:
            refuse_stakes(text)
        except forms.ValidationError as error:
            self.add_error("text", error)

    def _post_clean(self):
        pass

    def prize(self) -> Prize:
        return Prize(**{name: self.cleaned_data[name] for name in self.Meta.fields})


class BasePrizes(forms.BaseFormSet):
    """One empty line where there is none yet; more come by a click."""

    def __init__(self, *arguments, **named):
        super().__init__(*arguments, **named)
        self.extra = 0 if self.initial else 1


PrizeFormSet = forms.formset_factory(PrizeForm, BasePrizes, can_delete=True, max_num=20, validate_max=True)


def typed_prizes(data) -> QueryDict | None:
    """What was posted of prizes, without the line whose own button sent the form: those below move up."""
    dropped = data.get("drop", "") if data else ""
    if not dropped.isdecimal():
        return data or None
    left, total = data.copy(), int(data.get("prizes-TOTAL_FORMS") or 0)
    names = (*PrizeForm.Meta.fields, "DELETE")
    for line in range(int(dropped), total):
        for name in names:
            below = f"prizes-{line + 1}-{name}"
            left.pop(f"prizes-{line}-{name}", None)
            if line + 1 < total and below in data:
                left[f"prizes-{line}-{name}"] = data[below]
    left["prizes-TOTAL_FORMS"] = str(max(0, total - 1))
    left["prizes-INITIAL_FORMS"] = "0"
    return left


def prizes_in(formset) -> list[Prize]:
    """The prizes of the lines that say something and are not struck out."""
    kept = [form for form in formset if not form.cleaned_data.get("DELETE")]
    return [form.prize() for form in kept if form.is_given or form.has_changed()]


class BudgetForm(forms.ModelForm):
    """The line the prizes come from: also one that its organiser may only see, since a director says yes to it."""

    class Meta:
        model = Contest
        fields = ("budget_line",)

    def __init__(self, *arguments, rights, needed: bool, **named):
        super().__init__(*arguments, **named)
        self.fields["budget_line"].queryset = budget_lines_visible_to(rights)
        self.fields["budget_line"].empty_label = _("Choose a budget line")
        self.fields["budget_line"].required = needed
        self.fields["budget_line"].error_messages["required"] = MESSAGES["no_budget"]


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class AmendmentForm(forms.ModelForm):
    """What may still change once the rules are published."""

    reason = forms.CharField(label=_("why the rules change"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    last_day = forms.DateField(label=_("last day"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))

    class Meta:
        model = Contest
        fields = ("name", "cut_off", "grace_hours", "least_score", "visibility", "notice_days", "note")
        widgets = {key: RulesForm.Meta.widgets[key] for key in ("cut_off", "visibility", "note")}

    def __init__(self, *arguments, **named):
        super().__init__(*arguments, **named)
        if not self.is_bound:
            self.initial["last_day"] = self.instance.end - timedelta(days=1)

    clean_note = RulesForm.clean_note

    def clean(self):
        data = super().clean()
        if data.get("last_day"):
            data["end"] = data["last_day"] + timedelta(days=1)
            if data["end"] <= self.instance.start:
                self.add_error("last_day", ContestError("ends_before_start"))
        return data

    def columns(self) -> dict:
        return {name: self.cleaned_data[name] for name in (*self.Meta.fields, "end")}

    def _post_clean(self):
        pass
