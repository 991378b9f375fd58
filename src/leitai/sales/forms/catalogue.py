"""Products and channels."""

from django import forms
from django.utils.translation import gettext_lazy as _

from leitai.money.forms import AmountInput
from leitai.sales.models import Channel, Product


class ProductForm(forms.Form):
    name = forms.CharField(label=_("name"), max_length=200)
    code = forms.CharField(label=_("product number"), max_length=64, required=False)
    line = forms.CharField(label=_("product line"), max_length=120, required=False)
    price = AmountInput(label=_("list price"), required=False)
    cost = AmountInput(label=_("cost"), required=False)

    def __init__(self, *args, product: Product | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.product = product

    def clean(self):
        cleaned = super().clean()
        others = Product.objects.exclude(pk=self.product.pk if self.product else None)
        if cleaned.get("code") and others.filter(code=cleaned["code"]).exists():
            self.add_error("code", _("Another product has this number."))
        if cleaned.get("name") and not cleaned.get("code") and others.filter(name=cleaned["name"], code="").exists():
            self.add_error("name", _("There is a product of this name. Give one of them a number."))
        return cleaned


class ChannelForm(forms.Form):
    name = forms.CharField(label=_("name"), max_length=120)

    def __init__(self, *args, channel: Channel | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.channel = channel

    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        if Channel.objects.filter(name=name).exclude(pk=self.channel.pk if self.channel else None).exists():
            raise forms.ValidationError(_("There is a channel of this name."))
        return name
