"""Any form of the product wears the same clothes: the widget of a bound field gets the classes of the style sheet."""

from dataclasses import dataclass

from django import forms
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

DASHES = BLANK_CHOICE_DASH[0][1]
CHOICES = (forms.RadioSelect, forms.CheckboxSelectMultiple)


# The framework's own sentences about limits read like a machine's: “Ensure this value is …”.
LIMITS = {
    MinValueValidator: _("At least %(limit_value)s."),
    MaxValueValidator: _("At most %(limit_value)s."),
    MaxLengthValidator: ngettext_lazy(
        "At most %(limit_value)d character.", "At most %(limit_value)d characters.", "limit_value"
    ),
}


def speak_plainly() -> None:
    """For every form of the product, those made from models too: Django asks the class of a validator."""
    for kind, said in LIMITS.items():
        kind.message = said


@dataclass(frozen=True)
class Dressed:
    """`kind`: box (a field in a box), check (one tick box), choices (one label for each)."""

    kind: str
    widget: str = ""
    bare: str = ""


def dress(field: forms.BoundField, placeholder: str = "") -> Dressed:
    widget = field.field.widget
    if isinstance(widget, forms.Select):
        _name_the_empty_choice(field.field)
    attributes = {"placeholder": placeholder} if placeholder else {}
    if isinstance(widget, forms.CheckboxInput):
        return Dressed("check", field.as_widget(attrs=_with_class(field, "check", attributes)))
    if isinstance(widget, CHOICES):
        # The options render one by one; each takes its attributes from the widget itself.
        widget.attrs = _with_class(field, "check", widget.attrs)
        return Dressed("choices")
    return Dressed(
        "box", field.as_widget(attrs=_with_class(field, "input", attributes)), field.as_widget(attrs=attributes)
    )


def _name_the_empty_choice(field: forms.Field) -> None:
    """A word in place of the framework's dashes: choose, or leave it."""
    word = _("Please choose") if field.required else pgettext_lazy("choice", "none")
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label == DASHES:
            field.empty_label = word
        return
    choices = list(field.widget.choices)
    if choices and tuple(choices[0]) == ("", DASHES):
        field.widget.choices = [("", word), *choices[1:]]


def _with_class(field, name: str, attributes: dict) -> dict:
    own = field.field.widget.attrs.get("class", "")
    words = own.split()
    return {**attributes, "class": own if name in words else " ".join([name, *words])}
