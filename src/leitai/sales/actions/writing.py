"""How revisions and reversals reach the database, with the totals and the event, in one transaction."""

from dataclasses import dataclass, field
from datetime import datetime

from leitai.organization.queries import UnitFinder
from leitai.sales import events
from leitai.sales.actions.totals import Totals
from leitai.sales.content import NAMES, Content
from leitai.sales.models import Credit, Record, Reversal, Source
from leitai.sales.rows import chunks, insert, reserve_ids
from leitai.tally.allocation import split_by_shares
from leitai.tally.amounts import SCALE, from_ppm, from_units

PARTS = ("amount", "quantity", "cost", "discount")
PLAIN = tuple(name for name in NAMES if name != "shares")
COLUMNS = tuple(each.attname for each in Record._meta.concrete_fields)


@dataclass
class Revision:
    """A content that is to become a record: under which source, as which revision, said by which batch. An empty digest is computed; an empty `told` is the digest."""

    source_id: int
    content: Content
    number: int = 1
    told: str = ""
    batch_id: int | None = None
    digest: str = ""


@dataclass
class Writing:
    """One act on records: `reverse` first, then `add`, then `finish`. Use inside a transaction."""

    by: object
    at: datetime
    totals: Totals = field(default_factory=Totals)
    added: list[Record] = field(default_factory=list)
    reversed: list[Record] = field(default_factory=list)

    def reverse(self, records: list[Record], *, cause: str, reason: str = "", batch=None) -> None:
        """These live records stop counting."""
        credits = credits_of(records)
        by_id = getattr(self.by, "pk", None)
        facts = {"cause": cause, "reason": reason, "batch": batch, "by_id": by_id, "at": self.at}
        insert([Reversal(record=record, **facts) for record in records])
        for some in chunks(record.pk for record in records):
            Record.objects.filter(pk__in=some).update(live=False)
        for record in records:
            record.live = False
            self.totals.take_away(record, credits.get(record.pk, []))
        self.reversed += records

    def add(self, revisions: list[Revision]) -> list[Record]:
        """New live records, with their credits, in the order given."""
        unit_of = UnitFinder({person for each in revisions for person in each.content.people()})
        ids = reserve_ids(Record, len(revisions)) if revisions else []
        records, credits = [], []
        for pk, revision in zip(ids, revisions, strict=True):
            record = self._record(pk, revision, unit_of)
            parts = _credits(record, revision.content, unit_of) if record.split else []
            self.totals.add(record, parts)
            records.append(record)
            credits += parts
        insert(records)
        insert(credits)
        self.added += records
        return records

    def finish(self, *, batch=None) -> None:
        """Totals, then whoever listens. Call once, last."""
        self.totals.save()
        self.totals.save_first_orders(added=self.added, reversed=self.reversed)
        if self.added or self.reversed:
            events.records_changed.send(
                Record, records=self.added, reversed=self.reversed, by=self.by, at=self.at, batch=batch
            )

    def _record(self, pk: int, revision: Revision, unit_of: UnitFinder) -> Record:
        content = revision.content
        values = {name: getattr(content, name) for name in PLAIN}
        digest = revision.digest or content.digest()
        values |= {
            "id": pk,
            "source_id": revision.source_id,
            "revision": revision.number,
            "live": True,
            "unit_id": unit_of(content.person_id, content.day),
            "split": bool(content.shares),
            "batch_id": revision.batch_id,
            "created_by_id": getattr(self.by, "pk", None),
            "created_at": self.at,
            "digest": digest,
            "told": revision.told or digest,
        }
        return Record.from_db("default", COLUMNS, [values[name] for name in COLUMNS])


def hold(source: Source) -> None:
    """Make postings to one source follow one another; two at once would both write revision 1."""
    Source.objects.select_for_update().get(pk=source.pk)


def credits_of(records) -> dict[int, list[Credit]]:
    """The credits of shared records, by record."""
    found: dict[int, list[Credit]] = {}
    for some in chunks(record.pk for record in records if record.split):
        for credit in Credit.objects.filter(record_id__in=some).order_by("person_id"):
            found.setdefault(credit.record_id, []).append(credit)
    return found


def _credits(record: Record, content: Content, unit_of: UnitFinder) -> list[Credit]:
    shares = [share for _person, share in content.shares]
    parts = {name: _split(getattr(content, name), shares) for name in PARTS}
    return [
        Credit(
            record_id=record.pk,
            person_id=person_id,
            unit_id=unit_of(person_id, content.day),
            share=from_ppm(share),
            **{name: parts[name][place] for name in PARTS},
        )
        for place, (person_id, share) in enumerate(content.shares)
    ]


def _split(whole, shares: list[int]) -> list:
    if whole is None:
        return [None] * len(shares)
    return [from_units(part) for part in split_by_shares(int(whole * SCALE), shares)]
