"""Whose statements one may open, and what a unit is paid in total."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum

from leitai.incentives.models import Dispute, Line, Run, Statement, Subtotal
from leitai.incentives.policies import HEADS, LEAST_PEOPLE_IN_A_TOTAL, PAYERS
from leitai.metrics.definitions import Definition
from leitai.metrics.queries import Making, makings
from leitai.organization.models import Membership, Unit
from leitai.organization.queries import overlapping, running
from leitai.organization.rights import Rights
from leitai.sales.models import Credit
from leitai.tally.periods import Period

FINAL = Q(run__finalisation__isnull=False)


def statements_visible_to(rights: Rights, *, on: date) -> QuerySet[Statement]:
    """One's own, once final; for those who pay, everyone's within their scope, also of runs being checked."""
    if rights.sees_all(*PAYERS):
        return Statement.objects.all()
    seen = Q(person_id=rights.person_id) & FINAL if rights.person_id else Q(pk__in=[])
    if units := rights.unit_ids(*PAYERS):
        members = Membership.objects.filter(running(on), unit_id__in=units)
        seen |= Q(person__in=members.values("person_id"))
    return Statement.objects.filter(seen)


def statements_of(person_id: int) -> QuerySet[Statement]:
    """A person's final statements, newest first."""
    rows = Statement.objects.filter(FINAL, person_id=person_id).select_related("run__finalisation", "run__payout")
    return rows.order_by("-run__start", "-run_id")


def told(statements: QuerySet[Statement]) -> QuerySet[Statement]:
    """With everything a statement's page says, in a fixed number of queries."""
    subtotals = Subtotal.objects.select_related("basis__version__scheme", "basis__version__publication").order_by("id")
    lines = Line.objects.select_related(
        "record__customer", "record__reversal", "award", "subtotal__basis__version__scheme"
    ).prefetch_related(Prefetch("record__credits", Credit.objects.select_related("person").order_by("id")))
    disputes = Dispute.objects.select_related("answer")
    rows = statements.select_related(
        "person", "run__finalisation__by__person", "run__payout", "run__requested_by__person"
    )
    return rows.prefetch_related(
        Prefetch("subtotals", subtotals), Prefetch("lines", lines), Prefetch("disputes", disputes)
    )


def makings_of(statement: Statement) -> dict[int, Making]:
    """How each line's base came of its record, by the line's id: read as the run read it, when it froze its inputs.

    Lines on a difference only (a record revised since it was paid) are missing. One round of questions per rule,
    however many lines. Ask for a statement fetched by `told`.
    """
    run = statement.run
    if run.frozen_at is None:
        return {}
    by_rule: dict[Definition, list[Line]] = {}
    for line in statement.lines.all():
        if line.record_id:
            rule = line.subtotal.basis.version.rules.component(line.subtotal.component)
            by_rule.setdefault(rule.definition, []).append(line)
    found = {}
    for definition, lines in by_rule.items():
        periods = {Period(run.start, run.end)} | {
            Period(each.subtotal.basis.start, each.subtotal.basis.end) for each in lines
        }
        made = makings(
            definition, sorted(periods, key=lambda period: period.start), person_id=statement.person_id,
            record_ids=[each.record_id for each in lines], known_at=run.frozen_at,
        )  # fmt: skip
        for line in lines:
            making = made.get(line.record_id)
            if making and making.counted == line.base:
                found[line.pk] = making
    return found


def months_of(person_ids: Iterable[int], *, first: date, end: date) -> dict[int, dict[date, Decimal]]:
    """What each person was paid for each period in [first, end), final runs only; corrections with their month."""
    rows = Statement.objects.filter(FINAL, person_id__in=list(person_ids), run__start__gte=first, run__start__lt=end)
    found: dict[int, dict[date, Decimal]] = {}
    for person, start, total in rows.order_by().values_list("person_id", "run__start").annotate(Sum("total")):
        found.setdefault(person, {})[start] = total
    return found


@dataclass(frozen=True)
class UnitTotal:
    """What the people of a unit and below were paid by a run. `total` None: too few people to tell it."""

    unit: Unit
    people: int
    total: Decimal | None


def unit_totals(rights: Rights, run: Run) -> list[UnitTotal]:
    """For those who head units: each unit they reach, with its total where enough people were paid."""
    if not run.is_final:
        return []
    units = Unit.objects.filter(archived_at__isnull=True).with_tree_fields()
    if not rights.sees_all(*HEADS, *PAYERS):
        units = units.filter(pk__in=rights.unit_ids(*HEADS, *PAYERS))
    sums = _sums_by_unit(run)
    found = []
    for unit in units:
        below = [each for path, each in sums.items() if unit.pk in path]
        people, total = sum(each[0] for each in below), sum((each[1] for each in below), Decimal(0))
        if people:
            found.append(UnitTotal(unit, people, total if people >= LEAST_PEOPLE_IN_A_TOTAL else None))
    return found


def _sums_by_unit(run: Run) -> dict[tuple[int, ...], tuple[int, Decimal]]:
    """People and total by the path of the unit they belonged to at the end of the run's period."""
    spell = Membership.objects.filter(overlapping(run.start, run.end), person_id=OuterRef("person_id"))
    rows = run.statements.annotate(home=Subquery(spell.order_by("-start").values("unit_id")[:1]))
    sums = rows.order_by().values_list("home").annotate(Count("pk"), Sum("total"))
    paths = {unit.pk: tuple(unit.tree_path) for unit in Unit.objects.with_tree_fields()}
    return {paths[home]: (count, total) for home, count, total in sums if home}


def disputes_visible_to(rights: Rights, *, on: date) -> QuerySet[Dispute]:
    """Those on statements one may open."""
    return Dispute.objects.filter(statement__in=statements_visible_to(rights, on=on))
