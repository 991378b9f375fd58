"""What other contexts may hear from sales. Receivers run in the transaction of the change."""

from django.dispatch import Signal

# records: the new live rows; reversed: the rows that stopped counting. Lists of Record, without their credits.
# by: User or None; at: when; batch: the import, or None.
records_changed = Signal()
