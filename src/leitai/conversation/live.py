"""A thread while somebody looks on: which messages there are and in which version; the page asks for their words."""

from django.utils import timezone

from leitai.conversation import policies
from leitai.conversation.events import thread_changed
from leitai.conversation.models import Message
from leitai.conversation.reading import version_of, with_version
from leitai.live import actions as live
from leitai.live import channels
from leitai.ui import subjects

LAST = 200


def register() -> None:
    channels.register(
        "threads/<str:label>/<int:pk>",
        admit=_admit,
        read=_read,
        show=lambda state, audience: state,
        topics=("thread:{label}:{pk}",),
    )
    thread_changed.connect(_touch, dispatch_uid="conversation.live")


def _admit(user, at, label, pk):
    """Everybody who sees the subject sees the same: ids and versions, no names and no words."""
    subject = subjects.find(label, pk)
    if subject is None or not policies.sees(user, subject, on=timezone.localdate(at)):
        return None
    return "readers"


def _read(at, label, pk):
    messages = Message.objects.filter(thread__subject_type=label, thread__subject_id=pk).order_by("-id")
    return {str(message.pk): {"version": version_of(message)} for message in with_version(messages)[:LAST]}


def _touch(sender, thread, **_):
    live.touch(f"thread:{thread.subject_type}:{thread.subject_id}")
