"""Say something, mend it, take it back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_noop

from leitai.accounts.models import User
from leitai.conversation import bodies, policies, refusals, tasks
from leitai.conversation.actions.following import follow, mark_read
from leitai.conversation.events import thread_changed
from leitai.conversation.models import Deletion, Edit, Follow, Mention, Message, Thread
from leitai.conversation.queries import people_to_mention
from leitai.files.actions import attach
from leitai.files.models import Stored
from leitai.files.queries import attached_to
from leitai.jobs import after_commit
from leitai.notifications.actions import notify
from leitai.organization.models import Person
from leitai.ui import subjects

LONGEST = 4000
MOST_FILES = 10


@dataclass(frozen=True)
class Said:
    """The message, and the mentioned people who may not see the subject and so were not told."""

    message: Message
    not_told: list[Person] = field(default_factory=list)


@transaction.atomic
def say(
    *,
    subject: Model,
    author: User,
    body: str,
    at: datetime,
    mentioned: Iterable[int] = (),
    attached: Sequence[Stored] = (),
    quote: Message | None = None,
    token: str | None = None,
) -> Said:
    """Add a message to the subject's thread; the mentioned and the followers are told.

    `mentioned`: ids of people picked from the list (names typed in full count too). The same `token` again
    answers the message it made before. Raises Refused: "unseen", "empty", "too_long".
    """
    policies.ensure_sees(author, subject, on=timezone.localdate(at))
    if before := token and Message.objects.filter(author=author, token=token).first():
        return Said(before)
    body = _checked(body, mentioned, bool(attached))
    thread, _made = Thread.objects.get_or_create(subject_type=subjects.label_of(subject), subject_id=subject.pk)
    if quote is not None and quote.thread_id != thread.pk:
        quote = None
    try:
        with transaction.atomic():
            message = Message.objects.create(
                thread=thread, author=author, body=body, quote=quote, at=at, token=token or None
            )
    except IntegrityError:
        # The same form sent twice at once: the other one won.
        return Said(Message.objects.get(author=author, token=token))
    for file in attached[:MOST_FILES]:
        attach(file=file, subject=message, by=author, at=at)
    follow(subject=subject, user=author, at=at)
    mark_read(thread=thread, user=author, last_id=message.pk, at=at)
    not_told = _mention(message, subject, at=at, known=set())
    after_commit(tasks.tell_followers, message.pk)
    thread_changed.send(Thread, thread=thread, message=message)
    return Said(message, not_told)


@transaction.atomic
def edit(*, message: Message, by: User, body: str, at: datetime, mentioned: Iterable[int] = ()) -> Said:
    """Change one's own words within 15 minutes; what they were is kept, the newly mentioned are told.

    Raises Refused: "not_yours", "too_late", "gone", "empty", "too_long".
    """
    message = Message.objects.select_for_update().get(pk=message.pk)
    policies.ensure_may_change(by, message, at=at)
    subject = subjects.find(message.thread.subject_type, message.thread.subject_id)
    policies.ensure_sees(by, subject, on=timezone.localdate(at))
    body = _checked(body, mentioned, attached_to(message).exists())
    if body == message.body:
        return Said(message)
    Edit.objects.create(message=message, body=message.body, at=at)
    known = set(message.mentions.values_list("person_id", flat=True))
    message.body = body
    message.save(update_fields=["body"])
    message.mentions.exclude(person_id__in=bodies.mentioned_in(body)).delete()
    not_told = _mention(message, subject, at=at, known=known)
    thread_changed.send(Thread, thread=message.thread, message=message)
    return Said(message, not_told)


@transaction.atomic
def delete(*, message: Message, by: User, at: datetime) -> Deletion:
    """Take one's own message back; its place in the thread stays, its words and files are no longer shown."""
    message = Message.objects.select_for_update().get(pk=message.pk)
    policies.ensure_is_authors(by, message)
    deletion = Deletion.objects.create(message=message, at=at)
    thread_changed.send(Thread, thread=message.thread, message=message)
    return deletion


def _checked(body: str, mentioned: Iterable[int], has_files: bool) -> str:
    if len(body) > LONGEST:
        raise refusals.too_long(len(body), LONGEST)
    if not body.strip() and not has_files:
        raise refusals.empty()
    return bodies.keep(body, people=people_to_mention(), chosen=mentioned)


def _mention(message: Message, subject: Model, *, at: datetime, known: set[int]) -> list[Person]:
    """Record and tell the newly mentioned who may see the subject; answers those who may not."""
    ids = [pk for pk in bodies.mentioned_in(message.body) if pk not in known]
    people = list(Person.objects.filter(pk__in=ids).select_related("user"))
    Mention.objects.bulk_create(Mention(message=message, person=person) for person in people)
    on = timezone.localdate(at)
    told = [person for person in people if person.user and policies.sees(person.user, subject, on=on)]
    for person in told:
        Follow.objects.get_or_create(thread=message.thread, user=person.user, defaults={"at": at})
    notify(
        recipients=told,
        kind="conversation.mention",
        subject=subject,
        anchor=f"message-{message.pk}",
        title=gettext_noop("%(who)s mentioned you: %(what)s"),
        params={"who": message.author, "what": subjects.title(subject)},
        at=at,
        dedupe_key=f"mention:{message.pk}",
        besides=message.author,
    )
    return [person for person in people if person not in told]
