"""How records, deals and splits speak of themselves to threads, approvals, files and tasks."""

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from leitai.approvals import subjects as approval_subjects
from leitai.approvals.steps import Step
from leitai.sales.actions import reporting, splitting
from leitai.sales.errors import SalesError
from leitai.sales.models import Deal, Record, SplitProposal
from leitai.sales.queries import deals_visible_to, records_visible_to, splits_visible_to
from leitai.ui import subjects
from leitai.ui.figures import money


def register() -> None:
    subjects.register(
        Record,
        noun=_("record"),
        title=title_of_record,
        url=lambda record: reverse("sales:record", args=[record.pk]),
        visible_to=lambda rights, on: records_visible_to(rights, live=False),
    )
    subjects.register(
        Deal,
        noun=_("deal"),
        title=lambda deal: gettext("Deal with %(customer)s") % {"customer": deal.customer.name},
        url=lambda deal: reverse("sales:deal", args=[deal.pk]),
        visible_to=deals_visible_to,
    )
    subjects.register(
        SplitProposal,
        noun=_("credit split"),
        title=lambda proposal: gettext("Split of %(record)s") % {"record": title_of_record(proposal.record)},
        url=lambda proposal: reverse("sales:record", args=[proposal.record_id]),
        visible_to=splits_visible_to,
    )
    approval_subjects.register(
        Deal._meta.label_lower,
        name=_("reported deal"),
        steps=[Step(role="lead", mode="any")],
        on_approved=refusing_plainly(reporting.deal_confirmed),
        on_rejected=reporting.deal_rejected,
        icon="receipt",
        mend_url=lambda deal, request: reverse("sales:correction", args=[deal.pk]),
    )
    approval_subjects.register(
        SplitProposal._meta.label_lower,
        name=_("credit split"),
        on_approved=refusing_plainly(splitting.split_agreed),
        on_rejected=splitting.split_refused,
        on_withdrawn=splitting.split_refused,
        icon="users",
        mend_url=lambda proposal, request: reverse("sales:split", args=[proposal.record_id]),
    )


def title_of_record(record: Record) -> str:
    """绍兴越丰纺机 ¥126,000."""
    what = record.customer.name if record.customer_id else f"{record.get_kind_display()} {record.external_id}"
    return f"{what} {money.full(record.amount)}" if record.amount else what


def refusing_plainly(handler):
    """Approvals tell an approver why by ValidationError."""

    def act(**said):
        try:
            handler(**said)
        except SalesError as error:
            raise error.plainly() from error

    return act
