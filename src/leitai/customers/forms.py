"""What people type about customers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from leitai.customers.models import Customer


class CustomerForm(forms.Form):
    name = forms.CharField(label=_("name"), max_length=200)
    code = forms.CharField(label=_("customer number"), max_length=64, required=False)
    region = forms.CharField(label=_("region"), max_length=80, required=False)
    industry = forms.CharField(label=_("industry"), max_length=80, required=False)

    def __init__(self, *args, customer: Customer | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.customer = customer

    def clean_code(self):
        code = self.cleaned_data["code"]
        others = Customer.objects.exclude(pk=self.customer.pk if self.customer else None)
        if code and others.filter(code=code).exists():
            raise forms.ValidationError(_("Another customer has this number."))
        return code
