"""Tell someone, now or later; mark what was read. What is due is delivered by delivery.py."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Model

from leitai.accounts.models import User
from leitai.jobs import after_commit
from leitai.notifications import phrases, tasks
from leitai.notifications.events import inbox_changed
from leitai.notifications.models import Entry, Outbox
from leitai.notifications.recipients import users_of
from leitai.organization.models import Person
from leitai.ui import subjects


@transaction.atomic
def notify(
    *,
    recipients: Iterable[User | Person],
    kind: str,
    subject: Model,
    title,
    params: dict | None = None,
    at: datetime,
    due_at: datetime | None = None,
    dedupe_key: str | None = None,
    anchor: str = "",
    besides: User | None = None,
) -> int:
    """Put one row per recipient into the outbox, in the caller's transaction; the number of rows asked for.

    `title` is a msgid (gettext_noop or gettext_lazy) with named `%(…)s`, `params` its values: people, users,
    days, `Money`, `Rate`, strings. With `due_at` it is a reminder, delivered then. The same `dedupe_key` to the
    same recipient is told once for ever. `besides` is left out: nobody is told what they did themselves.
    """
    phrase = phrases.pack(title, params)
    users = [user for user in users_of(recipients) if besides is None or user.pk != besides.pk]
    rows = [
        Outbox(
            recipient=user,
            kind=kind,
            subject_type=subjects.label_of(subject),
            subject_id=subject.pk,
            anchor=anchor,
            phrase=phrase,
            at=at,
            due_at=due_at or at,
            dedupe_key=dedupe_key,
        )
        for user in users
    ]
    Outbox.objects.bulk_create(rows, ignore_conflicts=dedupe_key is not None)
    if rows and (due_at is None or due_at <= at):
        after_commit(tasks.deliver)
    return len(rows)


@transaction.atomic
def cancel_reminders(*, subject: Model, kind: str) -> int:
    """Forget what has not been delivered yet; what has been told stays told."""
    waiting = Outbox.objects.filter(
        subject_type=subjects.label_of(subject), subject_id=subject.pk, kind=kind, delivered_at__isnull=True
    )
    return waiting.delete()[0]


@transaction.atomic
def retract(*, subject: Model, kinds: Iterable[str], at: datetime) -> None:
    """It no longer matters to anybody: what was not delivered is forgotten, what was is read."""
    about = {"subject_type": subjects.label_of(subject), "subject_id": subject.pk, "kind__in": list(kinds)}
    Outbox.objects.filter(**about, delivered_at__isnull=True).delete()
    unread = Entry.objects.filter(read_at__isnull=True, outbox__in=Outbox.objects.filter(**about))
    user_ids = sorted(set(unread.values_list("recipient_id", flat=True)))
    if user_ids:
        unread.update(read_at=at)
        inbox_changed.send(Entry, user_ids=user_ids, delivered=[])


@transaction.atomic
def mark_read(*, user: User, at: datetime, entry_ids: Iterable[int] | None = None) -> int:
    """Mark these entries of the user read, or all; how many were unread."""
    unread = Entry.objects.filter(recipient=user, read_at__isnull=True)
    if entry_ids is not None:
        unread = unread.filter(pk__in=list(entry_ids))
    count = unread.update(read_at=at)
    if count:
        inbox_changed.send(Entry, user_ids=[user.pk], delivered=[])
    return count


@transaction.atomic
def mark_subject_read(*, user: User, subject: Model, at: datetime, kinds: Iterable[str] = ()) -> int:
    """Whoever looks at a subject has read what was said about it, or only entries of these kinds."""
    about = Entry.objects.filter(
        recipient=user,
        read_at__isnull=True,
        outbox__subject_type=subjects.label_of(subject),
        outbox__subject_id=subject.pk,
    )
    if kinds:
        about = about.filter(outbox__kind__in=list(kinds))
    return mark_read(user=user, at=at, entry_ids=about.values_list("pk", flat=True))
