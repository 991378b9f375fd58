"""Questions about threads and channels. Visibility comes first: it is that of the subject."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from leitai.accounts.models import User
from leitai.conversation import policies
from leitai.conversation.models import Channel, Message, Reading, Thread
from leitai.notifications import names
from leitai.organization.models import Membership, Person, Unit
from leitai.organization.queries import running, units_visible_to
from leitai.organization.rights import Rights
from leitai.ui import subjects

LOOKED_AT = 24
BLIND_NAMED = 3


def thread_of(subject: Model) -> Thread | None:
    """The subject's thread; None while nothing has been said. Ask only for a subject the viewer may see."""
    return Thread.objects.filter(subject_type=subjects.label_of(subject), subject_id=subject.pk).first()


def messages_visible_to(rights: Rights, *, on: date) -> QuerySet[Message]:
    """Messages on subjects one may see, without the deleted ones."""
    seen = Q(pk__in=[])
    for label, kind in subjects.registered().items():
        if label != Message._meta.label_lower:
            ids = kind.visible_to(rights, on=on).order_by().values("pk")
            seen |= Q(thread__subject_type=label, thread__subject_id__in=ids)
    return Message.objects.filter(seen, deletion__isnull=True)


def people_to_mention() -> QuerySet[Person]:
    """Everybody with a name in the company who can sign in: a name is no secret among colleagues."""
    return Person.objects.filter(alias_of__isnull=True, user__is_active=True, left_on__isnull=True)


def channels_visible_to(rights: Rights, *, on: date) -> QuerySet[Channel]:
    """The channels of one's own unit and those above it, and of every unit one reaches."""
    return Channel.objects.filter(unit__in=units_with_channel_for(rights, on=on))


def units_with_channel_for(rights: Rights, *, on: date) -> QuerySet[Unit]:
    home = Membership.objects.filter(running(on), person_id=rights.person_id).values_list("unit_id", flat=True).first()
    above = Unit.objects.ancestors(home, include_self=True).values_list("pk", flat=True) if home else []
    reached = units_visible_to(rights).order_by().values("pk")
    return Unit.objects.filter(Q(pk__in=list(above)) | Q(pk__in=reached), archived_at__isnull=True)


def with_unread(channels: QuerySet[Channel], user: User) -> QuerySet[Channel]:
    """Each with `thread_id`, `last_at` and `unread`: messages of others after the last one read."""
    label = Channel._meta.label_lower
    threads = Thread.objects.filter(subject_type=label, subject_id=OuterRef("pk"))
    read = Reading.objects.filter(user=user, thread_id=OuterRef("thread_id")).values("last_id")
    said = Message.objects.filter(thread_id=OuterRef("thread_id"), deletion__isnull=True)
    unread = said.filter(pk__gt=OuterRef("read")).exclude(author=user).order_by()
    return channels.annotate(
        thread_id=Subquery(threads.values("pk")[:1]),
        read=Coalesce(Subquery(read[:1]), 0),
        last_at=Subquery(said.order_by("-id").values("at")[:1]),
        unread=Coalesce(Subquery(unread.values("thread_id").annotate(n=Count("pk")).values("n")[:1]), 0),
    )


@dataclass(frozen=True)
class Mentionable:
    """Whom to offer after @, each with `unit_name`; and those the words mean who may not see what it is about."""

    offered: list[Person]
    blind: list[Person]


def mentionable(typed: str, *, by: User, on: date, subject: Model | None = None, most: int = 8) -> Mentionable:
    """People by name, number or pinyin, never oneself. With a subject only those who may see it are offered.

    Each of a bounded number of people is asked for, the best first; the blind are named once something was typed.
    """
    people = people_to_mention().exclude(user=by).order_by("name", "pk").select_related("user")
    home = Membership.objects.filter(running(on), person_id=OuterRef("pk")).values("unit__name")
    found = names.matching(people.annotate(unit_name=Subquery(home[:1])), typed, most=LOOKED_AT if subject else most)
    if subject is None:
        return Mentionable(found, [])
    offered, blind = [], []
    for person in found:
        (offered if policies.sees(person.user, subject, on=on) else blind).append(person)
        if len(offered) == most:
            break
    return Mentionable(offered, blind[:BLIND_NAMED] if typed.strip() else [])
