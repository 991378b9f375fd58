"""Leave, and the company's own working days."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from leitai.audit.actions import record
from leitai.organization.errors import OrganizationError
from leitai.organization.models import DayOverride, Leave, Person
from leitai.organization.queries import overlapping


@transaction.atomic
def give_leave(*, person: Person, start: date, end: date, kind: str, by, at: datetime) -> Leave:
    """Days away, [start, end). Two leaves of one person may not overlap."""
    if end <= start:
        raise OrganizationError(_("The last day lies before the first."), code="ends_before_start", field="end")
    Person.objects.select_for_update().get(pk=person.pk)
    if person.leaves.filter(overlapping(start, end)).exists():
        raise OrganizationError(_("There is leave on these days already."), code="leave_overlap", field="start")
    leave = Leave.objects.create(person=person, start=start, end=end, kind=kind)
    record(leave, "given", by=by, at=at, after={"person": person.pk, "start": start, "end": end})
    return leave


@transaction.atomic
def take_back_leave(*, leave: Leave, by, at: datetime) -> None:
    record(
        leave, "taken_back", by=by, at=at, before={"person": leave.person_id, "start": leave.start, "end": leave.end}
    )
    leave.delete()


@transaction.atomic
def declare_day(*, day: date, is_workday: bool, note: str = "", by, at: datetime) -> DayOverride:
    """Declare a day working or free for the company."""
    override, _created = DayOverride.objects.update_or_create(
        day=day, defaults={"is_workday": is_workday, "note": note}
    )
    record(override, "declared", by=by, at=at, after={"day": day, "is_workday": is_workday, "note": note})
    return override


@transaction.atomic
def clear_day(*, override: DayOverride, by, at: datetime) -> None:
    """The published calendar holds again for this day."""
    record(override, "cleared", by=by, at=at, before={"day": override.day, "is_workday": override.is_workday})
    override.delete()
