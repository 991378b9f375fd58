"""What people type in a thread."""

from django import forms
from django.utils.translation import gettext_lazy as _


class Ids(forms.Field):
    """Several ids under one name; what is no id is left out."""

    widget = forms.MultipleHiddenInput

    def clean(self, value):
        return [int(each) for each in value or [] if str(each).isdigit()]


class MessageForm(forms.Form):
    """Length and emptiness are judged by the action, which knows the files."""

    body = forms.CharField(label=_("message"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 2}))
    mentioned = Ids(required=False)
    file = Ids(required=False)
    quote = forms.IntegerField(required=False)
    token = forms.CharField(required=False, max_length=36)
