"""整批撤销: an import undone as a whole within thirty days, or refused with every reason."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from leitai.imports import kinds
from leitai.imports.models import Batch, Undoing


class UndoRefused(Exception):
    """`reasons` are sentences in the reader's language."""

    def __init__(self, reasons: list[str]):
        self.reasons = reasons
        super().__init__(" ".join(reasons))


def why_not_undo(*, batch: Batch, at: datetime) -> list[str]:
    """Every reason against undoing this import now; empty: it can be undone."""
    if batch.is_undone:
        return [_("This import has been undone already.")]
    if batch.state != Batch.State.DONE or not batch.finished_at:
        return [_("Nothing has been imported yet.")]
    if at > batch.undo_until():
        return [_("An import can be undone for 30 days; this one is older.")]
    return [str(reason) for reason in kinds.get(batch.kind).why_not_undo(batch)]


@transaction.atomic
def undo(*, batch: Batch, by, at: datetime) -> Undoing:
    """Raises UndoRefused."""
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if reasons := why_not_undo(batch=batch, at=at):
        raise UndoRefused(reasons)
    kinds.get(batch.kind).undo(batch, by=by, at=at)
    return Undoing.objects.create(batch=batch, by=by, at=at)
