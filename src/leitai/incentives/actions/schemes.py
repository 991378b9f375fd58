"""Write, publish and staff schemes."""

import json
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_noop

from leitai.approvals.actions import request_approval, resubmit
from leitai.approvals.policies import may_resubmit
from leitai.approvals.queries import latest_request, waiting_request
from leitai.audit.actions import record
from leitai.incentives.errors import SchemeError
from leitai.incentives.models import BudgetLine, Publication, Scheme, SchemeAssignment, SchemeVersion
from leitai.incentives.queries.schemes import draft_of, published
from leitai.incentives.rules import Component, Rules
from leitai.incentives.runs.ledger import first_bases
from leitai.metrics.models import Metric
from leitai.organization.models import Grade, Person, Unit
from leitai.tally.periods import containing


@transaction.atomic
def create_scheme(*, name: str, pays: str, budget_line: BudgetLine | None, by, at: datetime) -> Scheme:
    scheme = Scheme.objects.create(name=name, pays=pays, budget_line=budget_line, created_by=by, created_at=at)
    record(scheme, "created", by=by, at=at, after={"pays": pays})
    return scheme


@transaction.atomic
def save_draft(*, scheme: Scheme, rules: Rules, start: date, why: str = "", by, at: datetime) -> SchemeVersion:
    """Write the scheme's draft: the one there is, else a new version.

    Raises SchemeError `not_first_day`, and `waits` while the draft is being approved.
    """
    scheme = Scheme.objects.select_for_update(of=("self",)).get(pk=scheme.pk)
    _ensure_first_day(scheme, start)
    draft = draft_of(scheme)
    if draft is not None and waiting_request(draft) is not None:
        raise SchemeError("waits")
    if draft is None:
        number = (scheme.versions.aggregate(last=Max("number"))["last"] or 0) + 1
        draft = SchemeVersion(scheme=scheme, number=number, created_by=by, created_at=at)
    draft.start, draft.why, draft.data, draft.saved_at = start, why, rules.to_json(), at
    draft.save()
    return draft


@transaction.atomic
def submit_version(*, version: SchemeVersion, by, at: datetime):
    """Ask for the yes that publishes the version, again where it was returned. Raises SchemeError, and Refused where
    it is already asked."""
    # Held, so that nobody rewrites the draft between what is asked and what is said to be asked.
    Scheme.objects.select_for_update(of=("self",)).get(pk=version.scheme_id)
    version = SchemeVersion.objects.select_related("scheme", "publication").get(pk=version.pk)
    ensure_publishable(version)
    before = latest_request(version)
    if before is not None and may_resubmit(by, before):
        return resubmit(request=before, by=by, detail=version.why, at=at).request
    return request_approval(
        subject=version,
        requested_by=by,
        title=gettext_noop("Publish the incentive scheme “%(scheme)s” v%(number)s"),
        params={"scheme": version.scheme.name, "number": version.number},
        detail=version.why,
        at=at,
    )


def digest_of(version: SchemeVersion) -> str:
    """Stands for what publishing the version today would put in force."""
    said = {"start": version.start.isoformat(), "rules": with_current_meaning(version.rules).to_json()}
    return sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def ensure_publishable(version: SchemeVersion) -> None:
    """Raises SchemeError where publishing the version would be refused."""
    if version.is_published:
        raise SchemeError("already_published")
    if not version.scheme.assignments.exists():
        raise SchemeError("nobody")
    _ensure_first_day(version.scheme, version.start)
    before = published(version.scheme).last()
    if before and before.start >= version.start:
        raise SchemeError("starts_before", start=before.start)
    for basis in first_bases(version.scheme):
        if basis.end > version.start:
            raise SchemeError("already_paid", start=basis.start)


@transaction.atomic
def publish_version(*, version: SchemeVersion, by, at: datetime) -> Publication:
    """From its start on the version is in force and the one before ends. Metrics keep the meaning of today."""
    version = SchemeVersion.objects.select_for_update(of=("self",)).select_related("scheme").get(pk=version.pk)
    ensure_publishable(version)
    before = published(version.scheme).last()
    if before and (before.end is None or before.end > version.start):
        before.end = version.start
        before.save(update_fields=["end"])
    version.data = with_current_meaning(version.rules).to_json()
    version.save(update_fields=["data"])
    publication = Publication.objects.create(version=version, by=by, at=at)
    record(version, "published", by=by, at=at, after={"start": version.start, "rules": version.data})
    return publication


@transaction.atomic
def assign_scheme(
    *, scheme: Scheme, start: date, end: date | None = None, person: Person | None = None, unit: Unit | None = None,
    role: str = "", grade: Grade | None = None, by, at: datetime,
) -> SchemeAssignment:  # fmt: skip
    """Put people on the scheme for [start, end). Days already paid are made good by the next run."""
    row = SchemeAssignment.objects.create(
        scheme=scheme, start=start, end=end, person=person, unit=unit, role=role, grade=grade
    )
    record(scheme, "assigned", by=by, at=at, after=_facts(row))
    return row


@transaction.atomic
def end_assignment(*, assignment: SchemeAssignment, end: date, by, at: datetime) -> None:
    """The assignment ends; one that would end before it begins is taken away."""
    before = _facts(assignment)
    if end <= assignment.start:
        assignment.delete()
        record(assignment.scheme, "unassigned", by=by, at=at, before=before)
        return
    assignment.end = end
    assignment.save(update_fields=["end"])
    record(assignment.scheme, "unassigned", by=by, at=at, before=before, after=_facts(assignment))


def with_current_meaning(rules: Rules) -> Rules:
    """The same rules, each metric meaning what it means now."""
    metrics = {
        m.code: m
        for m in Metric.objects.select_related("current").filter(code__in=[c.metric for c in rules.components])
    }
    return Rules(tuple(_renewed(component, metrics.get(component.metric)) for component in rules.components))


def _renewed(component: Component, metric: Metric | None) -> Component:
    if metric is None or metric.archived_at:
        return component
    return Component(**{**vars(component), "definition": metric.definition, "unit": metric.unit})


def _ensure_first_day(scheme: Scheme, start: date) -> None:
    period = containing(scheme.pays, start)
    if period.start != start:
        raise SchemeError("not_first_day", day=period.end)


def _facts(row: SchemeAssignment) -> dict:
    names = ("person_id", "unit_id", "role", "grade_id", "start", "end")
    return {name: value for name in names if (value := getattr(row, name))}
