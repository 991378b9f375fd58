"""What approvals say on Today and in the menu."""

from leitai import clock
from leitai.accounts.access import holds
from leitai.accounts.roles import Role
from leitai.approvals.queries import seats_waiting_for
from leitai.approvals.waiting import waiting_for

SHOWN = 5


def side(request, **_) -> dict | None:
    """The longest waiting, and how many there are; nothing where nothing waits."""
    if not request.user.is_authenticated:
        return None
    on = clock.today()
    count = seats_waiting_for(request.user, on=on).count()
    return {"count": count, "waiting": waiting_for(request.user, on=on, first=SHOWN)} if count else None


def menu(request, **_) -> dict | None:
    return {} if request.user.is_authenticated else None


def settings_tab(request, **_) -> dict | None:
    return {} if holds(Role.ADMINISTRATOR)(request) else None


def state(request, subject, kind="", **_) -> dict:
    """For the pages of lower rooms: {% slot "subject.approval" subject=unit %}."""
    return {"subject": subject, "kind": kind}
