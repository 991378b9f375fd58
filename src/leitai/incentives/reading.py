"""A statement as its page tells it: the sums at the top, the staircase, the lines with their arithmetic, the rule."""

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from leitai.incentives import formulas, staircase
from leitai.incentives.formulas import Product
from leitai.incentives.models import Line, Statement, Subtotal
from leitai.incentives.queries.statements import makings_of
from leitai.incentives.rules import Component
from leitai.metrics.queries import Making
from leitai.tally.amounts import to_units

ZERO = Decimal(0)


@dataclass
class ReadLine:
    """A line with its words. `shade` is that of its block in the staircase; None: it has no block. `beside`: it is of
    another component than the one drawn."""

    line: Line
    component: Component | None
    shade: int | None = None
    making: Making | None = None
    beside: bool = False

    @cached_property
    def products(self) -> list[Product]:
        if self.component is None or self.line.record is None:
            return []
        return formulas.products(self.component, self.line)

    @cached_property
    def formula(self) -> str:
        if self.line.award:
            return self.line.award.why if self.line.award.text else ""
        return formulas.formula(self.component, self.line, self.products, self.making) if self.products else ""

    @property
    def base_of_record(self) -> str:
        """How the amount it pays on came of the record, where that takes a word."""
        return formulas.base_of_record(self.line, self.making, self.products)

    @property
    def title(self) -> str:
        return formulas.title(self.line)

    @property
    def in_parts(self) -> bool:
        """Whether its arithmetic is worth a row per part."""
        return len(self.products) > 1

    @property
    def is_negative(self) -> bool:
        return self.line.amount < 0

    @property
    def opens(self) -> bool:
        return self.line.kind in (Line.Kind.RECORD, Line.Kind.EARLIER, Line.Kind.AWARD)


@dataclass
class ReadRule:
    """A component as the side column tells it."""

    subtotal: Subtotal
    component: Component

    @property
    def version(self):
        return self.subtotal.basis.version

    @cached_property
    def reached(self) -> int:
        rule = self.component.for_tally().rule
        if self.component.is_flat:
            return 0
        target = None if self.subtotal.target is None else to_units(self.subtotal.target)
        return rule.tier_at(to_units(self.subtotal.opening + self.subtotal.base), target)

    @property
    def tiers(self) -> list[tuple[str, str, bool]]:
        """(what it is on, the rate, whether one is in it)."""
        numbers = range(len(self.component.tiers))
        return [
            (
                formulas.tier_name(self.component, n),
                formulas.rate(self.component, self.component.tiers[n][2]),
                n == self.reached,
            )
            for n in numbers
        ]


@dataclass(frozen=True)
class Part:
    """A component as the head of the statement counts it."""

    name: str
    amount: Decimal


@dataclass
class ReadStatement:
    """Ask for a statement fetched by `queries.statements.told`; it asks only how the lines came of their records."""

    statement: Statement
    lines: list[ReadLine] = field(default_factory=list)

    def __post_init__(self):
        made = makings_of(self.statement)
        self.lines = [ReadLine(line, self._component(line), making=made.get(line.pk)) for line in self._ordered()]
        if self.staircase:
            for each in self.lines:
                each.shade = self.staircase.shades.get(each.line.pk)
                each.beside = each.component is not None and each.component.name != self.main.component.name

    def _ordered(self) -> list[Line]:
        lines = sorted(self.statement.lines.all(), key=lambda line: line.position)
        for line in lines:
            line.statement = self.statement
        return lines

    @staticmethod
    def _component(line: Line) -> Component | None:
        return line.subtotal.basis.version.rules.component(line.subtotal.component) if line.subtotal else None

    @cached_property
    def rules(self) -> list[ReadRule]:
        """The components paid for this period, the most paid first."""
        fresh = [each for each in self.statement.subtotals.all() if each.basis.start == self.statement.run.start]
        fresh.sort(key=lambda each: -each.earned)
        return [ReadRule(each, each.basis.version.rules.component(each.component)) for each in fresh]

    @property
    def main(self) -> ReadRule | None:
        return self.rules[0] if self.rules else None

    @cached_property
    def staircase(self) -> staircase.Staircase | None:
        if self.main is None:
            return None
        own = [line for line in self._ordered() if line.subtotal_id == self.main.subtotal.pk and line.record_id]
        return staircase.draw(self.main.component, self.main.subtotal, own)

    @property
    def walked(self) -> str:
        rule = self.main
        subtotal = rule.subtotal
        return formulas.tiers_walked(rule.component, subtotal.opening, subtotal.base, subtotal.target)

    def _sum(self, *kinds: str) -> Decimal:
        return sum((each.line.amount for each in self.lines if each.line.kind in kinds), ZERO)

    @cached_property
    def components(self) -> list[Part]:
        """What each component paid for this period, by its name, the most first; what rounding brings is the first's."""
        sums: dict[str, Decimal] = {}
        for each in self.lines:
            if each.line.kind == Line.Kind.RECORD and each.component:
                sums[each.component.name] = sums.get(each.component.name, ZERO) + each.line.amount
        parts = [Part(name, amount) for name, amount in sorted(sums.items(), key=lambda found: -found[1])]
        if parts:
            parts[0] = Part(parts[0].name, parts[0].amount + self._sum(Line.Kind.ROUNDING))
        return [part for part in parts if part.amount]

    @property
    def is_mixed(self) -> bool:
        """Whether a line has to say which component it is of."""
        return len({each.component.name for each in self.lines if each.component}) > 1

    @cached_property
    def earlier(self) -> Decimal:
        return self._sum(Line.Kind.EARLIER)

    @cached_property
    def awarded(self) -> Decimal:
        return self._sum(Line.Kind.AWARD)

    @cached_property
    def carried(self) -> Decimal:
        return self._sum(Line.Kind.CARRY)
