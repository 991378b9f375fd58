"""Every term of a definition for one question, in as few queries as the terms allow."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from leitai.metrics.definitions import CUSTOMER_FIELDS, Term
from leitai.metrics.reading import market, records, totals
from leitai.metrics.reading.question import Question
from leitai.metrics.reading.units import Tree
from leitai.tally.amounts import SCALE

EVERYBODY = object()
"""The key of a sum that is the same for everyone asked: the market's size."""

Cells = Mapping[tuple[object, int], int]


@dataclass
class Sums:
    """The cells of each term, {(key, place): units}, and the paths taken.

    A cell that is missing is zero; of the market it is unknown.
    """

    cells: dict[Term, Cells] = field(default_factory=dict)
    paths: set[str] = field(default_factory=set)

    @property
    def keys(self) -> set:
        return {key for cells in self.cells.values() for key, _ in cells if key is not EVERYBODY}

    def amount(self, term: Term, key, place: int) -> int | None:
        """What a term came to, with its sign; None where the market is unknown."""
        if term.field == "market":
            size = self.cells[term].get((EVERYBODY, place))
            return size and term.sign * size
        return term.sign * self.cells[term].get((key, place), 0)

    @property
    def path(self) -> str:
        """One of totals, records, both; none where nothing had to be read."""
        return "both" if len(self.paths) > 1 else next(iter(self.paths), "none")


def sums(terms: Iterable[Term], question: Question, tree: Tree, *, use_totals: bool = True) -> Sums:
    """Read all terms. With `use_totals` False only live records are read: the result is the same."""
    found = Sums()
    use_totals = use_totals and question.known_at is None
    groups: dict[tuple, list[Term]] = defaultdict(list)
    for term in dict.fromkeys(terms):
        groups[term.filters, term.credit, term.at, _sort(term)].append(term)
    for (_, _, _, sort), group in groups.items():
        _READERS[sort](group, question, tree, found, use_totals)
    return found


def _sort(term: Term) -> str:
    return term.field if term.field in (*CUSTOMER_FIELDS, "market") else "sums"


def _at(term: Term, question: Question) -> Question:
    return question if term.at == "period" else question.moved(term.at)


def _unit_ids(term: Term, question: Question, tree: Tree) -> frozenset[int] | None:
    """The exact units to read: those of the filter, those of the question, or those of both."""
    wanted = tree.with_below(term.filters.units) if term.filters.units else None
    if wanted is None or question.unit_ids is None:
        return question.unit_ids if wanted is None else wanted
    return wanted & question.unit_ids


# Amounts and counts.


def _read_sums(group: list[Term], question: Question, tree: Tree, found: Sums, use_totals: bool) -> None:
    question = _at(group[0], question)
    cells: dict = defaultdict(int)
    for row in _rows(group, question, tree, found, use_totals):
        for key in tree.keys(row.get("key"), question):
            for column, amount in row.items():
                if amount and column.startswith("sum_"):
                    cells[key, row["place"], row["sort"], column] += amount
    for term in group:
        found.cells[term] = _cells_of(term, cells)


def _rows(group: list[Term], question: Question, tree: Tree, found: Sums, use_totals: bool) -> Iterable[dict]:
    """By totals as far as every term of the group may, the rest by records."""
    term, pieces = group[0], question.known
    kinds = sorted({kind for each in group for kind in each.kinds})
    columns = tuple(dict.fromkeys(column for each in group for column in each.recipe))
    unit_ids = _unit_ids(term, question, tree)
    months = []
    if use_totals and all(totals.person_days_answer(each, question) for each in group):
        months, pieces = pieces, ()
        yield from totals.read_person_days(kinds, columns, question, months) if months else ()
    elif use_totals and all(totals.unit_months_answer(each, question) for each in group):
        months, pieces = totals.whole_months(pieces)
        yield from totals.read_unit_months(kinds, columns, term.filters, question, months, unit_ids) if months else ()
    if pieces:
        yield from records.read(kinds, columns, term.filters, term.credit, question, pieces, unit_ids)
    found.paths.update({"totals"} if months else (), {"records"} if pieces else ())


def _cells_of(term: Term, cells: Mapping) -> Cells:
    """A term's own kinds and columns out of what its group read; a count becomes units."""
    factors = {f"sum_{column}": sign for column, sign in term.recipe.items()}
    if "sum_count" in factors:
        factors["sum_count"] = SCALE
    result: dict = defaultdict(int)
    for (key, place, kind, column), amount in cells.items():
        if kind in term.kinds and column in factors:
            result[key, place] += amount * factors[column]
    return dict(result)


# Customers, distinct; so each unit is counted by itself and never as the sum of those below it.


def _read_new(group: list[Term], question: Question, tree: Tree, found: Sums, _use_totals: bool) -> None:
    for term in group:
        asked, cells = _at(term, question), defaultdict(int)
        unit_ids = _unit_ids(term, asked, tree)
        for row in _of_known(records.read_first_orders, term, asked, unit_ids, found):
            for key in tree.keys(row.get("key"), asked):
                cells[key, row["place"]] += row["sum_count"] * SCALE
        found.cells[term] = dict(cells)


def _read_customers(group: list[Term], question: Question, tree: Tree, found: Sums, _use_totals: bool) -> None:
    for term in group:
        found.cells[term] = _sizes(_customers(term, _at(term, question), tree, found))


def _read_kept(group: list[Term], question: Question, tree: Tree, found: Sums, _use_totals: bool) -> None:
    for term in group:
        before = _customers(term, _at(term, question), tree, found)
        again = _customers(term, question, tree, found)
        found.cells[term] = _sizes({cell: who & again.get(cell, set()) for cell, who in before.items()})


def _customers(term: Term, question: Question, tree: Tree, found: Sums) -> dict:
    """{(key, place): the distinct customers}."""
    who: dict = defaultdict(set)
    unit_ids = _unit_ids(term, question, tree)
    for key, place, customer in _of_known(records.customer_pairs, term, question, unit_ids, found):
        for each in tree.keys(key, question):
            who[each, place].add(customer)
    return who


def _of_known(read, term: Term, question: Question, unit_ids, found: Sums) -> Iterable:
    if not question.known:
        return ()
    found.paths.add("records")
    return read(term.kinds, term.filters, question, question.known, unit_ids)


def _sizes(who: Mapping) -> Cells:
    return {cell: len(customers) * SCALE for cell, customers in who.items() if customers}


def _read_market(group: list[Term], question: Question, _tree: Tree, found: Sums, _use_totals: bool) -> None:
    for term in group:
        sizes = market.sizes(term.filters, _at(term, question).known)
        found.cells[term] = {(EVERYBODY, place): size for place, size in sizes.items()}


_READERS = {
    "sums": _read_sums,
    "market": _read_market,
    "customers": _read_customers,
    "new_customers": _read_new,
    "kept_customers": _read_kept,
}
