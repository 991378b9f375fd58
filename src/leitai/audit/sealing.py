"""Entries are sealed in blocks, each of which carries the digest of the one before: what is changed, taken out or
put in afterwards is named by `leitai verify`.

An entry that commits late is in a later block than its number says, so a block is known by its entries and not by
a range of numbers. Whoever can write to the database can also seal anew; the head of the chain, kept elsewhere,
tells that (`leitai verify --head`).
"""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from itertools import groupby

from django.db import transaction

from leitai.audit.models import Block, Entry

AT_MOST = 5_000
"""Entries of one block: so that sealing never holds the database for long."""


def seal(*, at: datetime) -> Block | None:
    """Seal what is not yet sealed, up to AT_MOST entries; None where there is nothing to seal."""
    if not Entry.objects.filter(block=None).exists():
        return None  # without taking the lock that writers wait for
    with transaction.atomic():
        # Two that seal at once: the second waits here, or is refused by the number, and leaves the chain as it is.
        last = Block.objects.select_for_update().order_by("-number").first()
        entries = list(Entry.objects.filter(block=None).order_by("id")[:AT_MOST])
        if not entries:
            return None
        for entry in entries:
            entry.digest = digest_of(entry)
        chained = _chained(last.digest if last else "", (entry.digest for entry in entries))
        number = last.number + 1 if last else 1
        block = Block.objects.create(number=number, digest=chained, count=len(entries), at=at)
        for entry in entries:
            entry.block = block
        Entry.objects.bulk_update(entries, ["block", "digest"], batch_size=500)
    return block


def digest_of(entry: Entry) -> str:
    """SHA-256 of all an entry says, in hexadecimal; the same on every database."""
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    said = [entry.pk, entry.subject_type, entry.subject_id, entry.verb, entry.actor_id, at, entry.before, entry.after]
    return sha256(json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def check_chain() -> Iterator[str]:
    """What differs between the chain and the entries, one sentence each."""
    blocks = {block.pk: block for block in Block.objects.order_by("number")}
    found = {}
    rows = Entry.objects.filter(block__isnull=False).order_by("block__number", "id").iterator(chunk_size=2_000)
    for block_id, entries in groupby(rows, key=lambda entry: entry.block_id):
        digests = []
        for entry in entries:
            digests.append(entry.digest)
            if digest_of(entry) != entry.digest:
                yield f"audit entry {entry.pk} ({entry}) in block {blocks[block_id].number}: changed after it was sealed"
        found[block_id] = digests
    yield from _check_blocks(list(blocks.values()), found)


def _check_blocks(blocks: list[Block], found: dict[int, list[str]]) -> Iterator[str]:
    before = ""
    for place, block in enumerate(blocks, start=1):
        if block.number != place:
            yield f"audit block {place}: missing before block {block.number}"
            return
        digests = found.get(block.pk, [])
        if len(digests) != block.count:
            yield f"audit block {block.number}: sealed {block.count} entries, has {len(digests)}"
        elif _chained(before, digests) != block.digest:
            yield f"audit block {block.number}: its entries or the block before it are not those it sealed"
        before = block.digest


def head() -> str:
    """The last block, as "number:digest"; empty before the first."""
    return str(Block.objects.order_by("-number").first() or "")


def leads_to(noted: str) -> bool:
    """Whether a head noted earlier is still part of the chain."""
    number, _, digest = noted.partition(":")
    return number.isdecimal() and Block.objects.filter(number=int(number), digest=digest).exists()


def _chained(before: str, digests: Iterable[str]) -> str:
    chain = sha256(before.encode())
    for digest in digests:
        chain.update(digest.encode())
    return chain.hexdigest()
