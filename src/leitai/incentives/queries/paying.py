"""Whom and what one pays for: what may be written. What is only seen asks the queries of each noun.

All to those who pay the whole company; else what lies in the units one pays for. What other roles let one see does not
count.
"""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from leitai.incentives.models import Award, BudgetLine, Scheme, SchemeAssignment
from leitai.incentives.policies import PAYERS, pays_everyone
from leitai.incentives.queries.schemes import schemes_visible_to
from leitai.organization.models import Membership, Person, Unit
from leitai.organization.queries import running
from leitai.organization.rights import Rights


def people_payable_by(rights: Rights, *, on: date) -> QuerySet[Person]:
    """Everyone, or the members on that day of the units one pays for; merged people are left out."""
    people = Person.objects.filter(alias_of__isnull=True)
    if pays_everyone(rights):
        return people
    members = Membership.objects.filter(running(on), unit_id__in=rights.unit_ids(*PAYERS))
    return people.filter(pk__in=members.values("person_id"))


def units_payable_by(rights: Rights) -> QuerySet[Unit]:
    units = Unit.objects.filter(archived_at__isnull=True)
    return units if pays_everyone(rights) else units.filter(pk__in=rights.unit_ids(*PAYERS))


def awards_payable_by(rights: Rights, *, on: date) -> QuerySet[Award]:
    """Those of the people, and those of whole units."""
    if pays_everyone(rights):
        return Award.objects.all()
    whole = Q(person__isnull=True, unit_id__in=rights.unit_ids(*PAYERS))
    return Award.objects.filter(whole | Q(person__in=people_payable_by(rights, on=on)))


def budget_lines_payable_by(rights: Rights) -> QuerySet[BudgetLine]:
    if pays_everyone(rights):
        return BudgetLine.objects.all()
    return BudgetLine.objects.filter(unit_id__in=rights.unit_ids(*PAYERS))


def schemes_payable_by(rights: Rights, *, on: date) -> QuerySet[Scheme]:
    """Those that pay nobody but people one pays for; with nobody on it yet, those one wrote oneself."""
    schemes = schemes_visible_to(rights)
    if pays_everyone(rights):
        return schemes
    everyone = SchemeAssignment.objects.filter(scheme=OuterRef("pk"))
    within = Q(unit_id__in=rights.unit_ids(*PAYERS)) | Q(person__in=people_payable_by(rights, on=on))
    own = Exists(everyone) | Q(created_by_id=rights.user_id)
    return schemes.filter(own, ~Exists(everyone.exclude(within)))
