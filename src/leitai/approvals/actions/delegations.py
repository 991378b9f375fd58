"""Let somebody decide while one is away, and take that back."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from leitai.accounts.models import User
from leitai.approvals.models import Delegation
from leitai.approvals.refusals import Refused
from leitai.audit import actions as audit
from leitai.notifications.actions import notify
from leitai.notifications.recipients import name_of


@transaction.atomic
def delegate(
    *, principal: User, to: User, by: User, at: datetime, start: date | None = None, end: date | None = None
) -> Delegation:
    """`to` decides for `principal` on [start, end), or without days whenever the principal is on leave.

    Raises Refused: "oneself", "backwards", "overlap" (one delegate at a time), "circle" (`to` has given theirs to
    the principal for some of these days).
    """
    # Both rows in id order: two people who name each other at once must not both pass.
    list(User.objects.select_for_update().filter(pk__in=[principal.pk, to.pk]).order_by("pk"))
    _ensure_sound(principal, to, start, end)
    made = Delegation.objects.create(principal=principal, delegate=to, start=start, end=end, created_at=at)
    audit.record(made, "delegated", by=by, at=at, after={"delegate": to.pk, "start": start, "end": end})
    title = gettext_noop("You decide approvals for %(who)s from %(start)s to %(last)s")
    if start is None:
        title = gettext_noop("You decide approvals for %(who)s whenever they are on leave")
    notify(
        recipients=[to],
        kind="approvals.delegated",
        subject=made,
        title=title,
        params={"who": principal, "start": start, "last": end and end - timedelta(days=1)},
        at=at,
    )
    return made


@transaction.atomic
def end_delegation(*, delegation: Delegation, by: User, at: datetime) -> None:
    """From now on the delegate decides nothing more; ending twice is no error."""
    if Delegation.objects.filter(pk=delegation.pk, ended_at__isnull=True).update(ended_at=at):
        audit.record(delegation, "ended", by=by, at=at)


def _ensure_sound(principal: User, to: User, start: date | None, end: date | None) -> None:
    if principal.pk == to.pk:
        raise Refused({"delegate": [_("Choose somebody else than yourself.")]}, code="oneself")
    if start and end and end <= start:
        raise Refused({"end": [_("The last day is before the first.")]}, code="backwards")
    if _touching(principal, start, end).exists():
        raise Refused({"delegate": [_("You have already named a delegate for some of these days.")]}, code="overlap")
    if _touching_any(to, start, end).filter(delegate=principal).exists():
        text = _("%(name)s has named you for some of these days, so nobody would be left.")
        raise Refused({"delegate": [text % {"name": name_of(to)}]}, code="circle")


def _touching(principal: User, start: date | None, end: date | None):
    """What is of the same sort: days against days, leave against leave."""
    mine = Delegation.objects.filter(principal=principal, ended_at__isnull=True)
    if start is None:
        return mine.filter(start__isnull=True)
    return mine.filter(start__lt=end, end__gt=start)


def _touching_any(principal: User, start: date | None, end: date | None):
    """Whatever could hold on the same day: leave can fall on any day."""
    theirs = Delegation.objects.filter(principal=principal, ended_at__isnull=True)
    if start is None:
        return theirs
    return theirs.filter(start__isnull=True) | theirs.filter(start__lt=end, end__gt=start)
