"""Form fields that read amounts as people write them: `¥1,234.50`, `12.5万`, `(300)`, `5%`."""

from django import forms
from django.utils.translation import gettext_lazy as _

from leitai.tally.amounts import AmountError, parse_amount, parse_rate

MESSAGES = {
    "empty": _("Write an amount."),
    "not_a_number": _("“%(text)s” is not an amount. Write it like 1234.50 or (300)."),
    "too_many_decimals": _("At most four decimals are kept."),
    "too_large": _("This amount is larger than can be kept."),
    "ambiguous": _("“%(text)s” can be read in two ways. Write it without separators."),
}


class AmountInput(forms.Field):
    """Cleans to `Decimal`; what was typed stays in the field when it cannot be read."""

    parse = staticmethod(parse_amount)

    def to_python(self, value):
        if value in self.empty_values:
            return None
        try:
            return self.parse(str(value))
        except AmountError as error:
            raise forms.ValidationError(
                MESSAGES.get(error.code, MESSAGES["not_a_number"]), code=error.code, params={"text": str(value)[:40]}
            ) from error

    def widget_attrs(self, widget):
        return {"inputmode": "decimal", "autocomplete": "off"}


class RateInput(AmountInput):
    """A rate: `5%` and `0.05` are the same."""

    parse = staticmethod(parse_rate)
