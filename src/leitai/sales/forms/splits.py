"""Sharing a record, and giving a reason."""

from django import forms
from django.utils.translation import gettext_lazy as _

from leitai.sales.forms.shares import read_shares


class SplitForm(forms.Form):
    note = forms.CharField(label=_("Why it is shared"), max_length=300, required=False)
    ask_lead = forms.BooleanField(label=_("Ask the lead instead of everyone concerned"), required=False)

    def clean(self):
        cleaned = super().clean()
        cleaned["shares"] = read_shares(self.data)
        if not cleaned["shares"]:
            raise forms.ValidationError(_("Name at least one person."))
        return cleaned


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300)
