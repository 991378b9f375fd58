"""What the organisation refuses, in the person's language, with the field it belongs to."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class OrganizationError(ValidationError):
    """A refusal; `field` names the form field the message stands beside."""

    def __init__(self, message, *, code: str, field: str = ""):
        super().__init__({field: [ValidationError(message, code=code)]} if field else message, code=code)
        self.reason_code = code


def two_units(person, spell) -> OrganizationError:
    return OrganizationError(
        _("%(person)s already belongs to %(unit)s from %(start)s on. End that first, or choose a later day.")
        % {"person": person, "unit": spell.unit, "start": spell.start},
        code="two_units_on_one_day",
        field="start",
    )


def unit_cycle(unit, parent) -> OrganizationError:
    return OrganizationError(
        _("%(parent)s lies below %(unit)s. Choose a unit outside %(unit)s.") % {"unit": unit, "parent": parent},
        code="unit_cycle",
        field="parent",
    )
