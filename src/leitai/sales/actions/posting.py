"""The only way in: contents become records, whatever was there before."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from leitai.audit import actions as audit
from leitai.sales.actions.writing import Revision, Writing, credits_of, hold
from leitai.sales.content import Content, content_of
from leitai.sales.errors import ChangedMeanwhile, ContentRefused
from leitai.sales.models import Record, Reversal, Source
from leitai.sales.queries.comparing import Comparison, Fate, compare, refused
from leitai.sales.rows import rows_in


@dataclass
class Posting:
    """What a posting did: counts of contents, the new live `records` in the order given, and what they replaced."""

    new: int = 0
    same: int = 0
    changed: int = 0
    records: list[Record] = field(default_factory=list)
    reversed: list[Record] = field(default_factory=list)

    def __bool__(self):
        return bool(self.new or self.changed)


@transaction.atomic
def post_records(*, source: Source, contents: Iterable[Content], by, at: datetime, batch=None) -> Posting:
    """Post what a source says. All of it, or, where something is refused, nothing.

    Content that says what the source said last changes nothing, so posting twice is posting once; this holds
    even where a person has corrected or split the record since. Changed content reverses the last revision
    and adds the next; a split agreed here outlives it unless the content has shares of its own. A record that
    was withdrawn or undone comes back as its next revision. Nothing is ever taken away for being absent.

    Raises ContentRefused, and SaidTwice where one number says two things (saying the same thing twice is once).
    """
    hold(source)
    contents = list(contents)
    if problems := refused(contents):
        raise ContentRefused(problems)
    compared = compare(source=source, contents=contents)
    writing = Writing(by, at)
    changed = [each for each in compared if each.fate == Fate.CHANGED]
    splits = _agreed_splits(writing, changed, batch)
    posting = Posting(same=sum(each.fate == Fate.SAME for each in compared), changed=len(changed))
    posting.new = len(compared) - posting.same - posting.changed
    posting.records = writing.add(
        [_revision(source, each, splits, batch) for each in compared if each.fate != Fate.SAME]
    )
    posting.reversed = writing.reversed
    writing.finish(batch=batch)
    if posting:
        _tell_audit(posting, source=source, by=by, at=at, batch=batch)
    return posting


def _agreed_splits(writing: Writing, changed: list[Comparison], batch) -> dict[str, tuple]:
    """Reverse what is replaced; answer the shares, by external id, that were there."""
    ids = [each.last.id for each in changed]
    records = list(rows_in(Record.objects.all(), "pk", ids))
    credits = credits_of(records)
    writing.reverse(records, cause=Reversal.Cause.REVISION, batch=batch)
    return {record.external_id: content_of(record, credits[record.pk]).shares for record in records if record.split}


def _revision(source: Source, compared: Comparison, splits: dict[str, tuple], batch) -> Revision:
    content, digest = compared.content, compared.digest
    if not content.shares and (shares := splits.get(content.external_id)):
        content, digest = replace(content, shares=shares), ""
    number = compared.last.revision + 1 if compared.last else 1
    return Revision(source.pk, content, number, compared.digest, batch and batch.pk, digest)


@transaction.atomic
def revise_record(*, record: Record, content: Content, reason: str, by, at: datetime) -> Record:
    """A person's correction: the next revision under the same number, with a reason. The new record.

    `record` is the revision the person looked at. Raises ChangedMeanwhile where it no longer counts, and
    ContentRefused. What says the same is answered with the record itself. A locked record may be revised:
    what was paid stays, the next run pays the difference.
    """
    hold(record.source)
    current = Record.objects.filter(source=record.source, external_id=record.external_id, live=True).first()
    if current is None or current.pk != record.pk:
        raise ChangedMeanwhile(record, current)
    content = replace(content, external_id=record.external_id)
    if problems := refused([content]):
        raise ContentRefused(problems)
    before = content_of(current)
    if content == before:
        return current
    writing = Writing(by, at)
    writing.reverse([current], cause=Reversal.Cause.REVISION, reason=reason)
    revision = Revision(record.source_id, content, current.revision + 1, current.told)
    (newer,) = writing.add([revision])
    writing.finish()
    old, new = _sides(before.differences(content))
    audit.record(newer, "revised", by=by, at=at, before=old, after={**new, "reason": reason})
    return newer


def _sides(differences: dict[str, tuple]) -> tuple[dict, dict]:
    return (
        {name: pair[0] for name, pair in differences.items()},
        {name: pair[1] for name, pair in differences.items()},
    )


def _tell_audit(posting: Posting, *, source: Source, by, at: datetime, batch) -> None:
    subject = batch or (posting.records[0] if len(posting.records) == 1 else source)
    digests = sha256("".join(sorted(record.digest for record in posting.records)).encode())
    counts = {"new": posting.new, "changed": posting.changed, "same": posting.same}
    audit.record(subject, "posted", by=by, at=at, after={**counts, "source": source.pk, "digest": digests.hexdigest()})
