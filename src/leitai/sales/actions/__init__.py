"""The verbs of sales: the only writers of records and of what is derived from them."""

from leitai.sales.actions.locking import lock_records
from leitai.sales.actions.posting import Posting, post_records, revise_record
from leitai.sales.actions.reporting import Report, correct_deal, count_deal, report_deal, withdraw_deal
from leitai.sales.actions.reversing import reverse_records
from leitai.sales.actions.splitting import propose_split
from leitai.sales.actions.totals import recompute_totals, rederive_units
from leitai.sales.actions.undoing import undo_batch
from leitai.sales.content import Content

__all__ = [
    "Content",
    "Posting",
    "Report",
    "correct_deal",
    "count_deal",
    "lock_records",
    "post_records",
    "propose_split",
    "recompute_totals",
    "rederive_units",
    "report_deal",
    "reverse_records",
    "revise_record",
    "undo_batch",
    "withdraw_deal",
]
