"""Whether a person could have had a share of something on its day."""

from collections.abc import Collection, Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Min
from django.utils.translation import gettext_lazy as _

from leitai.organization.models import Person


def gone(person_ids: Iterable[int], *, day: date) -> list[Person]:
    """Those of them who had left by that day. Imports take such records all the same: a payment may come late."""
    return list(Person.objects.filter(pk__in=list(person_ids), left_on__isnull=False, left_on__lte=day).order_by("id"))


def ensure_there(person_ids: Collection[int], *, day: date, field: str) -> None:
    """Raises ValidationError naming the first who had not come by the day, or had left."""
    asked = Person.objects.filter(pk__in=list(person_ids)).annotate(came_on=Min("memberships__start"))
    for person in asked.filter(came_on__gt=day).order_by("id"):
        said = _("%(name)s joined on %(day)s and has no share of what came before.")
        raise ValidationError({field: [said % {"name": person.name, "day": f"{person.came_on:%Y-%m-%d}"}]})
    for person in gone(person_ids, day=day):
        said = _("%(name)s left on %(day)s and has no share of what came after.")
        day_left = f"{person.left_on:%Y-%m-%d}"
        raise ValidationError({field: [said % {"name": person.name, "day": day_left}]})
