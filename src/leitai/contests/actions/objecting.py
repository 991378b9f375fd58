"""Object to a provisional result while its notice runs: said where everyone who takes part reads it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from leitai.audit import actions as audit
from leitai.contests.errors import ContestError
from leitai.contests.models import Contest
from leitai.conversation.actions import say
from leitai.conversation.models import Message
from leitai.notifications.actions import notify


@transaction.atomic
def object_to_result(*, contest: Contest, reason: str, by, at: datetime) -> Message:
    """Put the objection into the contest's thread and tell the organiser, who may count again.

    Raises ContestError `not_closed` · `settled` · `notice_over` · `reason_missing`; Refused where `by` may not see it.
    """
    if hasattr(contest, "settlement"):
        raise ContestError("settled")
    if not hasattr(contest, "closure"):
        raise ContestError("not_closed")
    if at >= contest.closure.notice_until:
        raise ContestError("notice_over")
    if not reason.strip():
        raise ContestError("reason_missing", field="reason")
    said = say(subject=contest, author=by, body=_("Objection: %(reason)s") % {"reason": reason.strip()}, at=at)
    audit.record(contest, "objected to", by=by, at=at, after={"reason": reason})
    notify(
        recipients=[contest.created_by], kind="contest_objection", subject=contest, at=at, besides=by,
        anchor=f"message-{said.message.pk}",
        title=gettext_noop("%(who)s objects to the result of “%(name)s”"), params={"who": by, "name": str(contest)},
    )  # fmt: skip
    return said.message
