"""From clicks to a definition and back: what the builder can say, in its own words.

`Shape` is what the form holds. Every shape makes one definition; a definition that no shape makes (teamwork,
retention) can be read but not changed by clicks.
"""

from dataclasses import dataclass, fields, replace

from django.utils.translation import pgettext_lazy

from leitai.metrics.definitions import Definition, Filters, Part, Term
from leitai.metrics.sentences import WHAT

SOLD = ("order", "return")
MEASURES: dict[str, Term] = {
    "net": Term("net", SOLD),
    "sales": Term("amount", ("order",)),
    "margin": Term("margin", SOLD),
    "costed": Term("costed", SOLD),
    "discount": Term("discount", SOLD),
    "units": Term("quantity", SOLD),
    "orders": Term("count", ("order",)),
    "customers": Term("customers", ("order",)),
    "new_customers": Term("new_customers", ("order",)),
    "payments": Term("amount", ("payment",)),
    "won_amount": Term("amount", ("won",)),
    "won": Term("count", ("won",)),
    "closed": Term("count", ("won", "lost")),
    "activities": Term("count", ("activity",)),
    "assists": Term("count", ("assist",)),
    "points": Term("quantity", ("rating",)),
    "ratings": Term("count", ("rating",)),
}
DIVISORS = {**MEASURES, "market": Term("market", ())}
RETURNS = ("deduct", "ignore", "exclude")


def name_of(measure: str) -> str:
    term = DIVISORS[measure]
    return WHAT[term.field, term.kinds]


@dataclass(frozen=True)
class Shape:
    """The builder's choices. `joined` and `sign` add or take away a second measure; filters hold for all measures."""

    measure: str = "net"
    sign: str = ""
    joined: str = ""
    divisor: str = ""
    divisor_filtered: bool = True
    customers: str = "all"
    returns: str = "deduct"
    lines: tuple[str, ...] = ()
    products: tuple[int, ...] = ()
    channels: tuple[int, ...] = ()
    regions: tuple[str, ...] = ()
    units: tuple[int, ...] = ()
    rater: str = "any"
    min_amount: int | None = None
    credit: str = "share"
    per: str = ""
    growth: str = ""
    cap: int | None = None

    @property
    def filters(self) -> Filters:
        same = {each.name: getattr(self, each.name) for each in fields(Filters) if each.name != "returned"}
        return Filters(**same, returned=self.returns != "exclude")

    def definition(self) -> Definition:
        """Raises DefinitionError."""
        top = [self._term(self.measure)]
        if self.sign and self.joined:
            top.append(replace(self._term(self.joined), sign=-1 if self.sign == "minus" else 1))
        bottom = (self._divisor(),) if self.divisor else ()
        return Definition((Part(tuple(top), bottom),), per=self.per, growth=self.growth, cap=self.cap)

    def _divisor(self) -> Term:
        if self.divisor == "market":
            return Term("market", (), filters=Filters(lines=self.lines, regions=self.regions))
        return self._term(self.divisor) if self.divisor_filtered else self._kinds(DIVISORS[self.divisor])

    def _term(self, measure: str) -> Term:
        term = self._kinds(MEASURES[measure])
        return replace(term, filters=self.filters, credit=self.credit if term.is_money else "share")

    def _kinds(self, term: Term) -> Term:
        if self.returns == "deduct" or "return" not in term.kinds:
            return term
        return replace(term, kinds=tuple(kind for kind in term.kinds if kind != "return"))


def shape_of(definition: Definition) -> Shape | None:
    """The shape that makes this definition; None where there is none."""
    if len(definition.parts) > 1:
        return None
    part = definition.parts[0]
    first = part.top[0]
    values = {
        name: getattr(first.filters, name) for name in (each.name for each in fields(Filters)) if name != "returned"
    }
    for measure in _measures_like(first, MEASURES):
        for returns in RETURNS:
            for credit in dict.fromkeys([first.credit, *(term.credit for term in part.terms if term.is_money)]):
                shape = Shape(
                    measure=measure, returns=returns, credit=credit, per=definition.per, growth=definition.growth,
                    cap=definition.cap, **values,
                )  # fmt: skip
                for each in _with_rest(shape, part):
                    if _makes(each, definition):
                        return each
    return None


def _with_rest(shape: Shape, part: Part):
    """The shape with the second measure and the divisor it may have."""
    if len(part.top) > 2 or len(part.bottom) > 1:
        return
    joined = _measures_like(part.top[1], MEASURES) if len(part.top) > 1 else [""]
    divisors = _measures_like(part.bottom[0], DIVISORS) if part.bottom else [""]
    sign = "" if len(part.top) == 1 else "plus" if part.top[1].sign > 0 else "minus"
    for other in joined:
        for divisor in divisors:
            for filtered in (True, False):
                yield replace(shape, joined=other, sign=sign, divisor=divisor, divisor_filtered=filtered)


def _measures_like(term: Term, offered: dict[str, Term]) -> list[str]:
    return [name for name, each in offered.items() if each.field == term.field and set(term.kinds) <= set(each.kinds)]


def _makes(shape: Shape, definition: Definition) -> bool:
    return shape.definition() == definition


GROWTH_NAMES = {
    "": pgettext_lazy("growth", "the figure itself"),
    "previous": pgettext_lazy("growth", "growth on the period before"),
    "year_before": pgettext_lazy("growth", "growth on the same period last year"),
}
