from leitai.sales.models.catalogue import Channel, Product
from leitai.sales.models.deals import Deal, DealWithdrawal, SplitProposal, Submission
from leitai.sales.models.records import Credit, Kind, Lock, Record, Reversal, Source
from leitai.sales.models.totals import FirstOrder, PersonDay, UnitMonth

__all__ = [
    "Channel",
    "Credit",
    "Deal",
    "DealWithdrawal",
    "FirstOrder",
    "Kind",
    "Lock",
    "PersonDay",
    "Product",
    "Record",
    "Reversal",
    "Source",
    "SplitProposal",
    "Submission",
    "UnitMonth",
]
