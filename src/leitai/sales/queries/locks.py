"""Which records a run has paid on."""

from leitai.sales.models import Lock, Record


def is_locked(record: Record) -> bool:
    """Whether a run has paid on this revision."""
    return Lock.objects.filter(record=record).exists()


def locks_of(record: Record):
    """The locks on any revision of this record, newest first."""
    revisions = Record.objects.filter(source_id=record.source_id, external_id=record.external_id)
    return Lock.objects.filter(record__in=revisions).order_by("-at", "-id")
