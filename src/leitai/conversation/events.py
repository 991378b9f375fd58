"""What others may hear from conversation. Receivers run in the transaction of the change."""

from django.dispatch import Signal

# thread, message: the message said, edited, deleted or reacted to.
thread_changed = Signal()
