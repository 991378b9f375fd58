"""What a metric is made of: frozen values that cannot be built wrong, kept as JSON.

    value = Σ part,  part = Σ ± term ÷ Σ ± term      then ÷ workdays or heads, or grown on a base, or capped

A *term* adds one field of the records that pass its filters. A part without a divisor is a plain sum. A metric
with several parts adds them (teamwork: assists, and the mean rating of colleagues).
"""

from dataclasses import asdict, dataclass, fields
from typing import Any

KINDS = ("order", "return", "payment", "won", "lost", "activity", "rating", "assist")

MONEY_FIELDS = ("amount", "net", "discount", "cost", "costed", "margin", "market")
COUNT_FIELDS = ("quantity", "count", "customers", "new_customers", "kept_customers")
FIELDS = MONEY_FIELDS + COUNT_FIELDS
"""`net` is the amount less its discount; `costed` the net of records whose cost is known, `margin` that less the
cost. `count` counts records for whose they are; `customers` distinct ones; `new_customers` those whose first order
ever is in the period; `kept_customers` those of the base period who came again. `market` is the imported market
size."""
RECIPES = {"net": {"amount": 1, "discount": -1}, "margin": {"costed": 1, "cost": -1}}
"""Fields that are made of others; every other field is its own column of sums."""
CUSTOMER_FIELDS = ("customers", "new_customers", "kept_customers")

UNITS = ("money", "count", "ratio", "score")
MOMENTS = ("period", "previous", "year_before")
PER = ("", "workday", "head")
CREDITS = ("share", "owner")
CUSTOMERS = ("all", "new", "returning")
RATERS = ("any", "customer", "peer")
MOST_TERMS = 8


class DefinitionError(ValueError):
    """A definition that means nothing. `code` says why, `facts` what to print:

    ``no_term`` · ``too_many_terms`` (most) · ``no_such_word`` (word, where) · ``no_kind`` (field) ·
    ``no_base`` (field) · ``money_plus_count`` · ``ratio_needs_divisor`` · ``divisor_not_ratio`` ·
    ``money_needs_money`` · ``count_needs_count`` · ``cap_not_positive`` · ``market_is_divisor`` · ``not_json``.
    """

    def __init__(self, code: str, **facts: object) -> None:
        self.code = code
        self.facts = facts
        super().__init__(f"{code}: {facts}" if facts else code)


def _one_of(word: str, words: tuple[str, ...], where: str) -> None:
    if word not in words:
        raise DefinitionError("no_such_word", word=word, where=where)


@dataclass(frozen=True)
class Filters:
    """Which records a term reads; an empty tuple admits all.

    `units` admits records that lay in these units, or below, on their day. `min_amount` looks at the whole record,
    in 1/10,000, before it is shared. `returned` False leaves out orders that have a return. `rater` tells the
    customer's rating from the colleague's: the first names a customer.
    """

    products: tuple[int, ...] = ()
    lines: tuple[str, ...] = ()
    channels: tuple[int, ...] = ()
    regions: tuple[str, ...] = ()
    units: tuple[int, ...] = ()
    customers: str = "all"
    rater: str = "any"
    min_amount: int | None = None
    returned: bool = True

    def __post_init__(self) -> None:
        _one_of(self.customers, CUSTOMERS, "customers")
        _one_of(self.rater, RATERS, "rater")

    @property
    def reads_period(self) -> bool:
        """Whether a record passes or not by the period that is asked."""
        return self.customers != "all"


EVERY = Filters()


@dataclass(frozen=True)
class Term:
    """Plus or minus one field, added over the records of some kinds.

    `at` reads a base period instead of the asked one. With `credit` "share" the amounts of a shared record follow
    its credits; with "owner" they go whole to whose record it is. Counts always go to whose it is.
    """

    field: str = "amount"
    kinds: tuple[str, ...] = ("order",)
    sign: int = 1
    filters: Filters = EVERY
    at: str = "period"
    credit: str = "share"

    def __post_init__(self) -> None:
        _one_of(self.field, FIELDS, "field")
        _one_of(self.at, MOMENTS, "at")
        _one_of(self.credit, CREDITS, "credit")
        if self.sign not in (1, -1):
            raise DefinitionError("no_such_word", word=self.sign, where="sign")
        for kind in self.kinds:
            _one_of(kind, KINDS, "kinds")
        if not self.kinds and self.field != "market":
            raise DefinitionError("no_kind", field=self.field)
        if self.field == "kept_customers" and self.at == "period":
            raise DefinitionError("no_base", field=self.field)

    @property
    def recipe(self) -> dict[str, int]:
        """The columns of sums it is made of, each with its sign."""
        return RECIPES.get(self.field, {self.field: 1})

    @property
    def is_money(self) -> bool:
        return self.field in MONEY_FIELDS


@dataclass(frozen=True)
class Part:
    """A sum of terms, or one sum divided by another."""

    top: tuple[Term, ...]
    bottom: tuple[Term, ...] = ()

    def __post_init__(self) -> None:
        if not self.top:
            raise DefinitionError("no_term")
        if len(self.top) + len(self.bottom) > MOST_TERMS:
            raise DefinitionError("too_many_terms", most=MOST_TERMS)
        for side in (self.top, self.bottom):
            if len({term.is_money for term in side}) > 1:
                raise DefinitionError("money_plus_count")
        if any(term.field == "market" for term in self.top):
            raise DefinitionError("market_is_divisor")

    @property
    def unit(self) -> str:
        """What comes out of it: money ÷ money and count ÷ count are ratios, anything else keeps the top's unit."""
        top = "money" if self.top[0].is_money else "count"
        if self.bottom and self.bottom[0].is_money == self.top[0].is_money:
            return "ratio"
        return top

    @property
    def terms(self) -> tuple[Term, ...]:
        return self.top + self.bottom


@dataclass(frozen=True)
class Definition:
    """A metric's whole meaning. `cap` is in the metric's own scale (1/10,000, or ppm of a ratio)."""

    parts: tuple[Part, ...]
    per: str = ""
    growth: str = ""
    cap: int | None = None

    def __post_init__(self) -> None:
        if not self.parts:
            raise DefinitionError("no_term")
        _one_of(self.per, PER, "per")
        if self.growth:
            _one_of(self.growth, MOMENTS[1:], "growth")
        if self.cap is not None and self.cap <= 0:
            raise DefinitionError("cap_not_positive")

    @property
    def terms(self) -> tuple[Term, ...]:
        return tuple(term for part in self.parts for term in part.terms)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of records it reads, in the order of `KINDS`."""
        read = {kind for term in self.terms for kind in term.kinds}
        return tuple(kind for kind in KINDS if kind in read)

    @property
    def is_plain_sum(self) -> bool:
        """A sum of terms of the asked period and nothing else: days add up to the period."""
        return (
            len(self.parts) == 1
            and not self.parts[0].bottom
            and not (self.per or self.growth or self.cap)
            and all(term.at == "period" and term.field != "kept_customers" for term in self.terms)
        )

    @property
    def adds_by_record(self) -> bool:
        """A plain sum to which each record brings its own: distinct customers belong to no one record."""
        return self.is_plain_sum and all(term.field != "customers" for term in self.terms)

    def check_unit(self, unit: str) -> None:
        """Raises DefinitionError where the parts do not come out in this unit."""
        _one_of(unit, UNITS, "unit")
        if self.growth:
            if unit != "ratio":
                raise DefinitionError("divisor_not_ratio")
            return
        found = {part.unit for part in self.parts}
        if unit == "ratio" and found != {"ratio"}:
            raise DefinitionError("ratio_needs_divisor")
        if unit == "money" and found != {"money"}:
            raise DefinitionError("divisor_not_ratio" if "ratio" in found else "money_needs_money")
        if unit == "count" and found != {"count"}:
            raise DefinitionError("divisor_not_ratio" if "ratio" in found else "count_needs_count")


def total(*terms: Term, **rest: Any) -> Definition:
    """A definition of one sum."""
    return Definition((Part(terms),), **rest)


def quotient(top: tuple[Term, ...], bottom: tuple[Term, ...], **rest: Any) -> Definition:
    """A definition of one sum divided by another."""
    return Definition((Part(top, bottom),), **rest)


# As JSON. What equals its default is left out, so that a later field changes no stored definition.


def to_json(definition: Definition) -> dict:
    return {
        "parts": [
            {"top": [_term_json(t) for t in part.top], "bottom": [_term_json(t) for t in part.bottom]}
            for part in definition.parts
        ],
        **{name: value for name in ("per", "growth", "cap") if (value := getattr(definition, name))},
    }


def from_json(data: Any) -> Definition:
    """Raises DefinitionError, also for what is not of the shape at all."""
    try:
        parts = tuple(
            Part(tuple(map(_term, part["top"])), tuple(map(_term, part.get("bottom", ())))) for part in data["parts"]
        )
        return Definition(parts, **{name: data[name] for name in ("per", "growth", "cap") if name in data})
    except (TypeError, KeyError, AttributeError) as error:
        raise DefinitionError("not_json") from error


def _term_json(term: Term) -> dict:
    plain = {each.name: getattr(term, each.name) for each in fields(Term) if each.name != "filters"}
    filters = {name: value for name, value in asdict(term.filters).items() if value != getattr(EVERY, name)}
    return {**{k: list(v) if isinstance(v, tuple) else v for k, v in plain.items()}, "filters": _lists(filters)}


def _lists(values: dict) -> dict:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


def _term(data: dict) -> Term:
    plain = {name: value for name, value in data.items() if name != "filters"}
    return Term(**_tuples(plain), filters=Filters(**_tuples(data.get("filters", {}))))


def _tuples(values: dict) -> dict:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
