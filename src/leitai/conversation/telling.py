"""Tell those who follow a thread, once until they have read it."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from leitai.conversation import policies
from leitai.conversation.models import Follow, Message, Reading
from leitai.notifications.actions import notify
from leitai.ui import subjects


@transaction.atomic
def tell_followers(*, message: Message, at: datetime) -> int:
    """Tell the followers who may still see the subject, but the author, the muted and the mentioned; how many.

    Told once per unread stretch: whoever has not read the last notice gets no second one.
    """
    thread = message.thread
    subject = subjects.find(thread.subject_type, thread.subject_id)
    if subject is None or policies.is_gone(message):
        return 0
    mentioned = message.mentions.exclude(person__user=None).values("person__user_id")
    follows = Follow.objects.filter(thread=thread, muted=False).exclude(user_id__in=mentioned)
    follows = follows.exclude(user_id=message.author_id).select_related("user__person")
    read = dict(Reading.objects.filter(thread=thread).values_list("user_id", "last_id"))
    told = 0
    for follow in follows:
        if read.get(follow.user_id, 0) >= message.pk or not policies.sees(
            follow.user, subject, on=timezone.localdate(at)
        ):
            continue
        told += notify(
            recipients=[follow.user],
            kind="conversation.message",
            subject=subject,
            anchor=f"message-{message.pk}",
            title=gettext_noop("%(who)s wrote: %(what)s"),
            params={"who": message.author, "what": subjects.title(subject)},
            at=at,
            dedupe_key=f"thread:{thread.pk}:{read.get(follow.user_id, 0)}",
        )
    return told
