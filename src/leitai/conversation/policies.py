"""Who may read, say, change and take back. Whoever sees the subject may read and write."""

from datetime import date, datetime, timedelta

from django.db.models import Model

from leitai.accounts.models import User
from leitai.conversation import refusals
from leitai.conversation.models import Message
from leitai.organization.rights import rights_of
from leitai.ui import subjects

CHANGEABLE_FOR = timedelta(minutes=15)


def sees(user: User, subject: Model, *, on: date) -> bool:
    """Whether the user may see the subject on the day; a few queries."""
    rights = rights_of(user, on=on)
    return subjects.find(subjects.label_of(subject), subject.pk, rights=rights, on=on) is not None


def ensure_sees(user: User, subject: Model, *, on: date) -> None:
    if not sees(user, subject, on=on):
        raise refusals.unseen()


def may_change(user: User, message: Message, *, at: datetime) -> bool:
    return message.author_id == user.pk and at <= message.at + CHANGEABLE_FOR and not is_gone(message)


def ensure_may_change(user: User, message: Message, *, at: datetime) -> None:
    ensure_is_authors(user, message)
    if at > message.at + CHANGEABLE_FOR:
        raise refusals.too_late()


def ensure_is_authors(user: User, message: Message) -> None:
    if message.author_id != user.pk:
        raise refusals.not_yours()
    if is_gone(message):
        raise refusals.gone()


def is_gone(message: Message) -> bool:
    return getattr(message, "deletion", None) is not None
