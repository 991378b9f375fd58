"""Put a sign on a message, or take it back."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from leitai.accounts.models import User
from leitai.conversation import policies, refusals
from leitai.conversation.events import thread_changed
from leitai.conversation.models import Message, Reaction, Thread
from leitai.ui import subjects


@transaction.atomic
def toggle_reaction(*, message: Message, by: User, sign: str, at: datetime) -> bool:
    """Whether the sign is there now. Raises Refused ("unseen", "gone"), ValueError for a sign not offered."""
    sign = Reaction.Sign(sign)
    if policies.is_gone(message):
        raise refusals.gone()
    subject = subjects.find(message.thread.subject_type, message.thread.subject_id)
    policies.ensure_sees(by, subject, on=timezone.localdate(at))
    # Presses of one hand at once wait for each other here: two of them may neither both make it nor both miss it.
    Message.objects.select_for_update().get(pk=message.pk)
    reaction, made = Reaction.objects.get_or_create(message=message, user=by, sign=sign, defaults={"at": at})
    if not made:
        reaction.delete()
    thread_changed.send(Thread, thread=message.thread, message=message)
    return made
