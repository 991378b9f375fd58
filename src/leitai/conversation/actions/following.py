"""Hear of a thread, hear less, and remember how far one has read."""

from datetime import datetime

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from leitai.accounts.models import User
from leitai.conversation import policies
from leitai.conversation.models import Follow, Reading, Thread
from leitai.notifications.actions import mark_subject_read
from leitai.ui import subjects


@transaction.atomic
def follow(*, subject: Model, user: User, at: datetime, unmute: bool = False) -> Follow:
    """From now on new messages are told. Following again changes nothing, but `unmute` ends muting."""
    policies.ensure_sees(user, subject, on=timezone.localdate(at))
    made, _new = Follow.objects.get_or_create(thread=_thread(subject), user=user, defaults={"at": at})
    if unmute and made.muted:
        made.muted = False
        made.save(update_fields=["muted"])
    return made


@transaction.atomic
def mute(*, subject: Model, user: User, at: datetime) -> Follow:
    """Only mentions are told."""
    policies.ensure_sees(user, subject, on=timezone.localdate(at))
    made, _new = Follow.objects.update_or_create(
        thread=_thread(subject), user=user, defaults={"muted": True}, create_defaults={"muted": True, "at": at}
    )
    return made


@transaction.atomic
def unfollow(*, subject: Model, user: User) -> None:
    Follow.objects.filter(thread=_thread(subject), user=user).delete()


@transaction.atomic
def mark_read(*, thread: Thread, user: User, last_id: int, at: datetime) -> None:
    """The user has read up to this message; an older one changes nothing. What the inbox said of it is read too."""
    reading, made = Reading.objects.get_or_create(thread=thread, user=user, defaults={"last_id": last_id})
    if not made and reading.last_id < last_id:
        Reading.objects.filter(pk=reading.pk, last_id__lt=last_id).update(last_id=last_id)
    subject = subjects.find(thread.subject_type, thread.subject_id)
    if subject is not None:
        mark_subject_read(user=user, subject=subject, at=at, kinds=("conversation.mention", "conversation.message"))


def _thread(subject: Model) -> Thread:
    return Thread.objects.get_or_create(subject_type=subjects.label_of(subject), subject_id=subject.pk)[0]
