"""What people type about records and deals."""

from leitai.sales.forms.catalogue import ChannelForm, ProductForm
from leitai.sales.forms.filters import RecordFilter
from leitai.sales.forms.reports import CorrectionForm, ReportForm
from leitai.sales.forms.splits import ReasonForm, SplitForm

__all__ = [
    "ChannelForm",
    "CorrectionForm",
    "ProductForm",
    "ReasonForm",
    "RecordFilter",
    "ReportForm",
    "SplitForm",
]
