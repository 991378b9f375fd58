"""Inboxes as people leave them: what is older than yesterday has been read."""

from datetime import timedelta

from leitai.accounts.models import User
from leitai.demo.loading.scene import Scene
from leitai.notifications.actions import mark_read
from leitai.notifications.delivery import deliver_due
from leitai.notifications.models import Entry

UNREAD_FOR = timedelta(days=2)


def tidy_inboxes(scene: Scene) -> None:
    deliver_due(at=scene.now)
    old = Entry.objects.filter(read_at__isnull=True, at__lt=scene.now - UNREAD_FOR)
    for user in User.objects.filter(pk__in=old.values("recipient")).order_by("pk"):
        mark_read(user=user, at=scene.now, entry_ids=list(old.filter(recipient=user).values_list("pk", flat=True)))
