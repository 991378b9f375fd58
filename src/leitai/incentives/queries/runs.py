"""Runs one may see, where each stands, and what is worth a look before it becomes final."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum, TextChoices
from django.utils.translation import pgettext_lazy

from leitai.approvals.queries import asked_about
from leitai.incentives.models import Run, Statement
from leitai.incentives.policies import HEADS, PAYERS
from leitai.incentives.runs import ledger
from leitai.incentives.runs.ledger import final_runs
from leitai.organization.models import Person
from leitai.organization.rights import Rights


class Stage(TextChoices):
    FAILED = "failed", pgettext_lazy("run", "failed")
    CALCULATING = "calculating", pgettext_lazy("run", "being calculated")
    CALCULATED = "calculated", pgettext_lazy("run", "calculated")
    WAITING = "waiting", pgettext_lazy("run", "waiting for approval")
    FINAL = "final", pgettext_lazy("run", "final")
    PAID = "paid", pgettext_lazy("run", "paid out")
    DISCARDED = "discarded", pgettext_lazy("run", "put aside")


def runs_visible_to(rights: Rights) -> QuerySet[Run]:
    """All runs to those who pay the whole company; the final ones, for their totals, to heads and the rest who pay."""
    rows = Run.objects.select_related("finalisation", "discard", "payout", "requested_by__person")
    if rights.sees_all(*PAYERS):
        return rows
    if rights.has(*HEADS, *PAYERS):
        return rows.filter(finalisation__isnull=False)
    return rows.none()


def with_totals(runs: QuerySet[Run]) -> QuerySet[Run]:
    return runs.annotate(total=Sum("statements__total"), paid_people=Count("statements"))


def stage_of(run: Run) -> Stage:
    return stages_of([run])[run.pk]


def stages_of(runs: Iterable[Run]) -> dict[int, Stage]:
    """By id, told by the runs' rows; asks approvals once, and only about those it depends on."""
    own = {run.pk: _own_stage(run) for run in runs}
    waiting = asked_about(run for run in runs if own[run.pk] == Stage.CALCULATED)
    return {pk: Stage.WAITING if pk in waiting else stage for pk, stage in own.items()}


def _own_stage(run: Run) -> Stage:
    if run.is_discarded:
        return Stage.DISCARDED
    if run.is_final:
        return Stage.PAID if hasattr(run, "payout") else Stage.FINAL
    if run.failure:
        return Stage.FAILED
    if run.calculated_at is None:
        return Stage.CALCULATING
    return Stage.CALCULATED


@dataclass(frozen=True)
class Move:
    """A person's total in this run and in the last one before it of the same kind of period."""

    statement: Statement
    person: Person
    total: Decimal
    before: Decimal

    @property
    def change(self) -> Decimal:
        return self.total - self.before


def previous_run(run: Run) -> Run | None:
    """The last final run of an earlier period of the same kind: a month's after a month's, a quarter's after a
    quarter's."""
    kind = ledger.period_of(run).kind
    earlier = final_runs().filter(start__lt=run.start).order_by("-start", "-id")
    return next((each for each in earlier.iterator() if ledger.period_of(each).kind == kind), None)


def biggest_moves(run: Run, *, among: QuerySet[Statement], first: int = 8) -> list[Move]:
    """Who of these statements of the run is paid most differently from last time."""
    before = previous_run(run)
    then = dict(before.statements.values_list("person_id", "total")) if before else {}
    if not then:
        return []
    moves = [Move(each, each.person, each.total, then.get(each.person_id, Decimal(0))) for each in among]
    return sorted(moves, key=lambda move: (-abs(move.change), move.person.pk))[:first]
