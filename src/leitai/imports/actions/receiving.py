"""A file comes in: kept, judged by content, read under the plan one would choose, or refused with a reason."""

import re
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from leitai.imports import kinds, storage
from leitai.imports.headings import fingerprint
from leitai.imports.kinds import Kind, Occasion
from leitai.imports.models import Batch, Mapping
from leitai.imports.plans import Plan
from leitai.imports.preparing import VIRTUAL, Prepared, prepare, propose
from leitai.imports.reading import FileRefused
from leitai.organization.rights import AT_THE_SERVER, rights_of

# Fields whose texts mean the same in the next file of the source.
ASKED_ONCE = {"kind", "customer", "product", "channel", "role"}


class Refused(Exception):
    """The file is refused; `code` and `facts` as in messages.FILES."""

    def __init__(self, code: str, facts: dict):
        self.code, self.facts = code, facts
        super().__init__(code)


def receive(
    *, kind: Kind, stored: storage.Stored, file_name: str, plan: Plan | None = None, today: date, by, at: datetime
) -> Batch:
    """A batch in `mapping`, with the plan one would choose. Raises Refused, and keeps nothing of the file then."""
    try:
        plan, prepared = propose(
            storage.path_of(stored.name), file_name, kind, today=today, recall=recall, plan=plan or Plan()
        )
    except FileRefused as refused:
        storage.forget(stored.name)
        raise Refused(refused.code, refused.facts) from refused
    plan.source = plan.source or source_of(file_name)
    return Batch.objects.create(
        kind=kind.key, file_name=file_name[:255], created_by=by, created_at=at, state=Batch.State.MAPPING,
        stored=stored.name, size=stored.size, digest=stored.digest, plan=plan.as_json(),
        notices=_told(prepared.table.notices),
    )  # fmt: skip


def source_of(file_name: str) -> str:
    """What the file's name says without days and counters: 回款流水_2026-11-17(2).xlsx → 回款流水."""
    stem = re.sub(r"[\s_\-.]*[(（]\d+[)）]", "", Path(file_name).stem)
    stem = re.sub(r"20\d\d[-_.年]?\d{0,2}[-_.月]?\d{0,2}日?", "", stem)
    return re.sub(r"[\s_\-.\d]+$", "", stem).strip(" _-.")[:120] or "file"


def recall(kind: str, headings: str) -> Plan | None:
    found = Mapping.objects.filter(kind=kind, headings=headings).first()
    return Plan.from_json(found.plan) if found else None


@transaction.atomic
def settle(*, batch: Batch, plan: Plan) -> Batch:
    """Take the plan for the batch. Raises Refused where it is imported already."""
    if batch.state == Batch.State.DONE:
        raise Refused("done", {})
    batch.plan = plan.as_json()
    batch.state = Batch.State.MAPPING
    batch.save(update_fields=["plan", "state"])
    return batch


def remember(*, batch: Batch, at: datetime) -> None:
    """Keep how these headings are read for the next file that has them, where the plan says so.

    Whose a name is, is asked anew each time: two people may share it in the next file.
    """
    plan = Plan.from_json(batch.plan)
    if not plan.remember:
        return
    headings = [heading for heading in plan.mapping if heading not in VIRTUAL]
    kept = Plan(
        mapping=plan.mapping, units=plan.units, fixed=plan.fixed, source=plan.source, create=plan.create,
        settings=plan.settings,
        substitutions={key: said for key, said in plan.substitutions.items() if key in ASKED_ONCE},
    )  # fmt: skip
    Mapping.objects.update_or_create(
        kind=batch.kind,
        headings=fingerprint(headings if not plan.wide else list(plan.mapping)),
        defaults={"source": plan.source, "plan": kept.as_json(), "saved_at": at},
    )


def cancel(*, batch: Batch) -> None:
    """Give up before anything was imported; the file goes."""
    if batch.state in (Batch.State.DONE, Batch.State.IMPORTING) or batch.checkpoint:
        raise Refused("done", {})
    storage.forget(batch.stored)
    batch.lines.all().delete()
    batch.state, batch.stored = Batch.State.CANCELLED, ""
    batch.save(update_fields=["state", "stored"])


def opened(batch: Batch) -> Prepared:
    """The batch's file under its plan. Raises FileRefused."""
    plan = Plan.from_json(batch.plan)
    return prepare(storage.path_of(batch.stored), batch.file_name, plan)


def session_for(batch: Batch, plan: Plan, columns: dict, *, today: date, by):
    """The kind's session over this batch, with the rights of `by`; None: the command line."""
    rights = rights_of(by, on=today) if by else AT_THE_SERVER
    occasion = Occasion(plan.source, today, columns, frozenset(plan.create), plan.settings, batch.file_name, rights)
    return kinds.get(batch.kind).session(occasion)


def _told(notices) -> list[dict]:
    return [{"code": each.code, "facts": each.facts} for each in notices]
