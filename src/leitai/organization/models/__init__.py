from leitai.organization.models.calendar import DayOverride, Leave
from leitai.organization.models.company import Company
from leitai.organization.models.people import Grade, GradePeriod, Membership, Person
from leitai.organization.models.rights import RoleAssignment
from leitai.organization.models.units import Unit

__all__ = [
    "Company",
    "DayOverride",
    "Grade",
    "GradePeriod",
    "Leave",
    "Membership",
    "Person",
    "RoleAssignment",
    "Unit",
]
