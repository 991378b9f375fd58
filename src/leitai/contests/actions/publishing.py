"""Publish, change what is published, acknowledge."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from leitai.audit import actions as audit
from leitai.contests import checks, policies, rules
from leitai.contests.actions.asking import ask_to_publish, ensure_as_read, stop_asking
from leitai.contests.actions.drafting import _put_prizes
from leitai.contests.errors import ContestError
from leitai.contests.events import told
from leitai.contests.guards import refuse_stakes
from leitai.contests.models import Acknowledgement, Contest, Prize, Publication, RulesVersion
from leitai.contests.queries import participants
from leitai.incentives.actions import commit_budget, release_budget
from leitai.incentives.errors import BudgetError
from leitai.incentives.queries.budget import balance_with_subject
from leitai.metrics.models import MetricVersion
from leitai.notifications.actions import notify
from leitai.organization.rights import rights_of


def publish_or_ask(*, contest: Contest, by, at: datetime) -> Publication | None:
    """Publish at once where `by` may, else ask for it; None: it was asked. Raises as publish_contest."""
    if policies.may_publish_alone(rights_of(by, on=at.date())):
        return publish_contest(contest=contest, by=by, at=at)
    ask_to_publish(contest=contest, by=by, at=at)
    return None


@transaction.atomic
def publish_contest(*, contest: Contest, by, at: datetime) -> Publication:
    """Freeze the rules, hold the prizes in the budget, tell those who take part. Once only.

    Nobody is asked for it any more. Raises ContestError: the first of `checks.obstacles`, or `published`.
    """
    stop_asking(contest, at=at)
    contest = locked(contest)
    if hasattr(contest, "publication"):
        raise ContestError("published")
    checks.ensure_fit(contest, at)
    version = _freeze(contest, 1, reason="", by=by, at=at)
    _hold(contest, by=by, at=at)
    publication = Publication.objects.create(contest=contest, by=by, at=at)
    audit.record(contest, "published", by=by, at=at, after={"version": 1, "digest": version.digest})
    notify(
        recipients=participants(contest), kind="contest_published", subject=contest, at=at, besides=by,
        title=gettext_noop("The contest “%(name)s” is on: read its rules"), params={"name": str(contest)},
    )  # fmt: skip
    told(contest)
    return publication


def publish_approved(*, subject: Contest, request, by, at: datetime) -> None:
    """The last step said yes."""
    ensure_as_read(locked(subject), request)
    publish_contest(contest=subject, by=request.requested_by, at=at)


@transaction.atomic
def amend_contest(
    *, contest: Contest, reason: str, by, at: datetime, prizes: Sequence[Prize] | None = None, **fields
) -> RulesVersion:
    """A new version of published rules, with the reason everyone reads. Who competes and by what stays.

    Raises ContestError `not_published` · `closed` · `reason_missing` · `same_rules`, or the first obstacle.
    """
    contest = ensure_open(locked(contest))
    if not reason.strip():
        raise ContestError("reason_missing", field="reason")
    for name, value in fields.items():
        setattr(contest, name, value)
    refuse_stakes(f"{contest.name} {contest.note} {reason}")
    if fields:
        contest.save(update_fields=list(fields))
    if prizes is not None:
        _put_prizes(contest, prizes)
    before = rules.newest(contest)
    if rules.digest(rules.drafted(contest, before.metric_version).to_json()) == before.digest:
        raise ContestError("same_rules")
    checks.ensure_fit(contest, at, amending=True)
    version = _freeze(contest, before.number + 1, reason=reason, by=by, at=at, meaning=before.metric_version)
    _hold(contest, by=by, at=at)
    audit.record(
        contest,
        "amended",
        by=by,
        at=at,
        before={"digest": before.digest},
        after={"digest": version.digest, "reason": reason},
    )
    notify(
        recipients=participants(contest), kind="contest_amended", subject=contest, at=at, besides=by,
        title=gettext_noop("The rules of “%(name)s” changed: %(reason)s"), params={"name": str(contest), "reason": reason},
    )  # fmt: skip
    told(contest)
    return version


@transaction.atomic
def acknowledge_rules(*, version: RulesVersion, user, at: datetime) -> Acknowledgement:
    """Someone who takes part has read this version; saying it twice changes nothing."""
    said, made = Acknowledgement.objects.get_or_create(version=version, user=user, defaults={"at": at})
    if made:
        audit.record(version.contest, "acknowledged", by=user, at=at, after={"version": version.number})
    return said


def locked(contest: Contest) -> Contest:
    """The row itself, held until the transaction ends: of two who act at once the second waits and sees the first."""
    return Contest.objects.select_for_update(of=("self",)).get(pk=contest.pk)


def ensure_open(contest: Contest) -> Contest:
    """Published, neither closed nor called off."""
    if not hasattr(contest, "publication"):
        raise ContestError("not_published")
    if hasattr(contest, "cancellation"):
        raise ContestError("cancelled")
    if hasattr(contest, "closure"):
        raise ContestError("closed")
    return contest


def _freeze(
    contest: Contest, number: int, *, reason: str, by, at: datetime, meaning: MetricVersion | None = None
) -> RulesVersion:
    data = rules.drafted(contest, meaning).to_json()
    return RulesVersion.objects.create(
        contest=contest, number=number, metric_version=meaning or contest.metric.current, data=data,
        digest=rules.digest(data), reason=reason, by=by, at=at,
    )  # fmt: skip


def _hold(contest: Contest, *, by, at: datetime) -> None:
    """Hold exactly the worst case in the budget."""
    line, worst = contest.budget_line, rules.worst_case(contest)
    held = balance_with_subject(line, contest).committed
    facts = {
        "line": line,
        "subject": contest,
        "by": by,
        "at": at,
        "reason": str(_("prizes of “%(name)s”") % {"name": str(contest)}),
    }
    try:
        if worst > held:
            commit_budget(amount=worst - held, **facts)
        elif worst < held:
            release_budget(amount=held - worst, **facts)
    except BudgetError as error:
        raise ContestError(
            "budget_short", field="budget_line", name=line.name, free=error.facts.get("free"), amount=f"{worst:,.2f}"
        ) from error
