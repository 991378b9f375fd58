"""Questions about requests. Visibility comes first."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from leitai.accounts.models import User
from leitai.approvals import subjects as approval_subjects
from leitai.approvals.approvers import can_decide
from leitai.approvals.delegates import principals_of
from leitai.approvals.models import Decision, Delegation, Request, RoundStep, Seat
from leitai.approvals.progress import Status, status, with_progress
from leitai.notifications import names, phrases
from leitai.organization.models import Person
from leitai.organization.rights import Rights
from leitai.ui import subjects


def requests_visible_to(rights: Rights, *, on: date) -> QuerySet[Request]:
    """Those one takes part in, also for somebody else today, and those about a subject one may see."""
    if rights.user_id is None:
        return Request.objects.none()
    return Request.objects.filter(_taking_part(rights.user_id, on) | _about_visible(rights, on))


def _taking_part(user_id: int, on: date) -> Q:
    reach = {user_id, *principals_of(User(pk=user_id), on=on)}
    seats = Seat.objects.filter(approver_id__in=reach, step__round__request=OuterRef("pk"))
    decided = Decision.objects.filter(decided_by_id=user_id, seat__step__round__request=OuterRef("pk"))
    return Q(requested_by_id=user_id) | Exists(seats) | Exists(decided)


def _about_visible(rights: Rights, on: date) -> Q:
    about = Q(pk__in=[])
    known = subjects.registered()
    for label in {key.split(":")[0] for key in approval_subjects.registered()} & set(known):
        seen = known[label].visible_to(rights, on=on)
        about |= Q(subject_type=label, subject_id__in=seen.order_by().values("pk"))
    return about


def requests_of(subject: Model, *, kind: str | None = None) -> QuerySet[Request]:
    """Every request about a subject, newest first. Ask only for a subject the viewer may see."""
    found = Request.objects.filter(subject_type=subjects.label_of(subject), subject_id=subject.pk)
    return (found if kind is None else found.filter(kind=kind)).order_by("-id")


def latest_request(subject: Model, *, kind: str = "") -> Request | None:
    """The newest request of this kind with everything its state is derived from; None: never asked."""
    return with_progress(requests_of(subject, kind=kind)).first()


def waiting_request(subject: Model, *, kind: str = "") -> Request | None:
    """The request of this kind that is still to be answered. While there is one, what it asks about must not change:
    whoever says yes says it to what they read. None: none waits, or it was returned to be mended."""
    request = latest_request(subject, kind=kind)
    return request if request and status(request) == Status.WAITING else None


def asked_about(subjects_: Iterable[Model], *, kind: str = "") -> set[int]:
    """The ids of those of one model's rows about which a request of this kind is open; one query."""
    asked = {subject.pk: subjects.label_of(subject) for subject in subjects_}
    found = Request.objects.filter(subject_type__in=set(asked.values()), subject_id__in=asked, kind=kind, open=True)
    return set(found.values_list("subject_id", flat=True)) if asked else set()


def requested_by(user: User) -> QuerySet[Request]:
    return Request.objects.filter(requested_by=user).order_by("-id")


def seats_waiting_for(user: User, *, on: date) -> QuerySet[Seat]:
    """The seats whose decision is asked of this user today, also for somebody else, the longest waiting first."""
    theirs = Q(approver_id=user.pk)
    if principals := principals_of(user, on=on):
        theirs |= Q(approver_id__in=principals) & ~Q(step__round__request__requested_by_id=user.pk)
    settled = Q(step__mode=RoundStep.Mode.ANY) & Exists(Decision.objects.filter(seat__step=OuterRef("step")))
    return (
        Seat.objects.filter(
            theirs,
            decision__isnull=True,
            reassignment__isnull=True,
            step__round__request__open=True,
            step__round__outcome__isnull=True,
        )
        .exclude(settled)
        .select_related("approver__person", "step__opening", "step__round__request__requested_by__person")
        .order_by("at", "id")
    )


def decided_by(user: User) -> QuerySet[Request]:
    """Requests the user decided, for themselves or somebody else, newest first."""
    decided = Decision.objects.filter(decided_by=user, seat__step__round__request=OuterRef("pk"))
    return Request.objects.filter(Exists(decided)).order_by("-id")


def delegations_of(user: User, *, on: date) -> tuple[list[Delegation], list[Delegation]]:
    """What the user gave and what they hold, without the past."""
    alive = Delegation.objects.filter(Q(end__isnull=True) | Q(end__gt=on), ended_at__isnull=True)
    alive = alive.select_related("principal__person", "delegate__person")
    return list(alive.filter(principal=user)), list(alive.filter(delegate=user))


def colleagues(typed: str, *, on: date, most: int = 12) -> list[Person]:
    """People who can sign in whose name, number or pinyin begins with what was typed."""
    people = Person.objects.filter(user__in=can_decide(on).order_by(), alias_of__isnull=True).order_by("name", "pk")
    return names.matching(people, typed, most=most)


def delegations_visible_to(rights: Rights, *, on: date) -> QuerySet[Delegation]:
    """Those one gave or holds."""
    return Delegation.objects.filter(Q(principal_id=rights.user_id) | Q(delegate_id=rights.user_id))


def title_of(request: Request) -> str:
    """What is asked, in the active language."""
    return phrases.say(request.rounds.order_by("-number").values_list("title", flat=True)[0])
