"""Ask for a run, calculate it, make it final, pay it out, put it aside."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_noop

from leitai.approvals.actions import request_approval
from leitai.audit.actions import record
from leitai.incentives import policies
from leitai.incentives.actions.budget import recover_budget, spend_budget
from leitai.incentives.errors import RunError
from leitai.incentives.models import (
    Basis,
    Discard,
    Finalisation,
    Line,
    Payout,
    Remark,
    Run,
    Scheme,
    Statement,
    Subtotal,
)
from leitai.incentives.queries.budget import balance_of, balance_with_subject
from leitai.incentives.runs import ledger
from leitai.incentives.runs.calculating import StatementDraft, statements
from leitai.incentives.runs.documents import digest, frozen_inputs, path_of
from leitai.incentives.runs.freezing import gather
from leitai.notifications.actions import notify
from leitai.notifications.phrases import Money, Month
from leitai.sales.actions import lock_records
from leitai.sales.models import Record
from leitai.tally.amounts import from_units
from leitai.tally.periods import Period

AT_ONCE = 25
"""People written in one transaction: progress moves, and a restart loses little."""


@transaction.atomic
def request_run(*, period: Period, pay_day: date | None = None, by, at: datetime) -> Run:
    """A run for the period; a job calculates it. Raises RunError `not_begun`."""
    if period.start > timezone.localdate(at):
        raise RunError("not_begun")
    run = Run.objects.create(start=period.start, end=period.end, pay_day=pay_day, requested_by=by, requested_at=at)
    record(run, "requested", by=by, at=at, after={"start": period.start, "end": period.end})
    return run


def calculate_run(*, run: Run, at: datetime, clock: Callable[[], datetime] | None = None) -> Run:
    """Freeze, then write the statements. What a killed worker left is taken up where it stopped.

    `clock` tells the signs of life that show it is still being worked on; without it they are all of `at`.
    """
    now = clock or (lambda: at)
    if run.frozen_at is None:
        _freeze(run, at=at)
    frozen = frozen_inputs(run)
    drafts = statements(frozen)
    Run.objects.filter(pk=run.pk).update(people=len(drafts), beat_at=now(), failure="")
    bases = list(run.bases.order_by("id"))
    written = set(run.statements.values_list("person_id", flat=True))
    waiting = [draft for draft in drafts if draft.person not in written]
    for start in range(0, len(waiting), AT_ONCE):
        with transaction.atomic():
            some = waiting[start : start + AT_ONCE]
            _write(run, some, bases)
            Run.objects.filter(pk=run.pk).update(done=len(written) + start + len(some), beat_at=now())
    _finish(run, drafts, at=at)
    run.refresh_from_db()
    return run


@transaction.atomic
def _freeze(run: Run, *, at: datetime) -> None:
    # Before the ledger is read: a run that becomes final meanwhile makes this one stale, and is not taken as seen.
    run.after = ledger.last_final()
    frozen, remarks = gather(run)
    run.file = f"{run.start:%Y-%m}-{run.pk}.parquet"
    run.sha256 = frozen.write(path_of(run))
    run.frozen_at, run.engine = at, frozen.header["engine"]
    run.save(update_fields=["file", "sha256", "frozen_at", "engine", "after"])
    for basis in frozen.header["bases"]:
        # One by one: the order of the ids is the number by which the file names a basis.
        Basis.objects.create(
            run=run, version_id=basis["version"], fresh=basis["fresh"],
            start=date.fromisoformat(basis["start"]), end=date.fromisoformat(basis["end"]),
        )  # fmt: skip
    Remark.objects.bulk_create(Remark(run=run, kind=kind, person_id=who, component=what) for kind, who, what in remarks)


def _write(run: Run, drafts: list[StatementDraft], bases: list[Basis]) -> None:
    made = Statement.objects.bulk_create(
        Statement(run=run, person_id=draft.person, total=from_units(draft.total), digest=digest(draft))
        for draft in drafts
    )
    subtotals = Subtotal.objects.bulk_create(
        Subtotal(
            statement=statement, basis=bases[each.basis], component=each.component,
            **{name: _amount(getattr(each, name)) for name in ("opening", "base", "target", "earned")},
        )
        for statement, draft in zip(made, drafts, strict=True)
        for each in draft.subtotals
    )  # fmt: skip
    ids = {(each.statement_id, each.basis_id, each.component): each.pk for each in subtotals}
    Line.objects.bulk_create(
        Line(
            statement=statement, position=position, kind=line.kind, record_id=line.record, award_id=line.award,
            subtotal_id=None if line.basis is None else ids[statement.pk, bases[line.basis].pk, line.component],
            day=line.day, **{name: _amount(getattr(line, name)) for name in ("amount", "base", "before", "after")},
        )
        for statement, draft in zip(made, drafts, strict=True)
        for position, line in enumerate(draft.lines)
    )  # fmt: skip


def _amount(units: int | None) -> Decimal | None:
    return None if units is None else from_units(units)


@transaction.atomic
def _finish(run: Run, drafts: list[StatementDraft], *, at: datetime) -> None:
    carried = run.statements.filter(lines__kind=Line.Kind.CARRY, lines__amount__gt=0)
    if not run.remarks.filter(kind=Remark.Kind.CARRIED).exists():
        rows = carried.values_list("person_id", "lines__amount")
        Remark.objects.bulk_create(
            Remark(run=run, kind=Remark.Kind.CARRIED, person_id=person, amount=amount) for person, amount in rows
        )
    Run.objects.filter(pk=run.pk).update(calculated_at=at, done=len(drafts))


@transaction.atomic
def submit_run(*, run: Run, note: str = "", by, at: datetime):
    """Ask for the yes that makes the run final. Raises RunError, and Refused where it is already asked."""
    ensure_finalisable(run)
    total = total_of(run)
    return request_approval(
        subject=run,
        requested_by=by,
        title=gettext_noop("Make the pay of %(month)s final"),
        params={"month": Month(run.start)},
        figure=Money(total),
        amount=total,
        note=note,
        at=at,
    )


def total_of(run: Run) -> Decimal:
    return run.statements.aggregate(total=Sum("total"))["total"] or Decimal(0)


def ensure_finalisable(run: Run) -> None:
    """Raises RunError where the run cannot become final."""
    if run.calculated_at is None:
        raise RunError("not_calculated")
    if run.is_final:
        raise RunError("already_final")
    if run.is_discarded:
        raise RunError("discarded")
    if not run.statements.exists():
        raise RunError("nothing")
    last = ledger.last_final()
    if last is not None and last.pk != run.after_id:
        raise RunError("stale", run=str(last))


@transaction.atomic
def finalise_run(*, run: Run, by, at: datetime) -> Finalisation:
    """The statements are what people are paid: records are locked, budgets spent, everyone is told."""
    # Only one run may see the ledger's end and become it: all that would queue for the first run there ever was.
    Run.objects.select_for_update(of=("self",)).order_by("id").first()
    run = Run.objects.select_for_update(of=("self",)).get(pk=run.pk)
    ensure_finalisable(run)
    finalisation = Finalisation.objects.create(run=run, by=by, at=at)
    _spend(run, by=by, at=at)
    lines = Line.objects.filter(statement__run=run, record__isnull=False)
    lock_records(records=Record.objects.filter(pk__in=lines.values("record_id")), run_label=str(run), by=by, at=at)
    record(run, "finalised", by=by, at=at, after={"total": total_of(run), "sha256": run.sha256})
    for statement in run.statements.select_related("person__user"):
        notify(
            recipients=[statement.person],
            kind="incentives.statement",
            subject=statement,
            title=gettext_noop("Your statement of %(month)s is ready"),
            params={"month": Month(run.start)},
            at=at,
        )
    return finalisation


def _spend(run: Run, *, by, at: datetime) -> None:
    for scheme, amount in totals_by_scheme(run).items():
        line = scheme.budget_line
        if line is None or not amount:
            continue
        if amount < 0:
            # Clawed back more than earned: the line gets back what this scheme took from it, and no more.
            back = min(-amount, balance_with_subject(line, scheme).spent)
            if back > 0:
                recover_budget(line=line, subject=scheme, amount=back, by=by, at=at, reason=str(run))
            continue
        short = amount - balance_with_subject(line, scheme).committed - balance_of(line).free
        over = short > 0
        if over and not policies.may_go_over_budget(by, line, on=timezone.localdate(at)):
            raise RunError("over_needs_finance", name=line.name, short=short)
        spend_budget(line=line, subject=scheme, amount=amount, by=by, at=at, reason=str(run), over=over)


def totals_by_scheme(run: Run) -> dict[Scheme, Decimal]:
    """What each scheme pays in this run, to the cent: its subtotals and their rounding."""
    rows = Line.objects.filter(statement__run=run, subtotal__isnull=False)
    sums: dict[int, Decimal] = defaultdict(Decimal)
    for pk, amount in rows.order_by().values_list("subtotal__basis__version__scheme").annotate(Sum("amount")):
        sums[pk] += amount
    schemes = Scheme.objects.select_related("budget_line").in_bulk(sums)
    return {schemes[pk]: sums[pk] for pk in sorted(sums)}


def awarded_in(run: Run) -> Decimal:
    """What awards add to this run."""
    rows = Line.objects.filter(statement__run=run, award__isnull=False)
    return rows.aggregate(total=Sum("amount"))["total"] or Decimal(0)


@transaction.atomic
def discard_run(*, run: Run, reason: str, by, at: datetime) -> Discard:
    """Put a run aside that is not final. Raises RunError `already_final`."""
    run = Run.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if run.is_final:
        raise RunError("already_final")
    discard, _made = Discard.objects.get_or_create(run=run, defaults={"reason": reason, "by": by, "at": at})
    record(run, "discarded", by=by, at=at, after={"reason": reason})
    return discard


@transaction.atomic
def pay_out(*, run: Run, day: date, by, at: datetime) -> Payout:
    """The money of a final run went out. Raises RunError `not_final` · `already_paid`."""
    run = Run.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if not run.is_final:
        raise RunError("not_final")
    if hasattr(run, "payout"):
        raise RunError("already_paid")
    payout = Payout.objects.create(run=run, day=day, by=by, at=at)
    record(run, "paid out", by=by, at=at, after={"day": day})
    return payout
