"""What others may hear from notifications. Receivers run in the transaction of the change."""

from django.dispatch import Signal

# user_ids: whose inbox changed, by delivery or by reading; delivered: the Outbox rows just delivered.
inbox_changed = Signal()
