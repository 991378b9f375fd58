"""Founding the company of this installation."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from leitai.accounts.models import User
from leitai.accounts.roles import Role, Scope
from leitai.audit.actions import record
from leitai.organization.models import Company, RoleAssignment, Unit


@transaction.atomic
def found_company(*, name: str, currency: str, username: str, password: str, today: date, at: datetime) -> User:
    """The company, its root unit and its first administrator. Refuses when there is one already."""
    if Company.objects.exists():
        raise ValidationError(_("This installation has been set up already."), code="founded")
    company = Company.objects.create(id=1, name=name, currency=currency, created_at=at)
    Unit.objects.create(name=name)
    user = User.objects.create_user(username, password=password)
    RoleAssignment.objects.create(user=user, role=Role.ADMINISTRATOR, scope=Scope.ALL, start=today)
    record(company, "founded", by=user, at=at, after={"currency": currency})
    return user


@transaction.atomic
def rename_company(*, company: Company, name: str, deals_need_confirmation: bool, by, at: datetime) -> Company:
    """Change the company's name and habits; the root unit goes by the same name."""
    before = {"name": company.name, "deals_need_confirmation": company.deals_need_confirmation}
    Unit.objects.filter(parent__isnull=True, name=company.name).update(name=name)
    company.name, company.deals_need_confirmation = name, deals_need_confirmation
    company.save(update_fields=["name", "deals_need_confirmation"])
    record(
        company,
        "changed",
        by=by,
        at=at,
        before=before,
        after={"name": name, "deals_need_confirmation": deals_need_confirmation},
    )
    return company
