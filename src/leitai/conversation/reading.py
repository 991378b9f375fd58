"""A thread as one viewer reads it: names, mentions and addresses in place, who reacted, what they may still change.

A fixed number of queries, whatever the number of messages.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Prefetch, QuerySet
from django.utils.safestring import SafeString

from leitai.accounts.models import User
from leitai.conversation import bodies, policies
from leitai.conversation.models import Message, Reaction
from leitai.files.models import Stored
from leitai.notifications.recipients import name_of
from leitai.organization.models import Person


@dataclass(frozen=True)
class Reacted:
    """One sign on a message: who put it, and whether the viewer did."""

    sign: str
    label: str
    names: list[str]
    is_mine: bool


@dataclass(frozen=True)
class ReadMessage:
    message: Message
    author: str
    html: SafeString
    quoted_author: str
    quoted: str
    files: list[Stored]
    reactions: list[Reacted]
    version: str
    is_gone: bool
    is_mine: bool
    may_change: bool
    is_first_unread: bool = False

    @property
    def is_edited(self) -> bool:
        return self.message.edit_count > 0


def with_version(messages: QuerySet[Message]) -> QuerySet[Message]:
    """Each with what tells one state of it from another."""
    return messages.select_related("deletion").annotate(
        edit_count=Count("edits", distinct=True),
        reaction_count=Count("reactions", distinct=True),
        last_reaction=Max("reactions__id"),
    )


def version_of(message: Message) -> str:
    gone = "gone" if policies.is_gone(message) else ""
    return f"{message.edit_count}-{message.reaction_count}-{message.last_reaction or 0}{gone}"


def read_all(
    messages: QuerySet[Message], *, viewer: User, at: datetime, read_up_to: int | None = None
) -> list[ReadMessage]:
    """The messages in their order; `read_up_to` marks the first one after it that somebody else wrote."""
    reactions = Prefetch("reactions", Reaction.objects.select_related("user__person"))
    rows = list(
        with_version(messages)
        .select_related("author__person", "quote__author__person", "quote__deletion")
        .prefetch_related(reactions)
    )
    names, files = _names(rows), _files(rows)
    person = getattr(viewer, "person", None)
    first_unread = _first_unread(rows, viewer, read_up_to)
    return [
        _read(row, names, files.get(row.pk, []), viewer, person, at, is_first_unread=row.pk == first_unread)
        for row in rows
    ]


def _read(row: Message, names, files, viewer, person, at, *, is_first_unread: bool) -> ReadMessage:
    gone = policies.is_gone(row)
    quote = row.quote
    return ReadMessage(
        message=row,
        author=name_of(row.author),
        html=SafeString("") if gone else bodies.html(row.body, names, viewer_person_id=person and person.pk),
        quoted_author=name_of(quote.author) if quote else "",
        quoted=bodies.typed(quote.body, names) if quote and not policies.is_gone(quote) else "",
        files=[] if gone else files,
        reactions=[] if gone else _reacted(row, viewer),
        version=version_of(row),
        is_gone=gone,
        is_mine=row.author_id == viewer.pk,
        may_change=policies.may_change(viewer, row, at=at),
        is_first_unread=is_first_unread,
    )


def _first_unread(rows: list[Message], viewer: User, read_up_to: int | None) -> int | None:
    if read_up_to is None:
        return None
    return next((row.pk for row in rows if row.pk > read_up_to and row.author_id != viewer.pk), None)


def _names(rows: Iterable[Message]) -> dict[int, str]:
    texts = [text for row in rows for text in (row.body, row.quote.body if row.quote else "")]
    ids = {pk for text in texts for pk in bodies.mentioned_in(text)}
    return dict(Person.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}


def _files(rows: list[Message]) -> dict[int, list[Stored]]:
    found: dict[int, list[Stored]] = {}
    label = Message._meta.label_lower
    ids = [row.pk for row in rows]
    for stored in Stored.objects.filter(subject_type=label, subject_id__in=ids).order_by("id"):
        found.setdefault(stored.subject_id, []).append(stored)
    return found


def _reacted(row: Message, viewer: User) -> list[Reacted]:
    by_sign: dict[str, list[User]] = {}
    for reaction in row.reactions.all():
        by_sign.setdefault(reaction.sign, []).append(reaction.user)
    order = list(Reaction.Sign.values)
    return [
        Reacted(
            sign,
            str(Reaction.Sign(sign).label),
            [name_of(user) for user in users],
            any(user.pk == viewer.pk for user in users),
        )
        for sign, users in sorted(by_sign.items(), key=lambda pair: order.index(pair[0]))
    ]
