"""Tasks on the pages of others: on Today, and beside any subject."""

from leitai import clock
from leitai.planning.forms import TaskForm
from leitai.planning.queries import tasks_about, waiting_for
from leitai.ui import slots
from leitai.ui.subjects import label_of

SHOWN = 6
BESIDE = {
    "goals.goal.side": "goal",
    "contests.contest.side": "contest",
    "customers.customer.side": "customer",
    "person.side": "person",
    "unit.side": "unit",
}
"""The pages of lower rooms that keep a place for more, and by which name they hand their subject over."""


def register() -> None:
    slots.register("today.side", "planning", provider=today, template="planning/slots/today.html", order=20)
    slots.register("subject.tasks", "planning", provider=about, template="planning/slots/about.html")
    for slot, name in BESIDE.items():
        slots.register(slot, "planning.tasks", provider=_beside(name), template="planning/slots/about.html", order=80)


def today(request, **_) -> dict | None:
    """What is due today or overdue; nothing where nothing is."""
    if request.person is None:
        return None
    tasks = waiting_for(request.person, until=clock.today())
    count = tasks.count()
    return {"tasks": list(tasks[:SHOWN]), "count": count} if count else None


def about(request, *, subject, **_) -> dict:
    """The tasks of a subject, with a line to add one: {% slot "subject.tasks" subject=contest %}."""
    tasks = list(tasks_about(subject))
    return {
        "subject": subject,
        "subject_label": label_of(subject),
        "tasks": sorted(tasks, key=lambda task: (task.is_done, task.due, task.pk)),
        "form": TaskForm(request=request, auto_id=f"task-{subject.pk}-%s"),
    }


def _beside(name: str):
    return lambda request, **given: about(request, subject=given[name])


def due_count(request) -> int | None:
    """How many of one's tasks are due: the small figure behind the place."""
    if getattr(request, "person", None) is None:
        return None
    return waiting_for(request.person, until=clock.today()).count() or None
