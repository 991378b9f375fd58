"""What a budget line has planned, committed, spent and free; and on which subjects."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Model, QuerySet, Sum

from leitai.incentives.models import BudgetEntry, BudgetLine
from leitai.incentives.policies import HEADS, PAYERS
from leitai.organization.rights import Rights
from leitai.ui.subjects import label_of

Kind = BudgetEntry.Kind
Subject = Model | tuple[str, int]
ZERO = Decimal(0)


@dataclass(frozen=True)
class Balance:
    """Amounts of a line, or of one subject under it (then planned is 0)."""

    planned: Decimal
    committed: Decimal
    spent: Decimal

    @property
    def used(self) -> Decimal:
        return self.committed + self.spent

    @property
    def free(self) -> Decimal:
        """Negative where finance went over the line."""
        return self.planned - self.used


def budget_lines_visible_to(rights: Rights) -> QuerySet[BudgetLine]:
    """All lines to those who pay for the whole company; else those of the units one pays for or heads."""
    if rights.sees_all(*PAYERS, *HEADS):
        return BudgetLine.objects.all()
    return BudgetLine.objects.filter(unit_id__in=rights.unit_ids(*PAYERS, *HEADS))


def usable_on(lines: QuerySet[BudgetLine], day: date) -> QuerySet[BudgetLine]:
    """Lines whose period covers the day."""
    return lines.filter(start__lte=day, end__gt=day)


def key_of(subject: Subject) -> tuple[str, int]:
    """The stored form of a subject: its label and id. One that is already in that form stays."""
    return subject if isinstance(subject, tuple) else (label_of(subject), subject.pk)


def balance_of(line: BudgetLine) -> Balance:
    return balances([line])[line.pk]


def balances(lines: Iterable[BudgetLine]) -> dict[int, Balance]:
    """The balance of each line by its id; one query."""
    lines = list(lines)
    sums = _sums(BudgetEntry.objects.filter(line__in=lines), "line_id")
    return {line.pk: _balance(line.planned, sums[line.pk]) for line in lines}


def balance_with_subject(line: BudgetLine, subject: Subject) -> Balance:
    """What one subject holds and has spent of a line."""
    label, pk = key_of(subject)
    rows = line.entries.filter(subject_type=label, subject_id=pk)
    return _balance(ZERO, _sums(rows, "line_id")[line.pk])


def subjects_of(line: BudgetLine) -> dict[tuple[str, int], Balance]:
    """Per subject of the line (label, id): committed and spent; one query."""
    sums = _sums(line.entries.all(), "subject_type", "subject_id")
    return {key: _balance(ZERO, by_kind) for key, by_kind in sums.items()}


def _sums(rows: QuerySet[BudgetEntry], *keys: str) -> dict:
    found: dict = defaultdict(lambda: dict.fromkeys(Kind, ZERO))
    for row in rows.order_by().values(*keys, "kind").annotate(total=Sum("amount")):
        key = tuple(row[name] for name in keys)
        found[key if len(keys) > 1 else key[0]][row["kind"]] = row["total"]
    return found


def _balance(planned: Decimal, sums) -> Balance:
    return Balance(planned, sums[Kind.COMMITMENT] - sums[Kind.RELEASE], sums[Kind.SPENDING] - sums[Kind.RECOVERY])
