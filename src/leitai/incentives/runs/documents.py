"""A statement as bytes: the same whether made from the frozen inputs or read back from the database."""

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from leitai.incentives.models import Run, Statement
from leitai.incentives.runs.calculating import LineDraft, StatementDraft, SubtotalDraft, statements
from leitai.incentives.runs.freezing import Frozen
from leitai.organization.models import Person
from leitai.tally.amounts import to_units


def as_bytes(statement: StatementDraft) -> bytes:
    return json.dumps(statement.document(), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(statement: StatementDraft) -> str:
    return sha256(as_bytes(statement)).hexdigest()


def path_of(run: Run) -> Path:
    return Path(settings.LEITAI_VAR) / "files" / "runs" / run.file


def frozen_inputs(run: Run) -> Frozen:
    """Raises ValueError for a changed file, FileNotFoundError for a missing one."""
    return Frozen.read(path_of(run), run.sha256)


def replay(run: Run) -> dict[int, bytes]:
    """The run's statements calculated again from its frozen inputs, by the person's id."""
    return {statement.person: as_bytes(statement) for statement in statements(frozen_inputs(run))}


def stored(run: Run) -> dict[int, bytes]:
    """The run's statements as the database tells them, by the person's id."""
    return {draft.person: as_bytes(draft) for draft in _read_back(run)}


def differences(run: Run) -> list[str]:
    """Staff numbers of people whose statement a replay gives otherwise than it is stored, or whose digest is another."""
    again, kept = replay(run), stored(run)
    digests = dict(run.statements.values_list("person_id", "digest"))
    differ = [
        person
        for person in again.keys() | kept.keys() | digests.keys()
        if again.get(person) != kept.get(person) or sha256(kept.get(person, b"")).hexdigest() != digests.get(person)
    ]
    return sorted(Person.objects.filter(pk__in=differ).values_list("code", flat=True))


def check_runs() -> Iterator[str]:
    """Every calculated run calculated again: whose statement differs, or what file is not what was frozen."""
    for run in Run.objects.filter(calculated_at__isnull=False).order_by("id"):
        try:
            yield from (f"pay run {run}: the statement of {code} differs" for code in differences(run))
        except FileNotFoundError:
            yield f"pay run {run}: its frozen inputs {run.file} are missing"
        except ValueError:
            yield f"pay run {run}: its frozen inputs {run.file} were changed"


def _read_back(run: Run) -> Iterator[StatementDraft]:
    numbers = {basis.pk: number for number, basis in enumerate(run.bases.order_by("id"))}
    rows = Statement.objects.filter(run=run)
    for row in rows.prefetch_related("subtotals", "lines__subtotal"):
        subtotals = [_subtotal(each, numbers) for each in sorted(row.subtotals.all(), key=lambda each: each.pk)]
        lines = [_line(each, numbers) for each in sorted(row.lines.all(), key=lambda each: each.position)]
        yield StatementDraft(row.person_id, lines, subtotals, to_units(row.total))


def _subtotal(row, numbers) -> SubtotalDraft:
    units = {name: _units(getattr(row, name)) for name in ("opening", "base", "target", "earned")}
    return SubtotalDraft(numbers[row.basis_id], row.component, **units)


def _line(row, numbers) -> LineDraft:
    units = {name: _units(getattr(row, name)) for name in ("amount", "base", "before", "after")}
    subtotal = row.subtotal
    return LineDraft(
        row.kind, basis=numbers[subtotal.basis_id] if subtotal else None,
        component=subtotal.component if subtotal else "", record=row.record_id, award=row.award_id, day=row.day, **units,
    )  # fmt: skip


def _units(amount):
    return None if amount is None else to_units(amount)
