"""Which records a figure was made of."""

from django.db.models import Q, QuerySet

from leitai.metrics.definitions import COUNT_FIELDS, Definition, Term
from leitai.metrics.reading.conditions import live_records
from leitai.metrics.reading.question import Question
from leitai.metrics.reading.units import Tree
from leitai.sales.models import Credit, FirstOrder, Record


def behind(definition: Definition, question: Question, tree: Tree) -> QuerySet[Record]:
    """The records that pass any term, in its period; newest first."""
    questions = [question, question.based(definition.growth)] if definition.growth else [question]
    condition = Q(pk__in=[])
    for asked in questions:
        for term in definition.terms:
            if term.kinds:
                condition |= _of_term(term, asked, tree)
    return Record.objects.filter(condition).order_by("-day", "-id")


def _of_term(term: Term, question: Question, tree: Tree) -> Q:
    pieces = question.known if term.at == "period" else question.moved(term.at).known
    condition = live_records(term.kinds, term.filters, pieces, known_at=question.known_at)
    if term.field == "new_customers":
        condition &= Q(pk__in=FirstOrder.objects.values("record_id"))
    if term.field == "kept_customers":
        pieces = question.known
        condition |= live_records(term.kinds, term.filters, pieces, known_at=question.known_at)
    owners_only = term.credit == "owner" or (term.field in COUNT_FIELDS and term.field != "quantity")
    if term.filters.units:
        condition &= _whose("unit_id", tree.with_below(term.filters.units), owners_only)
    if question.person_ids is not None:
        condition &= _whose("person_id", question.person_ids, owners_only)
    if question.unit_ids is not None:
        condition &= _whose("unit_id", question.unit_ids, owners_only)
    return condition


def _whose(column: str, ids, owners_only: bool) -> Q:
    if owners_only:
        return Q(**{f"{column}__in": ids})
    shared = Credit.objects.filter(**{f"{column}__in": ids}).values("record_id")
    return Q(**{f"{column}__in": ids, "split": False}) | Q(pk__in=shared)
