"""The inbox while somebody looks on: one small row, whenever something arrives or was read."""

from leitai.live import actions as live
from leitai.live import channels
from leitai.notifications.events import inbox_changed
from leitai.notifications.models import Entry


def register() -> None:
    channels.register(
        "inbox",
        admit=_admit,
        read=_read,
        show=lambda state, audience: state,
        topics=("inbox:{audience}",),
        personal=True,
    )
    inbox_changed.connect(_touch, dispatch_uid="notifications.live")


def _admit(user, at):
    return user.pk


def _read(at, audience):
    entries = Entry.objects.filter(recipient_id=audience)
    last = entries.order_by("-id").values_list("id", flat=True).first()
    return {"count": {"count": entries.filter(read_at__isnull=True).count(), "last": last or 0}}


def _touch(sender, user_ids, **_):
    live.touch(*(f"inbox:{pk}" for pk in user_ids))
