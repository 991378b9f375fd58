"""One file of records: rows to contents, contents compared with what the source said last, and posted."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Value
from django.utils.text import slugify

from leitai.customers.models import Customer
from leitai.imports.fields import simple
from leitai.imports.finding import NameFinder, PeopleFinder
from leitai.imports.kinds import Offer, Row, Session
from leitai.imports.reading import Notice
from leitai.imports.reading.wide import LAST_DAY
from leitai.organization.queries import company
from leitai.sales.actions import Content, post_records
from leitai.sales.actions.making import MADE_BY_IMPORTS, make, taken_back
from leitai.sales.content import problems_of
from leitai.sales.imports.numbering import OrderLines, plain_number
from leitai.sales.models import Channel, Kind, Product, Record, Source
from leitai.sales.queries import Fate, compare
from leitai.sales.rows import rows_in

ZERO = Decimal(0)
STEP = Decimal("0.0001")
SHOWN = {"day": "day", "person_id": "person", "amount": "amount", "customer_id": "customer", "product_id": "product", "channel_id": "channel", "quantity": "quantity", "cost": "cost", "discount": "discount_amount", "order_no": "order_no", "contract_no": "contract_no", "invoice_no": "invoice_no", "note": "note", "kind": "kind", "at": "day", "refers_to_external_id": "refers_to"}  # fmt: skip
MADE = -1  # stands for something the import is going to make


@dataclass
class Known:
    """Names of one dimension, and those that the import will add to it."""

    finder: NameFinder
    may_create: bool

    def find(self, text: str) -> int | None:
        found = self.finder.find(text)
        if found is None and self.may_create:
            return MADE
        return found


class RecordsSession(Session):
    """Rows know each other by number: the record's own; else the order's, with the product where an order has
    several lines; else everything the row says, counted where rows say the same."""

    def __init__(self, occasion):
        super().__init__(occasion)
        self.people = PeopleFinder()
        self.known = {
            "customer": self._known("customer", Customer.objects.filter(alias_of__isnull=True)),
            "product": self._known("product", Product.objects.all()),
            "channel": self._known("channel", Channel.objects.annotate(code=Value(""))),
        }
        self._makes: dict[str, dict[str, str]] = {what: {} for what in MADE_BY_IMPORTS}
        self.source = source_named(occasion.source)
        self.currency = getattr(company(), "currency", "CNY")
        self.lines = OrderLines(
            self.source, by_product="product" in occasion.columns, product_of=self.known["product"].finder.find
        )
        self.zone = ZoneInfo(settings.TIME_ZONE)
        day = occasion.columns.get("day")
        self.is_wide = day is not None and day.heading == LAST_DAY
        self.default_kind = occasion.settings.get("kind") or Kind.ORDER
        self._seen: dict[str, tuple[int, int]] = {}
        self._same: Counter = Counter()

    def _known(self, what: str, things) -> Known:
        """What an undone import made and nothing uses is as good as unknown."""
        things = things.exclude(pk__in=taken_back(MADE_BY_IMPORTS[what]))
        return Known(NameFinder(list(things.values_list("id", "name", "code"))), what in self.occasion.create)

    def makes(self) -> dict[str, list[str]]:
        return {what: list(names.values()) for what, names in self._makes.items() if names}

    def survey(self, rows) -> None:
        """Which orders come in several lines, each with its product."""
        columns = self.occasion.columns
        if "number" not in columns and "order_no" in columns and not self.is_wide:
            self.lines.learn(line for row in rows if (line := self._line(row.values))[0][0])

    def _line(self, values: dict) -> tuple[tuple[str, str], str]:
        """The order a row is a line of, and the product by which it is told from the order's other lines."""
        kind = values.get("kind") or self.default_kind
        return (values.get("order_no", ""), kind), simple(values.get("product", ""))

    def notices(self) -> list[Notice]:
        columns = self.occasion.columns
        if "number" in columns or self.is_wide:
            return []
        if "order_no" not in columns:
            return [Notice("ids_by_content")]
        return [Notice("ids_by_line")] if self.lines.several else []

    def judge(self, rows: list[Row]) -> None:
        drafted = []
        for row in rows:
            content = self._content(row)
            if content is not None and self._once(row, content):
                row.subject = content
                drafted.append(row)
        self._compare(drafted)
        self._note_makes(drafted)

    def _note_makes(self, rows: list[Row]) -> None:
        for row in rows:
            for what, names in self._makes.items():
                if getattr(row.subject, f"{what}_id") == MADE:
                    names.setdefault(simple(row.values[what]) or row.values[what], row.values[what])

    # What a row says

    def _content(self, row: Row) -> Content | None:
        values = row.values
        kind = values.get("kind") or self.default_kind
        person_id = self.people.put(row, "person")
        amounts = self._amounts(row, kind)
        things = {f"{what}_id": self._thing(row, what) for what in self.known}
        day = values["day"]
        if self._first_day(day) > self.occasion.day:
            row.refuse("day", "in_future")
        if row.problems:
            return None
        said = {
            "kind": kind,
            "day": day.date() if isinstance(day, datetime) else day,
            "at": day.replace(tzinfo=self.zone) if isinstance(day, datetime) else None,
            "person_id": person_id,
            **things,
            **amounts,
            "order_no": values.get("order_no", ""),
            "contract_no": values.get("contract_no", ""),
            "invoice_no": values.get("invoice_no", ""),
            "refers_to_external_id": values.get("refers_to", ""),
            "note": values.get("note", ""),
        }
        number = self._number(values, said)
        if number is None:
            return row.refuse("order_no", "order_in_lines")
        content = Content(external_id=number, **said)
        for problem in problems_of(content):
            facts = {key: str(value) for key, value in problem.facts.items()}
            row.refuse(SHOWN.get(problem.field, problem.field), problem.code, **facts)
        return None if row.problems else content

    def _first_day(self, day: date | datetime) -> date:
        """A month's figure stands on its last day, and may be told while the month runs."""
        day = day.date() if isinstance(day, datetime) else day
        return day.replace(day=1) if self.is_wide else day

    def _amounts(self, row: Row, kind: str) -> dict[str, Decimal]:
        """Amount before discount, quantity, cost and discount; a return's are turned negative."""
        values = row.values
        if self._foreign(row):
            return {}
        quantity = values.get("quantity", ZERO)
        amount, discount = values.get("amount"), values.get("discount_amount", ZERO)
        rate = values.get("discount_rate")
        if amount is None and "paid" in values:
            discount = _before(values["paid"], rate) - values["paid"] if rate is not None else discount
            amount = values["paid"] + discount
        elif amount is None and "price" in values and "quantity" in values:
            amount = (values["price"] * quantity).quantize(STEP)
        if rate is not None and amount is not None and "paid" not in values:
            discount = (amount * rate).quantize(STEP)
        if amount is None:
            if kind in (Kind.ORDER, Kind.RETURN, Kind.PAYMENT):
                row.refuse("amount", "amount_missing")
            amount = ZERO
        row.stated = amount
        sign = -1 if kind == Kind.RETURN else 1
        turned = [-abs(each) if sign < 0 else each for each in (amount, quantity, discount)]
        cost = values.get("cost")
        return {
            "amount": turned[0],
            "quantity": turned[1],
            "discount": turned[2],
            "cost": -abs(cost) if cost and sign < 0 else cost,
        }

    def _foreign(self, row: Row) -> bool:
        """An amount in another currency than the company's, of which no rate is kept."""
        column = self.occasion.columns.get("amount")
        said = row.values.get("currency") or (column.currency if column else "")
        said = CURRENCIES.get(said.strip().casefold(), said.strip().upper())
        if said and said != self.currency:
            row.refuse(
                "currency" if row.values.get("currency") else "amount", "no_rate", currency=said, company=self.currency
            )
        return bool(row.problems)

    def _thing(self, row: Row, what: str) -> int | None:
        text = row.values.get(what)
        if not text:
            return None
        found = self.known[what].find(text)
        if found is None:
            offers = self.known[what].finder.near(text)
            row.refuse(what, f"no_{what}", *offers, text=text)
        return found

    # By what it is known again

    def _number(self, values: dict, said: dict) -> str | None:
        if number := values.get("number"):
            return number
        names = ("customer", "product", "channel")
        whose = [said["kind"], said["person_id"], said["day"].isoformat()]
        if self.is_wide:
            return self._counted("wide:" + _digest([*whose, *(simple(values.get(each, "")) for each in names)]))
        if values.get("order_no"):
            order, product = self._line(values)
            number = self.lines.number(order, product)
            return self._counted(number) if self.lines.by_product and number != plain_number(order) else number
        figures = [str(said[each].normalize()) for each in ("amount", "quantity")]
        rest = [simple(values.get(each, "")) for each in (*names, "contract_no", "invoice_no", "note")]
        return self._counted("row:" + _digest([*whose, *figures, *rest]))

    def _counted(self, number: str) -> str:
        """The second of a kind is told apart by its count."""
        self._same[number] += 1
        return number if self._same[number] == 1 else f"{number}#{self._same[number]}"

    def _once(self, row: Row, content: Content) -> bool:
        first = self._seen.get(content.external_id)
        if first is None:
            self._seen[content.external_id] = (row.number, hash(content))
            return True
        line, other = first
        key = "number" if row.values.get("number") else "order_no"
        same = other == hash(content)
        offers = (Offer("", verb="skip"),) if same else ()
        row.refuse(key, "twice_same" if same else "twice_different", *offers, line=line)
        return False

    # Against what is there

    def _compare(self, rows: list[Row]) -> None:
        contents = [row.subject for row in rows]
        fates = {}
        if self.source:
            compared = compare(source=self.source, contents=contents)
            fates = {each.content.external_id: each for each in compared}
        changed = []
        for row in rows:
            found = fates.get(row.subject.external_id)
            row.fate = str(found.fate) if found else "new"
            if found and found.fate == Fate.CHANGED:
                changed.append((row, found))
        self._tell_changes(changed)

    def _tell_changes(self, changed) -> None:
        records = {
            record.pk: record
            for record in rows_in(
                Record.objects.select_related("customer", "product", "channel", "person"),
                "pk",
                [found.last.id for _row, found in changed],
            )
        }
        for row, found in changed:
            before = records[found.last.id]
            for name, key in SHOWN.items():
                old, new = getattr(before, name), getattr(row.subject, name)
                if old != new:
                    row.changes[key] = (self._told(before, name), row.texts.get(key) or _text(new))

    def _told(self, record: Record, name: str) -> str:
        if name.endswith("_id") and name != "refers_to_external_id":
            return str(getattr(record, name[:-3]) or "")
        return _text(getattr(record, name))

    # Posting

    def post(self, rows: list[Row], *, batch, by, at: datetime) -> None:
        if self.source is None:
            self.source = Source.objects.get_or_create(
                code=slug_of(self.occasion.source), defaults={"name": self.occasion.source[:120]}
            )[0]
        self._make(rows, batch, at)
        contents = [self._resolved(row) for row in rows]
        post_records(source=self.source, contents=contents, by=by, at=at, batch=batch)

    def _make(self, rows: list[Row], batch, at: datetime) -> None:
        """Customers, products and channels that the rows name and nobody knows yet."""
        for what, known in self.known.items():
            names: dict[str, str] = {}
            for row in rows:
                if getattr(row.subject, f"{what}_id") == MADE:
                    names.setdefault(simple(row.values[what]) or row.values[what], row.values[what])
            names = {key: name for key, name in names.items() if known.finder.find(name) is None}
            for pk, name in make(what, list(names.values()), batch=batch, at=at) if names else ():
                known.finder.add(pk, name)

    def _resolved(self, row: Row) -> Content:
        ids = {
            f"{what}_id": self.known[what].finder.find(row.values[what])
            for what in self.known
            if getattr(row.subject, f"{what}_id") == MADE
        }
        return replace(row.subject, **ids) if ids else row.subject


def source_named(name: str) -> Source | None:
    return Source.objects.filter(code=slug_of(name)).first()


def slug_of(name: str) -> str:
    return slugify(name, allow_unicode=True)[:64] or "file"


def _before(paid: Decimal, rate: Decimal) -> Decimal:
    """What was asked before a discount of this rate left `paid`."""
    return paid if rate >= 1 else (paid / (1 - rate)).quantize(STEP)


def _digest(parts: list) -> str:
    return sha256("\x1f".join(str(each) for each in parts).encode()).hexdigest()[:32]


def _text(value) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:,.2f}"
    return value.isoformat() if isinstance(value, date) else str(value)


CURRENCIES = {
    "人民币": "CNY",
    "rmb": "CNY",
    "¥": "CNY",
    "元": "CNY",
    "美元": "USD",
    "$": "USD",
    "欧元": "EUR",
    "港币": "HKD",
    "港元": "HKD",
    "日元": "JPY",
    "英镑": "GBP",
}
