"""What other contexts may hear from the organisation. Receivers run in the transaction of the change."""

from django.dispatch import Signal

# person_ids: whose membership changed; since: the first day it may differ on.
memberships_changed = Signal()
