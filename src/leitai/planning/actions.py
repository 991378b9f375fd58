"""Set, change, finish, reopen and drop tasks. Keyword-only, atomic, the only writers."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext_noop

from leitai.audit.actions import record
from leitai.notifications.actions import cancel_reminders, notify
from leitai.organization.models import Person
from leitai.planning.models import Completion, Drop, Task
from leitai.ui.subjects import label_of

REMINDER = "planning.due"
MORNING = time(9)


@transaction.atomic
def set_task(
    *, title: str, owner: Person, due: date, by, at: datetime, note: str = "", subject: Model | None = None
) -> Task:
    """A task for somebody, who is told at once unless they set it themselves, and again on the morning it is due."""
    task = Task.objects.create(
        title=title, owner=owner, due=due, note=note, created_by=by, created_at=at,
        subject_type=label_of(subject) if subject else "", subject_id=subject.pk if subject else None,
    )  # fmt: skip
    record(task, "set", by=by, at=at, after={"owner": owner.pk, "due": due})
    _tell_owner(task, by=by, at=at)
    _remind(task, at=at)
    return task


@transaction.atomic
def change_task(*, task: Task, title: str, owner: Person, due: date, note: str, by, at: datetime) -> Task:
    """Another title, owner, day or note. A new owner is told; the reminder moves with the day."""
    before = {"title": task.title, "owner": task.owner_id, "due": task.due, "note": task.note}
    new_owner = owner.pk != task.owner_id
    task.title, task.owner, task.due, task.note = title, owner, due, note
    task.save(update_fields=["title", "owner", "due", "note"])
    after = {"title": title, "owner": owner.pk, "due": due, "note": note}
    changed = [name for name in before if before[name] != after[name]]
    if changed:
        old, new = (
            {name: facts[name] for name in changed if name not in ("title", "note")} for facts in (before, after)
        )
        record(task, "changed", by=by, at=at, before=old, after=new)
    if new_owner:
        _tell_owner(task, by=by, at=at)
    cancel_reminders(subject=task, kind=REMINDER)
    _remind(task, at=at)
    return task


@transaction.atomic
def complete_task(*, task: Task, by, at: datetime) -> Completion:
    """The task is done; saying it twice is saying it once. Whoever set it for somebody else is told."""
    completion, fresh = Completion.objects.get_or_create(task=task, defaults={"by": by, "at": at})
    if fresh:
        cancel_reminders(subject=task, kind=REMINDER)
        record(task, "completed", by=by, at=at)
        if task.created_by and task.created_by != task.owner.user:
            notify(
                recipients=[task.created_by], kind="planning.done", subject=task, besides=by, at=at,
                title=gettext_noop("%(who)s finished the task “%(title)s”"),
                params={"who": task.owner, "title": task.title},
            )  # fmt: skip
    return completion


@transaction.atomic
def reopen_task(*, task: Task, by, at: datetime) -> None:
    """It was not done after all."""
    if Completion.objects.filter(task=task).delete()[0]:
        record(task, "reopened", by=by, at=at)
        _remind(task, at=at)


@transaction.atomic
def drop_task(*, task: Task, by, at: datetime) -> Drop:
    """Nobody asks for it any more."""
    drop, fresh = Drop.objects.get_or_create(task=task, defaults={"by": by, "at": at})
    if fresh:
        cancel_reminders(subject=task, kind=REMINDER)
        record(task, "dropped", by=by, at=at)
    return drop


@transaction.atomic
def restore_task(*, task: Task, by, at: datetime) -> None:
    """It is asked for after all."""
    if Drop.objects.filter(task=task).delete()[0]:
        record(task, "restored", by=by, at=at)
        _remind(task, at=at)


def _tell_owner(task: Task, *, by, at: datetime) -> None:
    notify(
        recipients=[task.owner], kind="planning.task", subject=task, besides=by, at=at,
        title=gettext_noop("A task for you until %(due)s: %(title)s"), params={"due": task.due, "title": task.title},
    )  # fmt: skip


def _remind(task: Task, *, at: datetime) -> None:
    """On the morning of the day, where that is still to come."""
    morning = datetime.combine(task.due, MORNING, tzinfo=ZoneInfo(settings.TIME_ZONE))
    if morning > at:
        notify(
            recipients=[task.owner], kind=REMINDER, subject=task, at=at, due_at=morning,
            title=gettext_noop("Due today: %(title)s"), params={"title": task.title},
        )  # fmt: skip
