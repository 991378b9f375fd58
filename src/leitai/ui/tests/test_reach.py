"""A day that no calendar knows is refused wherever it is typed."""

from datetime import date

import pytest
from django import forms

from leitai.goals.models import Goal
from leitai.organization.forms import TransferForm

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("said", "fits"), [("2026-11-22", True), ("1950-01-01", True), ("0001-01-01", False), ("9999-12-31", False)]
)
def test_days_of_every_form(said, fits):
    for field in (
        forms.DateField(),
        TransferForm.base_fields["start"],
        forms.modelform_factory(Goal, fields=["start"])().fields["start"],
    ):
        if fits:
            assert field.clean(said) == date.fromisoformat(said)
        else:
            with pytest.raises(forms.ValidationError, match="1950"):
                field.clean(said)


def test_instants_too():
    with pytest.raises(forms.ValidationError, match="2100"):
        forms.DateTimeField().clean("9999-12-31 23:59")
