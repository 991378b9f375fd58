"""Questions about records; visibility first."""

from leitai.sales.queries.checking import check_records, check_totals
from leitai.sales.queries.comparing import Comparison, Fate, compare
from leitai.sales.queries.deals import (
    deal_of,
    deals_visible_to,
    last_record_of,
    pending_deals,
    record_of,
    splits_visible_to,
)
from leitai.sales.queries.listing import added_up, page_by_key, with_part
from leitai.sales.queries.locks import is_locked, locks_of
from leitai.sales.queries.orders import loose_returns, orders_of, referring_to, with_order
from leitai.sales.queries.records import (
    RecordQuerySet,
    customers_dealt_with,
    history_of,
    live_records,
    record_filter,
    records_visible_to,
)

__all__ = [
    "Comparison",
    "Fate",
    "RecordQuerySet",
    "added_up",
    "check_records",
    "check_totals",
    "compare",
    "customers_dealt_with",
    "deal_of",
    "deals_visible_to",
    "history_of",
    "is_locked",
    "last_record_of",
    "live_records",
    "locks_of",
    "loose_returns",
    "orders_of",
    "page_by_key",
    "pending_deals",
    "record_filter",
    "record_of",
    "records_visible_to",
    "referring_to",
    "splits_visible_to",
    "with_order",
    "with_part",
]
