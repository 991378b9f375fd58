"""What a user has been told. Everybody sees their own inbox and no other."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from leitai.accounts.models import User
from leitai.notifications import phrases
from leitai.notifications.models import Entry


def inbox_of(user: User, *, unread_only: bool = False) -> QuerySet[Entry]:
    """Newest first."""
    entries = Entry.objects.filter(recipient=user).select_related("outbox").order_by("-id")
    return entries.filter(read_at__isnull=True) if unread_only else entries


def unread_count(user: User) -> int:
    return Entry.objects.filter(recipient=user, read_at__isnull=True).count()


@dataclass(frozen=True)
class Told:
    """An entry as its reader reads it."""

    entry: Entry
    text: str
    icon: str


ICONS = {
    "approvals": "checklist",
    "conversation": "message-circle",
    "planning": "clipboard-list",
    "contests": "trophy",
    "goals": "target",
    "incentives": "gift",
    "imports": "file-import",
}


def as_read(entries: Iterable[Entry]) -> list[Told]:
    """The entries in the active language; two queries for all the names in them."""
    entries = list(entries)
    names = phrases.Names(entry.outbox.phrase for entry in entries)
    return [Told(entry, phrases.say(entry.outbox.phrase, names), icon_of(entry.outbox.kind)) for entry in entries]


def icon_of(kind: str) -> str:
    return ICONS.get(kind.split(".")[0], "bell")


def by_day(told: Iterable[Told]) -> list[tuple]:
    """(day, entries) pairs in the order given, days being the company's."""
    days: dict = {}
    for each in told:
        days.setdefault(timezone.localdate(each.entry.at), []).append(each)
    return list(days.items())
