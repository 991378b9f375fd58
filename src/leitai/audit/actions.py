"""Write an audit entry, in the transaction of what it tells of."""

import json
from datetime import datetime

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model

from leitai.audit.models import Entry


def record(
    subject: Model, verb: str, *, by, at: datetime, before: dict | None = None, after: dict | None = None
) -> Entry:
    """One entry. `by` is a User or None (a job, or an anonymous context that writes no actor)."""
    return Entry.objects.create(
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        verb=verb,
        actor=by,
        at=at,
        before=_plain(before),
        after=_plain(after),
    )


def history(subject: Model):
    """The entries of one subject, oldest first."""
    return Entry.objects.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk).order_by("id")


def _plain(value):
    return None if value is None else json.loads(json.dumps(value, cls=DjangoJSONEncoder))
