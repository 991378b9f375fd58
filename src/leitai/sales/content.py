"""What a source says happened, before it becomes a record: the one shape imports, forms and jobs hand in."""

import json
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256

from leitai.sales.models import Kind
from leitai.tally.amounts import LARGEST, PPM, SCALE

ZERO = Decimal(0)
LARGEST_AMOUNT = Decimal(LARGEST // SCALE)
AMOUNTS = ("amount", "quantity", "cost", "discount", "original_amount")
LIMITS = {
    "external_id": 120,
    "order_no": 120,
    "contract_no": 120,
    "invoice_no": 120,
    "refers_to_external_id": 120,
    "note": 500,
    "currency": 3,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """One thing that happened, as its source tells it. Equal contents have equal digests.

    `amount` and its like are in the company's currency; a return's is zero or less. `cost` None: unknown.
    `shares` are (person id, ppm) and total 1,000,000; empty: the source says nothing about shares, so the
    owner has it all, or a split agreed earlier stays. `refers_to_external_id` names the order of a return
    or payment at the same source, `order_no` does at any.
    """

    external_id: str
    kind: str
    day: date
    person_id: int
    amount: Decimal = ZERO
    at: datetime | None = None
    customer_id: int | None = None
    product_id: int | None = None
    channel_id: int | None = None
    quantity: Decimal = ZERO
    cost: Decimal | None = None
    discount: Decimal = ZERO
    currency: str = ""
    original_amount: Decimal | None = None
    order_no: str = ""
    contract_no: str = ""
    invoice_no: str = ""
    refers_to_external_id: str = ""
    note: str = ""
    shares: tuple[tuple[int, int], ...] = ()

    def __post_init__(self):
        if self.shares:
            # In one order, or the same split said differently would round differently.
            object.__setattr__(self, "shares", tuple(sorted(map(tuple, self.shares))))

    def digest(self) -> str:
        """sha256 over the fields that say something, in a form that a field added later leaves alone."""
        said = {}
        for name, encode in CANONICAL:
            value = getattr(self, name)
            if value is None or value == "" or value == ():
                continue
            if encode is not None:
                value = encode(value)
                if value == 0 and name != "cost":
                    continue
            said[name] = value
        return sha256(_write(said).encode()).hexdigest()

    def differences(self, newer: "Content") -> dict[str, tuple]:
        """{field: (here, there)} where two contents differ."""
        pairs = ((name, getattr(self, name), getattr(newer, name)) for name in NAMES)
        return {name: (ours, theirs) for name, ours, theirs in pairs if ours != theirs}

    def people(self):
        """The owner and whoever shares."""
        yield self.person_id
        for person_id, _share in self.shares:
            yield person_id


NAMES = tuple(field.name for field in fields(Content))
ENCODINGS = dict.fromkeys(AMOUNTS, lambda value: int(value * SCALE)) | {
    "day": date.isoformat,
    "at": lambda value: value.astimezone(UTC).isoformat(),
}
CANONICAL = tuple((name, ENCODINGS.get(name)) for name in sorted(NAMES))
_write = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode


def content_of(record, credits=None) -> Content:
    """What a record says, with its shares; give `credits` where they are already loaded."""
    values = {name: getattr(record, name) for name in NAMES if name != "shares"}
    if record.split:
        credits = record.credits.all() if credits is None else credits
        values["shares"] = tuple((credit.person_id, int(credit.share * PPM)) for credit in credits)
    return Content(**values)


@dataclass(frozen=True)
class Problem:
    """Why a content cannot become a record: `code` with the `field` it is about and the facts to print.

    `kind` · `number_missing` · `too_long` (limit) · `too_many_decimals` · `too_large` (largest) ·
    `order_negative` · `return_positive` · `shares_not_whole` (shares, in ppm) · `share_not_positive` ·
    `share_twice` (person_id) · `time_without_zone` · `control_character`
    """

    field: str
    code: str
    facts: dict


def problems_of(content: Content) -> list[Problem]:
    """What keeps this content from being posted; empty: nothing. Looks at the content alone."""
    found = [*_text_problems(content), *_amount_problems(content)]
    if content.shares:
        found += _share_problems(content.shares)
    if content.at is not None and content.at.tzinfo is None:
        found.append(Problem("at", "time_without_zone", {}))
    return found


def _text_problems(content: Content):
    if content.kind not in KINDS:
        yield Problem("kind", "kind", {"kind": content.kind})
    if not content.external_id:
        yield Problem("external_id", "number_missing", {})
    for name, limit in LIMITS.items():
        text = getattr(content, name)
        if len(text) > limit:
            yield Problem(name, "too_long", {"limit": limit})
        if "\x00" in text:
            yield Problem(name, "control_character", {})


def _amount_problems(content: Content):
    for name in AMOUNTS:
        value = getattr(content, name)
        if value is None or value is ZERO:
            continue
        if abs(value) > LARGEST_AMOUNT:
            yield Problem(name, "too_large", {"largest": LARGEST_AMOUNT})
        elif (value * SCALE) % 1:
            yield Problem(name, "too_many_decimals", {})
    if content.kind == Kind.ORDER and content.amount < 0:
        yield Problem("amount", "order_negative", {})
    if content.kind == Kind.RETURN and content.amount > 0:
        yield Problem("amount", "return_positive", {})


def _share_problems(shares):
    people = [person_id for person_id, _share in shares]
    if sum(share for _person, share in shares) != PPM:
        yield Problem("shares", "shares_not_whole", {"shares": sum(share for _person, share in shares)})
    if any(share <= 0 for _person, share in shares):
        yield Problem("shares", "share_not_positive", {})
    for person_id in {each for each in people if people.count(each) > 1}:
        yield Problem("shares", "share_twice", {"person_id": person_id})


KINDS = frozenset(Kind.values)
