"""Columns that keep exact quantities as 64-bit integers and give them to Python as `Decimal`.

`AmountField` counts 1/10,000 of a currency unit (or of a piece), `RateField` counts ppm. `Sum`, `Min`
and `Max` of such a column stay integers in the database, on every engine, and come back as `Decimal`.
"""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class ScaledField(models.BigIntegerField):
    """An integer column of 1/`scale`; refuses a value that does not fit the scale exactly."""

    scale: int

    def from_db_value(self, value, expression, connection):
        # SQLite and PostgreSQL give Sum of bigint back as int or Decimal; both are whole here.
        return None if value is None else Decimal(int(value)) / self.scale

    def to_python(self, value):
        if value is None or isinstance(value, Decimal):
            return value
        if isinstance(value, float):
            raise TypeError("a float cannot be an exact amount")
        return Decimal(value)

    def get_prep_value(self, value):
        if value is None or hasattr(value, "resolve_expression"):
            return value
        scaled = self.to_python(value) * self.scale
        if scaled != scaled.to_integral_value():
            raise ValidationError(_("At most %(places)d decimals are kept."), params={"places": self.places})
        return int(scaled)

    @property
    def places(self) -> int:
        return len(str(self.scale)) - 1

    def formfield(self, **kwargs):
        return models.Field.formfield(self, **{"form_class": self.form_class(), **kwargs})


class AmountField(ScaledField):
    """Money or a quantity, kept to 1/10,000."""

    scale = 10_000

    def form_class(self):
        from leitai.money.forms import AmountInput

        return AmountInput


class RateField(ScaledField):
    """A share or rate, kept in ppm: `Decimal("0.05")` is stored as 50,000."""

    scale = 1_000_000

    def form_class(self):
        from leitai.money.forms import RateInput

        return RateInput
