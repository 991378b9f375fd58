"""What other contexts may hear from goals. Receivers run in the transaction of the change."""

from django.dispatch import Signal

# goal, agreement (None after a withdrawal), before (the agreement that was in force, or None).
goal_changed = Signal()
