"""Awards one may see, and the points wallet."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet, Sum

from leitai.incentives.models import Award, Redemption
from leitai.organization.queries import people_visible_to
from leitai.organization.rights import Rights


def awards_visible_to(rights: Rights, *, on: date) -> QuerySet[Award]:
    """One's own, those of people one sees, and those of units: an award is an honour, known to the team.

    How much money one carries is shown by `may_see_amount`.
    """
    people = people_visible_to(rights, on=on)
    return Award.objects.filter(Q(person__in=people) | Q(person__isnull=True))


def standing(awards: QuerySet[Award]) -> QuerySet[Award]:
    """Without those withdrawn."""
    return awards.filter(withdrawal__isnull=True)


def points_of(person_ids: Iterable[int]) -> dict[int, int]:
    """The wallet of each person by id, 0 where nothing happened. Below zero after a late withdrawal."""
    person_ids = list(person_ids)
    earned = standing(Award.objects.filter(kind=Award.Kind.POINTS, person_id__in=person_ids))
    wallet = dict.fromkeys(person_ids, 0)
    for pk, points in earned.order_by().values_list("person_id").annotate(Sum("points")):
        wallet[pk] += points
    given = Redemption.objects.filter(person_id__in=person_ids)
    for pk, points in given.order_by().values_list("person_id").annotate(Sum("points")):
        wallet[pk] -= points
    return wallet
