"""How far a typed day may lie: beyond it there is no calendar, no period and no next day."""

from datetime import date, datetime

from django import forms
from django.utils.translation import gettext_lazy as _

FIRST_YEAR, LAST_YEAR = 1950, 2100


def within_reach(day: date | datetime) -> None:
    """Raises ValidationError."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        facts = {"first": FIRST_YEAR, "last": LAST_YEAR}
        raise forms.ValidationError(
            _("Choose a day between %(first)d and %(last)d."), code="out_of_reach", params=facts
        )


def bound_every_day() -> None:
    """For every form of the product, those made from models too: Django asks the class of a field."""
    for kind in (forms.DateField, forms.DateTimeField):
        if within_reach not in kind.default_validators:
            kind.default_validators = [*kind.default_validators, within_reach]
