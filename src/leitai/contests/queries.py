"""Questions about contests. Visibility comes first."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from leitai.approvals.models import Request
from leitai.approvals.queries import waiting_request
from leitai.contests import policies
from leitai.contests.models import Contest, Side
from leitai.organization.models import Membership, Person, Unit
from leitai.organization.queries import overlapping, running, unit_on
from leitai.organization.rights import Rights, unit_and_below

PUBLICATION = "publication"


def contests_visible_to(rights: Rights, *, on: date) -> QuerySet[Contest]:
    """One's own, those of the units one belongs to or reaches, those one made; drafts only to their makers.

    People who left a unit since keep those they took part in by name.
    """
    if rights.user_id is None:
        return Contest.objects.none()
    drafts = Q(publication__isnull=True)
    if rights.sees_all(*policies.OVER_ALL):
        return Contest.objects.all()
    if rights.sees_all():
        return Contest.objects.exclude(drafts & ~Q(created_by=rights.user_id))
    sides = Side.objects.filter(_concerning(rights, on), contest=OuterRef("pk"))
    return Contest.objects.filter(Q(created_by=rights.user_id) | (~drafts & Exists(sides)))


def _concerning(rights: Rights, on: date) -> Q:
    condition = Q(pk__in=[])
    units = set(rights.unit_ids())
    if rights.person_id:
        condition |= Q(person_id=rights.person_id)
        home = unit_on(rights.person_id, on)
        if home:
            above = Unit.objects.get(pk=home).ancestors(include_self=True)
            condition |= Q(unit_id__in=above.values("pk"))
    if units:
        members = Membership.objects.filter(running(on), unit_id__in=units)
        condition |= Q(unit_id__in=units) | Q(person_id__in=members.values("person_id"))
    return condition


def running_now(contests: QuerySet[Contest], at: datetime) -> QuerySet[Contest]:
    """Published, begun, and not past the cut-off."""
    return open_ended(contests).filter(start__lte=at.date(), cut_off__gt=at)


def coming(contests: QuerySet[Contest], at: datetime) -> QuerySet[Contest]:
    return open_ended(contests).filter(start__gt=at.date()).order_by("start", "id")


def past_the_cut_off(contests: QuerySet[Contest], at: datetime) -> QuerySet[Contest]:
    """Waiting to be closed."""
    return open_ended(contests).filter(cut_off__lte=at)


def past_the_notice(contests: QuerySet[Contest], at: datetime) -> QuerySet[Contest]:
    """Waiting to be settled."""
    return contests.filter(closure__notice_until__lte=at, settlement__isnull=True)


def open_ended(contests: QuerySet[Contest]) -> QuerySet[Contest]:
    return contests.filter(publication__isnull=False, closure__isnull=True, cancellation__isnull=True)


def ended(contests: QuerySet[Contest]) -> QuerySet[Contest]:
    """In public notice, settled, or called off; the newest first."""
    return contests.filter(Q(closure__isnull=False) | Q(cancellation__isnull=False)).order_by("-end", "-id")


def drafts(contests: QuerySet[Contest]) -> QuerySet[Contest]:
    return contests.filter(publication__isnull=True, cancellation__isnull=True)


def asked_to_publish(contest: Contest) -> Request | None:
    """The request to publish that is still to be answered: until then the draft stands still."""
    return waiting_request(contest, kind=PUBLICATION)


def side_of(rights: Rights, contest: Contest, *, on: date) -> Side | None:
    """The side a viewer fights for: themselves, or the unit they belong to; after the contest the one of its last day."""
    return own_sides(rights, {contest: contest.sides.all()}, on=on)[contest.pk]


def own_sides(rights: Rights, sides: Mapping[Contest, Iterable[Side]], *, on: date) -> dict[int, Side | None]:
    """{contest id: the side a viewer fights for}."""
    if not rights.person_id:
        return {contest.pk: None for contest in sides}
    return sides_of_person(rights.person_id, sides, on=on)


def sides_of_person(person_id: int, sides: Mapping[Contest, Iterable[Side]], *, on: date) -> dict[int, Side | None]:
    """{contest id: the side somebody fights for}, however many contests; where teams compete one look at each day."""
    teams: dict[date, frozenset[int]] = {}
    found: dict[int, Side | None] = {}
    for contest, theirs in sides.items():
        if contest.sides_are == Contest.Sides.PEOPLE:
            mine = (side for side in theirs if side.person_id == person_id)
        else:
            day = min(max(on, contest.start), contest.end - timedelta(days=1))
            if day not in teams:
                teams[day] = _teams_on(person_id, day)
            mine = (side for side in theirs if side.unit_id in teams[day])
        found[contest.pk] = next(mine, None)
    return found


def _teams_on(person_id: int, day: date) -> frozenset[int]:
    home = unit_on(person_id, day)
    if not home:
        return frozenset()
    return frozenset(Unit.objects.get(pk=home).ancestors(include_self=True).values_list("pk", flat=True))


def participants(contest: Contest) -> QuerySet:
    """The people who take part: by name, or as members of a unit on any day of the contest."""
    if contest.sides_are == Contest.Sides.PEOPLE:
        return Person.objects.filter(contest_sides__contest=contest).distinct()
    units = set().union(*(unit_and_below(side.unit_id) for side in contest.sides.all()))
    spells = Membership.objects.filter(overlapping(contest.start, contest.end), unit_id__in=units)
    return Person.objects.filter(pk__in=spells.values("person_id"), left_on__isnull=True)


def members_of_side(contest: Contest, side: Side) -> QuerySet[Person]:
    """Who fought for a team: whoever belonged to it on any day of the contest and had not left the company by its end."""
    spells = Membership.objects.filter(
        overlapping(contest.start, contest.end), unit_id__in=unit_and_below(side.unit_id)
    )
    here = Q(left_on__isnull=True) | Q(left_on__gte=contest.end)
    return Person.objects.filter(here, pk__in=spells.values("person_id"))
