"""A metric read the slow, obvious way: every live record looked at in Python, nothing shared with the product's path."""

from fractions import Fraction

from leitai.metrics.models import MarketSeries
from leitai.organization.models import Membership, Unit
from leitai.organization.queries import work_calendar
from leitai.sales.models import Record
from leitai.tally.amounts import divide, ratio_ppm

TEN_THOUSAND = 10_000


def units(value) -> int:
    return int(value * TEN_THOUSAND)


class World:
    """All live records with their shares, read once."""

    def __init__(self):
        rows = Record.objects.filter(live=True).select_related("product", "customer").prefetch_related("credits")
        self.records = list(rows.order_by("day", "id"))
        self.first = {}
        for record in self.records:
            if record.kind == "order" and record.customer_id:
                self.first.setdefault(record.customer_id, record)
        self.parents = dict(Unit.objects.values_list("id", "parent_id"))
        self.calendar = work_calendar(2024, 2025, 2026)

    def upward(self, unit):
        while unit is not None:
            yield unit
            unit = self.parents[unit]

    def belongs(self, unit, roots) -> bool:
        return any(each in roots for each in self.upward(unit))

    def figure(self, definition, unit, span, whole, who):
        """`who` is ("person", id), ("unit", id) or ("none", None); `span` the known part of `whole`."""
        value = self.plain(definition, unit, span, whole, who)
        if definition.growth:
            base = getattr(whole, definition.growth)()
            known = base
            if span is None:
                return None
            if span != whole and definition.growth == "previous":
                known = base.until(base.start + (span.last - span.start))
            elif span != whole:
                known = base.overlap(span.year_before())
            then = self.plain(definition, unit, known, base, who)
            value = None if value is None or then is None or then <= 0 else ratio_ppm(value - then, then)
        if definition.cap is not None and value is not None:
            value = min(value, definition.cap)
        return value

    def plain(self, definition, unit, span, whole, who):
        values = [self.part(part, unit, span, whole, who) for part in definition.parts]
        known = [each for each in values if each is not None]
        if not known:
            return None
        value = sum(known)
        if definition.per == "workday":
            days = sum(self.calendar.is_workday(day) for day in span) if span else 0
            return divide(value, days) if days else None
        if definition.per == "head" and who[0] != "person":
            heads = self.heads(span, who)
            return divide(value * heads.denominator, heads.numerator) if heads else None
        return value

    def heads(self, span, who) -> Fraction:
        if span is None:
            return Fraction(0)
        there = 0
        for spell in Membership.objects.all():
            if who[0] == "unit" and not self.belongs(spell.unit_id, {who[1]}):
                continue
            there += sum(spell.start <= day and (spell.end is None or day < spell.end) for day in span)
        return Fraction(there, len(span))

    def part(self, part, unit, span, whole, who):
        top = self.side(part.top, span, whole, who)
        if not part.bottom:
            return top
        bottom = self.side(part.bottom, span, whole, who)
        if bottom is None or bottom <= 0:
            return None
        same = part.top[0].is_money == part.bottom[0].is_money
        return ratio_ppm(top, bottom) if same else divide(top * TEN_THOUSAND, bottom)

    def side(self, terms, span, whole, who):
        total = 0
        for term in terms:
            amount = self.term(term, span, whole, who)
            if amount is None:
                return None
            total += term.sign * amount
        return total

    def term(self, term, span, whole, who):
        read = span if term.at == "period" else getattr(whole, term.at)()
        if term.field == "market":
            return self.market(term, read)
        if term.field == "kept_customers":
            return len(self.buyers(term, read, who) & self.buyers(term, span, who)) * TEN_THOUSAND
        if term.field == "customers":
            return len(self.buyers(term, read, who)) * TEN_THOUSAND
        total = 0
        for record in self.passing(term, read):
            if term.field == "new_customers":
                first = self.first.get(record.customer_id)
                total += TEN_THOUSAND * (first is not None and first.pk == record.pk and self.owned(record, term, who))
            elif term.field == "count":
                total += TEN_THOUSAND * self.owned(record, term, who)
            else:
                total += self.amount(record, term, who)
        return total

    def owned(self, record, term, who) -> bool:
        return self.theirs(record, term, who)

    def theirs(self, part, term, who) -> bool:
        if term.filters.units and not self.belongs(part.unit_id, set(term.filters.units)):
            return False
        kind, pk = who
        if kind == "person":
            return part.person_id == pk
        return kind == "none" or self.belongs(part.unit_id, {pk})

    def amount(self, record, term, who) -> int:
        parts = list(record.credits.all()) if record.split and term.credit == "share" else []
        return sum(self.field(part, term.field) for part in parts or [record] if self.theirs(part, term, who))

    def field(self, part, name) -> int:
        net = units(part.amount - part.discount)
        if name == "net":
            return net
        if name in ("costed", "margin"):
            return 0 if part.cost is None else net - (units(part.cost) if name == "margin" else 0)
        return units(getattr(part, name) or 0)

    def buyers(self, term, span, who) -> set:
        return {
            record.customer_id
            for record in self.passing(term, span)
            if record.customer_id and self.owned(record, term, who)
        }

    def passing(self, term, span):
        for record in self.records:
            if span and record.kind in term.kinds and record.day in span and self.passes(record, term.filters, span):
                yield record

    def passes(self, record, wanted, span) -> bool:
        product, customer = record.product, record.customer
        if wanted.products and record.product_id not in wanted.products:
            return False
        if wanted.lines and (product is None or product.line not in wanted.lines):
            return False
        if wanted.channels and record.channel_id not in wanted.channels:
            return False
        if wanted.regions and (customer is None or customer.region not in wanted.regions):
            return False
        if wanted.rater != "any" and (wanted.rater == "peer") != (customer is None):
            return False
        if wanted.customers != "all":
            first = self.first.get(record.customer_id)
            if first is None or (first.day not in span if wanted.customers == "new" else first.day >= span.start):
                return False
        if wanted.min_amount is not None:
            sizes = [order.amount for order in self.orders_of(record)] if record.kind == "return" else []
            if not any(units(size) >= wanted.min_amount for size in sizes or [abs(record.amount)]):
                return False
        return wanted.returned or not any(
            record in self.orders_of(each) for each in self.records if each.kind == "return"
        )

    def orders_of(self, record):
        return [
            order
            for order in self.records
            if order.kind == "order"
            and (
                (order.source_id == record.source_id and order.external_id == record.refers_to_external_id)
                or (record.order_no and order.order_no == record.order_no)
            )
        ]

    def market(self, term, span):
        total = 0
        for month in span.split("month") if span else ():
            first = month.start.replace(day=1)
            rows = MarketSeries.objects.filter(
                month=first, line__in=term.filters.lines or [""], region__in=term.filters.regions or [""]
            )
            if not rows:
                return None
            days = len(type(span).month(first.year, first.month))
            total += divide(sum(units(row.size) for row in rows) * len(month), days)
        return total if span else None
