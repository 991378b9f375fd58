"""Who may report, correct, split, take back, and keep the catalogue."""

from leitai.accounts.roles import Role
from leitai.organization.rights import Rights
from leitai.sales.models import Credit, Deal, Record, Source

SELLING = (Role.REP, Role.LEAD, Role.DIRECTOR, Role.OPERATIONS)
LEADING = (Role.LEAD, Role.DIRECTOR)


def reports_deals(request) -> bool:
    """Somebody who sells, leads or runs sales, and is a person of the company."""
    return request.user.is_authenticated and request.person is not None and request.rights.has(*SELLING)


def sees_records(request) -> bool:
    """Anybody signed in; which records, the query says."""
    return request.user.is_authenticated


def keeps_catalogue(request) -> bool:
    """Products and channels: sales operations and administrators."""
    return request.user.is_authenticated and request.rights.sees_all(Role.OPERATIONS, Role.ADMINISTRATOR)


def reports_for_others(rights: Rights) -> bool:
    return rights.has(*LEADING, Role.OPERATIONS)


def may_correct(rights: Rights, record: Record) -> bool:
    """Operations all; a lead those of the unit; whoever reported by hand their own."""
    if not record.live:
        return False
    own = record.source.code == Source.HAND and record.person_id == rights.person_id
    return own or _runs(rights, record.unit_id)


def may_correct_deal(rights: Rights, deal: Deal, unit_id: int | None) -> bool:
    """The reporter and the person whose it is; operations; a lead of the unit."""
    return rights.user_id == deal.reported_by_id or rights.person_id == deal.person_id or _runs(rights, unit_id)


def may_split(rights: Rights, record: Record) -> bool:
    """Whoever owns it or has a share, their lead, and operations; of what is worth something."""
    if not record.live or not record.amount:
        return False
    own = record.person_id == rights.person_id
    return own or _runs(rights, record.unit_id) or _shares(rights, record)


def _shares(rights: Rights, record: Record) -> bool:
    return record.split and Credit.objects.filter(record=record, person_id=rights.person_id).exists()


def _runs(rights: Rights, unit_id: int | None) -> bool:
    if rights.sees_all(Role.OPERATIONS, Role.DIRECTOR):
        return True
    return unit_id is not None and unit_id in rights.unit_ids(*LEADING)
