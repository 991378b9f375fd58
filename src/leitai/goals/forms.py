"""What people write about goals. Numbers are written as people write them: 150万, 12 单, 90%."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from leitai.goals.models import Growth
from leitai.goals.numbers import Numbers
from leitai.metrics.addresses import address_of, called, period_at
from leitai.metrics.queries import library
from leitai.money.forms import AmountInput, RateInput
from leitai.organization.models import Person, Unit
from leitai.tally.amounts import PPM, WAN, from_ppm, from_units, to_units
from leitai.tally.periods import Period, containing
from leitai.ui.figures import in_chinese


class PercentOrAmount(AmountInput):
    """Reads 90% as 90."""

    def to_python(self, value):
        return super().to_python(str(value).strip().removesuffix("%").removesuffix("％") if value else value)


class NumbersForm(forms.Form):
    """The number of a goal, with its levels. `numbers()` after `is_valid()`, in the metric's scale."""

    target = PercentOrAmount(label=pgettext_lazy("goal", "target"), required=False)
    rate = RateInput(
        label=pgettext_lazy("goal", "growth"), required=False, help_text=_("20% means a fifth more than the base.")
    )
    base = PercentOrAmount(label=pgettext_lazy("level", "base"), required=False)
    stretch = PercentOrAmount(label=pgettext_lazy("goal", "stretch"), required=False)

    def __init__(self, *args, metric=None, growth: str | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self._metric, self._growth = metric, growth
        if growth:
            del self.fields["target"]
        elif growth is not None:
            del self.fields["rate"]

    def numbers(self, metric=None, growth: str | None = None) -> Numbers:
        metric = metric or self._metric
        grows = self._growth if growth is None else growth
        said = self.cleaned_data
        levels = {name: scaled(said.get(name), metric) for name in ("base", "stretch")}
        if grows:
            rate = said.get("rate")
            return Numbers(rate=None if rate is None else _ppm(rate), **levels)
        return Numbers(target=scaled(said.get("target"), metric), **levels)


def scaled(amount, metric) -> int | None:
    """What was typed, in the metric's scale: of a ratio 90 and 90% are the same."""
    if amount is None:
        return None
    return int(Decimal(amount) * PPM / 100) if metric.is_ratio else to_units(Decimal(amount))


def typed(value: int | None, metric) -> Decimal | None:
    """A number as somebody would type it."""
    if value is None:
        return None
    amount = Decimal(value) * 100 / PPM if metric.is_ratio else from_units(value)
    return amount.quantize(Decimal(1)) if amount == amount.to_integral_value() else amount.normalize()


def typed_text(value: int, metric) -> str:
    """The same as it stands in a field: 4,579万 in Chinese where it is whole, else 45,790,000."""
    if metric.unit == "money" and in_chinese() and value and value % WAN == 0:
        return f"{value // WAN:,}万"
    return f"{typed(value, metric):,f}"


def typed_rate(ppm: int | None) -> str | None:
    return None if ppm is None else f"{(from_ppm(ppm) * 100).normalize():f}%"


def _ppm(rate) -> int:
    return rate if isinstance(rate, int) else int(Decimal(rate) * PPM)


class GoalForm(NumbersForm):
    """A new goal. Owners and periods are those the viewer may choose."""

    metric = forms.ModelChoiceField(label=_("metric"), queryset=None, empty_label=None)
    owner = forms.ChoiceField(label=pgettext_lazy("goal", "whose"))
    period = forms.ChoiceField(label=_("period"))
    growth = forms.ChoiceField(label=_("kind of number"), required=False)
    why = forms.CharField(
        label=_("what it rests on"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Why this number, and why it matters."),
    )  # fmt: skip

    field_order = ["metric", "owner", "period", "growth", "target", "rate", "base", "stretch", "why"]

    def __init__(self, *args, people, units, today, extra: Period | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["metric"].queryset = library()
        self.fields["growth"].choices = growth_choices()
        grows = bool(self.data.get("growth"))
        self.fields["target"].required = not grows
        self.fields["rate"].required = grows or not self.is_bound
        self._people = {f"person-{person.pk}": person for person in people}
        self._units = {f"unit-{unit.pk}": unit for unit in units}
        self.fields["owner"].choices = owner_choices(people, units)
        self.fields["period"].choices = period_choices(today, extra)

    def chosen_owner(self) -> Person | Unit:
        key = self.cleaned_data["owner"]
        return self._people.get(key) or self._units[key]

    def known_owner(self, key) -> Person | Unit | None:
        return self._people.get(key) or self._units.get(key)

    def chosen_period(self) -> Period:
        return period_at(self.cleaned_data["period"], default=None)


def growth_choices() -> list[tuple[str, object]]:
    return [
        ("", _("a number")),
        (Growth.PREVIOUS, _("growth on the period before")),
        (Growth.YEAR_BEFORE, _("growth on the same period last year")),
    ]


def owner_choices(people, units) -> list:
    groups = []
    if units:
        groups.append((_("units"), [(f"unit-{unit.pk}", _indented(unit)) for unit in units]))
    if people:
        groups.append((_("people"), [(f"person-{person.pk}", person.name) for person in people]))
    return groups


def _indented(unit) -> str:
    return "　" * (len(getattr(unit, "tree_path", [unit])) - 1) + unit.name


def period_choices(today, extra: Period | None = None) -> list[tuple[str, list]]:
    """Months, quarters, half years and years from now on."""
    groups = []
    for kind, label, count in (
        ("month", _("months"), 14), ("quarter", _("quarters"), 6), ("half", _("half years"), 3), ("year", _("years"), 3),
    ):  # fmt: skip
        periods = [containing(kind, today)]
        while len(periods) < count:
            periods.append(periods[-1].next())
        groups.append((label, [(address_of(period), called(period)) for period in periods]))
    if extra and not any(address_of(extra) == address for _label, choices in groups for address, _name in choices):
        groups.insert(0, ("", [(address_of(extra), called(extra))]))
    return groups


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class CheckForm(forms.Form):
    cause = forms.CharField(label=_("cause"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    action = forms.CharField(label=_("what we do"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class WhyForm(forms.Form):
    why = forms.CharField(
        label=_("what it rests on"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
