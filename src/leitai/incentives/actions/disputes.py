"""Doubt a line, and answer."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from leitai.audit.actions import record
from leitai.incentives.models import Answer, Dispute, Line, Statement
from leitai.notifications.actions import notify
from leitai.notifications.phrases import Month
from leitai.notifications.recipients import user_of


@transaction.atomic
def open_dispute(*, statement: Statement, line: Line | None, text: str, by, at: datetime) -> Dispute:
    """Whoever made the run final hears of it."""
    dispute = Dispute.objects.create(statement=statement, line=line, text=text, opened_by=by, opened_at=at)
    record(dispute, "opened", by=by, at=at, after={"statement": statement.pk, "line": line and line.pk})
    answerer = statement.run.finalisation.by or statement.run.requested_by
    if answerer:
        notify(
            recipients=[answerer], kind="incentives.dispute", subject=dispute,
            title=gettext_noop("%(who)s asks about the statement of %(month)s"),
            params={"who": statement.person, "month": Month(statement.run.start)}, at=at,
        )  # fmt: skip
    return dispute


@transaction.atomic
def answer_dispute(*, dispute: Dispute, verdict: str, reason: str, by, at: datetime) -> Answer:
    """Once; a second answer is refused by the database."""
    answer = Answer.objects.create(dispute=dispute, verdict=verdict, reason=reason, by=by, at=at)
    record(dispute, "answered", by=by, at=at, after={"verdict": verdict})
    person = user_of(dispute.statement.person)
    if person:
        notify(
            recipients=[person], kind="incentives.answer", subject=dispute,
            title=gettext_noop("Your question about the statement of %(month)s is answered"),
            params={"month": Month(dispute.statement.run.start)}, at=at,
        )  # fmt: skip
    return answer
