"""Ask for a contest to be published. Whoever says yes says it to the rules they read: while they are asked the draft
stands still, and a yes to other rules than those that stand does nothing (`digest_of`, which approvals compare)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from leitai.approvals import flows
from leitai.approvals.actions import request_approval, resubmit, withdraw
from leitai.approvals.models import Request
from leitai.approvals.progress import Status, last_round, status
from leitai.approvals.queries import latest_request, requests_of
from leitai.approvals.subjects import flow_label
from leitai.contests import checks, rules
from leitai.contests.errors import ContestError
from leitai.contests.models import Contest
from leitai.contests.queries import PUBLICATION
from leitai.notifications.phrases import Money, pack_value
from leitai.ui.subjects import label_of


@transaction.atomic
def ask_to_publish(*, contest: Contest, by, at: datetime) -> Request:
    """Ask the approvers of the company's flow; what was returned is handed in again with the rules as they are now.

    Raises ContestError: the first of `checks.obstacles`, or `published`; Refused while it is being asked already.
    """
    contest = Contest.objects.select_for_update(of=("self",)).get(pk=contest.pk)
    if hasattr(contest, "publication"):
        raise ContestError("published")
    checks.ensure_fit(contest, at)
    worst = rules.worst_case(contest)
    said = {
        "title": gettext_noop("Publish the contest “%(name)s”"),
        "params": {"name": str(contest)},
        "figure": Money(worst),
    }
    before = latest_request(contest, kind=PUBLICATION)
    if before and status(before) == Status.RETURNED:
        if before.requested_by_id == by.pk:
            steps = flows.steps_for(flow_label(label_of(contest), PUBLICATION), amount=worst)
            resubmit(request=before, by=by, at=at, steps=steps, **said)
            return before
        withdraw(request=before, by=before.requested_by, at=at)
    return request_approval(subject=contest, kind=PUBLICATION, requested_by=by, at=at, amount=worst, **said)


def stop_asking(contest: Contest, *, at: datetime) -> None:
    """The open question goes with the draft, in the name of whoever asked.

    Called before the contest is locked: a decision locks the request first, then the contest.
    """
    for request in requests_of(contest, kind=PUBLICATION).filter(open=True):
        withdraw(request=request, by=request.requested_by, at=at)


def ensure_as_read(contest: Contest, request: Request) -> None:
    """Raises ContestError `not_as_read` where the prizes can cost another sum than the approvers read.

    What was returned and changed may be handed in again on the page of the request, which repeats its old words.
    """
    if last_round(request).figure != pack_value(Money(rules.worst_case(contest))):
        raise ContestError("not_as_read")


def digest_of(contest: Contest) -> str:
    """Of everything a yes decides on: the rules, and the line that pays."""
    return rules.digest(rules.drafted(contest).to_json() | {"budget_line": contest.budget_line_id})
