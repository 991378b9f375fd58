"""The builder's form, and the form of the market's size."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from leitai.customers.models import Customer
from leitai.metrics.building import DIVISORS, GROWTH_NAMES, MEASURES, RETURNS, Shape, name_of
from leitai.metrics.definitions import DefinitionError
from leitai.metrics.errors import MESSAGES
from leitai.metrics.models import Metric
from leitai.metrics.models.metrics import Direction, Group
from leitai.money.forms import AmountInput
from leitai.organization.models import Unit
from leitai.sales.models import Channel, Product
from leitai.tally.amounts import PPM, from_units, to_units

CUSTOMERS = [
    ("all", _("all customers")),
    ("new", pgettext_lazy("whose", "new customers")),
    ("returning", pgettext_lazy("whose", "returning customers")),
]
RETURN_NAMES = {
    "deduct": _("deduct returns"),
    "ignore": _("do not look at returns"),
    "exclude": _("leave out orders that were returned"),
}
SIGNS = [("", _("nothing more")), ("plus", _("plus")), ("minus", _("less"))]
PER = [("none", _("in all")), ("workday", _("per workday")), ("head", _("per head"))]
RATERS = [("any", _("everybody")), ("customer", _("customers")), ("peer", _("colleagues"))]
CREDITS = [("share", _("by credit split")), ("owner", _("whole to whose it is"))]
SHOWN = 60
"""How many products, lines or regions are offered to be ticked."""


def _measures(names) -> list[tuple[str, str]]:
    return [(name, name_of(name)) for name in names]


class Chips(forms.CheckboxSelectMultiple):
    pass


class ShapeForm(forms.Form):
    """What is measured. `shape()` after `is_valid()`; errors of the whole stand above the form."""

    measure = forms.ChoiceField(label=_("What"), choices=_measures(MEASURES), widget=forms.RadioSelect, initial="net")
    sign = forms.ChoiceField(label=_("And"), choices=SIGNS, required=False)
    joined = forms.ChoiceField(label=_("Second figure"), choices=[("", "—"), *_measures(MEASURES)], required=False)
    divisor = forms.ChoiceField(
        label=_("Divided by"), choices=[("", _("nothing")), *_measures(DIVISORS)], required=False
    )
    divisor_filtered = forms.BooleanField(
        label=_("The divisor takes the same conditions"), required=False, initial=True
    )
    customers = forms.ChoiceField(
        label=_("Whose"), choices=CUSTOMERS, widget=forms.RadioSelect, initial="all",
        help_text=_("New: the first order ever is in the period."),
    )  # fmt: skip
    returns = forms.ChoiceField(
        label=_("Returns"), choices=[(name, RETURN_NAMES[name]) for name in RETURNS], widget=forms.RadioSelect,
        initial="deduct",
    )  # fmt: skip
    lines = forms.MultipleChoiceField(label=_("product line"), widget=Chips, required=False)
    products = forms.TypedMultipleChoiceField(label=_("product"), coerce=int, required=False)
    channels = forms.TypedMultipleChoiceField(label=_("channel"), widget=Chips, coerce=int, required=False)
    regions = forms.MultipleChoiceField(label=_("region of the customer"), widget=Chips, required=False)
    units = forms.TypedMultipleChoiceField(label=_("unit and below"), coerce=int, required=False)
    rater = forms.ChoiceField(label=_("Ratings by"), choices=RATERS, required=False, initial="any")
    min_amount = AmountInput(label=_("Orders of at least"), required=False)
    credit = forms.ChoiceField(label=_("Shared records"), choices=CREDITS, widget=forms.RadioSelect, initial="share")
    per = forms.ChoiceField(label=_("Per"), choices=PER, widget=forms.RadioSelect, initial="none")
    growth = forms.ChoiceField(
        label=_("Compared"),
        choices=[(name or "none", label) for name, label in GROWTH_NAMES.items()],
        widget=forms.RadioSelect,
        initial="none",
    )
    cap = AmountInput(label=_("At most"), required=False, help_text=_("Of a ratio in percent."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        lines = (
            Product.objects.filter(archived_at=None).exclude(line="").order_by("line").values_list("line", flat=True)
        )
        self.fields["lines"].choices = [(line, line) for line in lines.distinct()[:SHOWN]]
        self.fields["products"].choices = list(Product.objects.filter(archived_at=None).values_list("pk", "name"))
        self.fields["channels"].choices = list(Channel.objects.filter(archived_at=None).values_list("pk", "name"))
        self.fields["regions"].choices = [(region, region) for region in _regions()]
        self.fields["units"].choices = [
            (unit.pk, "　" * (len(unit.tree_path) - 1) + unit.name)
            for unit in Unit.objects.filter(archived_at=None).with_tree_fields()
        ]

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            try:
                self._definition = self._shape(cleaned).definition()
            except DefinitionError as error:
                raise forms.ValidationError(MESSAGES[error.code], code=error.code, params=error.facts) from error
        return cleaned

    def _shape(self, cleaned) -> Shape:
        said = {**cleaned, "min_amount": _units(cleaned["min_amount"]), "cap": self._cap(cleaned)}
        for name in ("lines", "products", "channels", "regions", "units"):
            said[name] = tuple(cleaned[name])
        said["rater"] = cleaned["rater"] or "any"
        for name in ("per", "growth"):
            said[name] = "" if cleaned[name] == "none" else cleaned[name]
        return Shape(**{name: said[name] for name in Shape.__dataclass_fields__})

    def _cap(self, cleaned) -> int | None:
        if cleaned["cap"] is None:
            return None
        ratio = (
            cleaned["growth"] != "none" or self._shape({**cleaned, "cap": None}).definition().parts[0].unit == "ratio"
        )
        return int(cleaned["cap"] * PPM / 100) if ratio else to_units(cleaned["cap"])

    @property
    def definition(self):
        return self._definition

    @property
    def unit(self) -> str:
        """What comes out: the builder needs no question about it."""
        part = self._definition.parts[0]
        if self._definition.growth:
            return "ratio"
        rated = part.top[0].kinds == ("rating",) and part.top[0].field == "quantity"
        return "score" if rated else part.unit


def _units(amount):
    return None if amount is None else to_units(amount)


def _regions():
    return Customer.objects.exclude(region="").order_by("region").values_list("region", flat=True).distinct()[:SHOWN]


def initial_of(shape: Shape) -> dict:
    """A shape as the form's initial values."""
    said = {name: getattr(shape, name) for name in Shape.__dataclass_fields__}
    said |= {"per": shape.per or "none", "growth": shape.growth or "none"}
    said["min_amount"] = None if shape.min_amount is None else from_units(shape.min_amount).normalize()
    if shape.cap is not None:
        ratio = shape.growth or shape.definition().parts[0].unit == "ratio"
        said["cap"] = Decimal(shape.cap).scaleb(-4).normalize() if ratio else from_units(shape.cap).normalize()
    return said


class NamingForm(forms.ModelForm):
    """How the metric is spoken of."""

    label = forms.CharField(label=pgettext_lazy("metric", "Name"), max_length=60)
    direction = forms.ChoiceField(label=_("Good is"), choices=Direction.choices, widget=forms.RadioSelect, initial="up")
    group = forms.ChoiceField(label=_("Listed under"), choices=Group.choices)

    class Meta:
        model = Metric
        fields = ["label", "remark", "group", "direction"]


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it changes"), max_length=300, help_text=_("Whoever uses this metric will read it.")
    )


class MarketForm(forms.Form):
    """The market's size in one month."""

    month = forms.DateField(
        label=_("month"),
        input_formats=["%Y-%m", "%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "month"}, format="%Y-%m"),
    )
    line = forms.CharField(label=_("product line"), max_length=120, required=False)
    region = forms.CharField(label=_("region"), max_length=80, required=False)
    size = AmountInput(label=_("market size"))
    source = forms.CharField(label=_("published by"), max_length=200, required=False)
