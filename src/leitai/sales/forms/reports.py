"""The form of 记一单, and of correcting what was reported."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from leitai.customers.models import Customer
from leitai.customers.queries import customers_visible_to
from leitai.money.forms import AmountInput
from leitai.organization.forms import DayInput
from leitai.organization.models import Person
from leitai.organization.queries import people_visible_to
from leitai.organization.rights import Rights
from leitai.sales.actions.reporting import MOST_PHOTOS, Report
from leitai.sales.forms.shares import read_shares
from leitai.sales.models import Channel, Product
from leitai.sales.policies import reports_for_others


class ReportForm(forms.Form):
    """Cleans to a `Report`. `person` is whose it is: oneself, unless one reports for others."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    amount = AmountInput(label=_("Contract value"))
    customer = forms.IntegerField(required=False, widget=forms.HiddenInput)
    customer_name = forms.CharField(label=_("Customer"), max_length=200, required=False)
    product = forms.ModelChoiceField(Product.objects.none(), label=_("Product"), required=False)
    channel = forms.ModelChoiceField(Channel.objects.none(), label=_("Channel"), required=False)
    day = forms.DateField(label=_("Signed on"), widget=DayInput())
    person = forms.ModelChoiceField(Person.objects.none(), label=_("Whose deal"), required=False)
    contract_no = forms.CharField(label=_("Contract no."), max_length=120, required=False)
    note = forms.CharField(label=_("Note"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 1}))
    written_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)
    contract_meant = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, rights: Rights, own: Person, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.rights, self.own, self.today = rights, own, today
        self.shares: tuple = ()
        self.fields["product"].queryset = Product.objects.filter(archived_at__isnull=True).order_by("line", "id")
        self.fields["channel"].queryset = Channel.objects.filter(archived_at__isnull=True)
        people = people_visible_to(rights, on=today) if reports_for_others(rights) else Person.objects.none()
        self.fields["person"].queryset = people | Person.objects.filter(pk=own.pk)

    def clean_contract_no(self):
        return " ".join(self.cleaned_data["contract_no"].split())

    def clean(self):
        cleaned = super().clean()
        self._clean_customer(cleaned)
        person = cleaned.get("person") or self.own
        try:
            self.shares = read_shares(self.data, whole=person.pk) if hasattr(self.data, "getlist") else ()
        except forms.ValidationError as error:
            self.add_error(None, error)
        if len(self.files.getlist("photos") if self.files else ()) > MOST_PHOTOS:
            self.add_error(None, _("At most %(count)d photos.") % {"count": MOST_PHOTOS})
        return cleaned

    def _clean_customer(self, cleaned) -> None:
        number, name = cleaned.get("customer"), " ".join((cleaned.get("customer_name") or "").split())
        seen = customers_visible_to(self.rights)
        self.customer: Customer | None = seen.filter(pk=number).first() if number else None
        # A name typed over a choice is what the person sees, so the name wins.
        if self.customer and name and name != self.customer.name:
            self.customer = None
        if self.customer is None and not name and "customer_name" not in self.errors:
            self.add_error("customer_name", forms.ValidationError(_("Who is the customer?"), code="required"))
        cleaned["customer_name"] = name

    def report(self) -> Report:
        """What was written. Call once the form is valid."""
        said = self.cleaned_data
        return Report(
            person=said["person"] or self.own,
            amount=Decimal(said["amount"]),
            day=said["day"],
            customer=self.customer,
            customer_name=said["customer_name"],
            product=said["product"],
            channel=said["channel"],
            contract_no=said["contract_no"],
            note=said["note"].strip(),
            shares=self.shares,
            photos=tuple(self.files.getlist("photos")) if self.files else (),
        )

    def take_errors(self, error: forms.ValidationError) -> None:
        """Errors of the action, beside their fields where the form has them."""
        for field, errors in getattr(error, "error_dict", {None: [error]}).items():
            for each in errors:
                self.add_error(field if field in self.fields else None, each)


class CorrectionForm(ReportForm):
    """The same, with the reason, and the revision it was written over."""

    base = forms.IntegerField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why it changes"), max_length=300, error_messages={"required": _("Say in a few words why it changes.")}
    )
