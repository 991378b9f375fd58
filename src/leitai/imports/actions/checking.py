"""The preview: every line read and judged, nothing written but what a person is going to look at."""

from collections import Counter
from datetime import date, datetime

from leitai.imports import kinds
from leitai.imports.actions.receiving import _told, opened, session_for
from leitai.imports.checking import RowReader, Sums, judged
from leitai.imports.kinds import CHANGED, LEFT_OUT, REFUSED, Row
from leitai.imports.models import Batch, Line
from leitai.imports.plans import Plan
from leitai.imports.reading import FileRefused, Notice, Table, shown

SHOWN_OF_EACH = 200
NAMES_OF_EACH = 500


class Twins:
    """Rows that say in every cell what an earlier one says. A row of a wide table, which makes several, is one."""

    def __init__(self):
        self.pairs: dict[int, int] = {}

    def add(self, row: Row) -> None:
        if row.twin_of:
            self.pairs[row.number] = row.twin_of

    def as_json(self) -> dict:
        return {"count": len(self.pairs), "pairs": list(self.pairs.items())[:NAMES_OF_EACH]}


def check(*, batch: Batch, today: date, clock) -> Batch:
    """Judge all lines and keep what is to be shown. `clock()` tells the instants of progress; may be run again."""
    kind, plan = kinds.get(batch.kind), Plan.from_json(batch.plan)
    _start(batch, clock())
    try:
        table = opened(batch).table
        batch.total_lines = sum(1 for _ in table.lines())
        reader = RowReader(kind, plan, table.headings)
        session = session_for(batch, plan, reader.columns, today=today, by=batch.created_by)
        sums, why, shown_of, twins = Sums(), Counter(), Counter(), Twins()
        place = 0
        for some in judged(table, reader, session):
            Line.objects.bulk_create(_lines(batch, some, place, shown_of), batch_size=500)
            place += len(some)
            for row, in_file in some:
                sums.add(row, in_file)
                why[row.texts.get("why", "")] += row.fate == LEFT_OUT
                twins.add(row)
            _beat(batch, place, sums, kind, reader, clock())
    except FileRefused as refused:
        return _stop(batch, refused, clock())
    extra = [Notice(code, {"count": count}) for code, count in why.items() if code and code != "twin" and count]
    batch.counts = {**(batch.counts or Sums().as_json()), "makes": _named(session.makes()), "twins": twins.as_json()}
    return _finish(batch, table, [*table.notices, *session.notices(), *extra], clock())


def _named(makes: dict[str, list[str]]) -> dict[str, dict]:
    """How many of each sort will be made, and the first of their names."""
    return {what: {"count": len(names), "names": names[:NAMES_OF_EACH]} for what, names in makes.items()}


def _start(batch: Batch, at: datetime) -> None:
    batch.lines.all().delete()
    batch.state, batch.started_at, batch.beat_at = Batch.State.CHECKING, at, at
    batch.checked_lines, batch.failure, batch.counts = 0, None, {}
    batch.save()


def _beat(batch: Batch, place: int, sums: Sums, kind, reader: RowReader, at: datetime) -> None:
    batch.checked_lines, batch.beat_at = place, at
    batch.counts = {**sums.as_json(), "has_sum": has_sum(kind, reader)}
    batch.save(update_fields=["checked_lines", "beat_at", "counts", "total_lines"])


def has_sum(kind, reader: RowReader) -> bool:
    """Whether the file itself states amounts to hold the sum against."""
    return kind.sum_field in reader.places


def _stop(batch: Batch, refused: FileRefused, at: datetime) -> Batch:
    batch.state, batch.beat_at = Batch.State.FAILED, at
    batch.failure = {"code": refused.code, "facts": refused.facts}
    batch.save()
    return batch


def _finish(batch: Batch, table: Table, notices, at: datetime) -> Batch:
    if table.totals:
        notices = [*notices, Notice("totals", {"count": len(table.totals)})]
    batch.notices = _told(notices)
    batch.state, batch.beat_at = Batch.State.CHECKED, at
    batch.save()
    return batch


def _lines(batch: Batch, some: list[tuple[Row, object]], place: int, shown_of: Counter) -> list[Line]:
    kept = []
    for offset, (row, _in_file) in enumerate(some):
        shown_of[row.fate] += 1
        if row.fate in (REFUSED, CHANGED) or shown_of[row.fate] <= SHOWN_OF_EACH:
            kept.append(as_line(batch, row, place + offset))
    return kept


def as_line(batch: Batch, row: Row, place: int) -> Line:
    return Line(
        batch=batch, place=place, key=row.key, number=row.number, fate=row.fate,
        cells={**row.texts, **({"stated": str(row.stated)} if row.stated is not None else {})},
        problems=[
            {
                "field": each.field, "code": each.code,
                "facts": {key: shown(fact) if not isinstance(fact, int | str | list) else fact for key, fact in each.facts.items()},
                "offers": [{"value": offer.value, "label": offer.label, "verb": offer.verb} for offer in each.offers],
            }
            for each in row.problems
        ],
        changes={key: list(pair) for key, pair in row.changes.items()},
    )  # fmt: skip
