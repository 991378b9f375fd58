"""The import itself: chunk by chunk, each written together with how far it got, so that a restart goes on there."""

import hashlib
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from leitai.audit import actions as audit
from leitai.imports import kinds
from leitai.imports.actions.checking import has_sum
from leitai.imports.actions.receiving import opened, session_for
from leitai.imports.checking import RowReader, Sums, judged
from leitai.imports.kinds import CHANGED, FATES, LEFT_OUT, NEW, REFUSED
from leitai.imports.models import Batch
from leitai.imports.plans import Plan
from leitai.imports.reading import FileRefused


class Overtaken(Exception):
    """Another worker has written these lines meanwhile."""


def import_rows(*, batch: Batch, today: date, by, clock) -> Batch:
    """Write everything that can be imported; refused rows stay behind. Idempotent: a second run does nothing.

    After a restart the lines up to the checkpoint are judged again, so that later ones know them, and not
    written again. Two workers on one batch: who comes second to a chunk stops, and what the first does counts.
    """
    _start(batch, by, clock())
    if batch.state == Batch.State.DONE:
        return batch
    kind, plan = kinds.get(batch.kind), Plan.from_json(batch.plan)
    try:
        table = opened(batch).table
        reader = RowReader(kind, plan, table.headings)
        session = session_for(batch, plan, reader.columns, today=today, by=by)
        sums, place, digest = _sums_of(batch), 0, hashlib.sha256()
        for some in judged(table, reader, session):
            place += len(some)
            for row, _in_file in some:
                digest.update(f"{row.key}\x1f{row.fate != REFUSED}\x1f{sorted(row.texts.items())}".encode())
            if place > batch.checkpoint:
                _write(batch, kind, session, some, sums, reader, place, by, clock())
    except Overtaken:
        batch.refresh_from_db()
        return batch
    except FileRefused as refused:
        batch.state, batch.failure = Batch.State.FAILED, {"code": refused.code, "facts": refused.facts}
        batch.save(update_fields=["state", "failure"])
        return batch
    return _finish(batch, digest.hexdigest(), by, clock())


@transaction.atomic
def _start(batch: Batch, by, at: datetime) -> None:
    """From what the database says now: the batch at hand may be older than another worker's last chunk."""
    batch.refresh_from_db(from_queryset=Batch.objects.select_for_update())
    if batch.state == Batch.State.DONE:
        return
    if batch.state != Batch.State.IMPORTING:
        batch.counts = {**batch.counts, "preview": {fate: batch.counts.get(fate, 0) for fate in FATES}}
        batch.state, batch.started_at = Batch.State.IMPORTING, at
        if not batch.checkpoint:
            batch.counts |= {"so_far": {}}
    batch.beat_at, batch.imported_by = at, by
    batch.save(update_fields=["state", "started_at", "beat_at", "counts", "imported_by"])


@transaction.atomic
def _write(batch: Batch, kind, session, some, sums: Sums, reader: RowReader, place: int, by, at: datetime) -> None:
    # Moves the checkpoint first: a second worker waits here, and then finds it moved.
    if not Batch.objects.filter(pk=batch.pk, checkpoint=batch.checkpoint).update(checkpoint=place):
        raise Overtaken
    wanted = [row for row, _ in some if row.fate in (NEW, CHANGED)]
    if wanted:
        session.post(wanted, batch=batch, by=by, at=at)
    for row, in_file in some:
        sums.add(row, in_file)
    batch.checkpoint, batch.beat_at = place, at
    batch.counts = {**batch.counts, "so_far": {**sums.as_json(), "has_sum": has_sum(kind, reader)}}
    batch.save(update_fields=["checkpoint", "beat_at", "counts"])


def _sums_of(batch: Batch) -> Sums:
    """What was counted before a restart."""
    kept = batch.counts.get("so_far") or {}
    sums = Sums()
    if kept:
        sums.counts = {fate: kept[fate] for fate in FATES}
        sums.in_file, sums.edited = Decimal(kept["in_file"]), Decimal(kept["edited"])
        sums.amounts[NEW] = Decimal(kept["importable"])
        sums.amounts[REFUSED] = Decimal(kept["refused_amount"])
        sums.amounts[LEFT_OUT] = Decimal(kept["left_out_amount"])
        sums.unread = kept["unread"]
    return sums


@transaction.atomic
def _finish(batch: Batch, digest: str, by, at: datetime) -> Batch:
    batch.refresh_from_db(from_queryset=Batch.objects.select_for_update())
    if batch.state == Batch.State.DONE:
        return batch
    batch.state, batch.finished_at, batch.beat_at = Batch.State.DONE, at, at
    batch.counts = {**(batch.counts.get("so_far") or Sums().as_json()), "preview": batch.counts.get("preview", {})}
    batch.save(update_fields=["state", "finished_at", "beat_at", "counts"])
    batch.lines.exclude(fate=REFUSED).delete()
    counts = {fate: batch.counts.get(fate, 0) for fate in FATES}
    after = {**counts, "digest": digest, "file": batch.digest, "kind": batch.kind}
    audit.record(batch, "imported", by=by, at=at, after=after)
    return batch
