"""My tasks, those of my people, one task; set, finish, take back."""

from datetime import date, timedelta

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from leitai import clock
from leitai.accounts.access import may, signed_in
from leitai.organization.queries import people_visible_to
from leitai.planning.actions import change_task, complete_task, drop_task, reopen_task, restore_task, set_task
from leitai.planning.forms import TaskForm
from leitai.planning.models import Task
from leitai.planning.policies import assignable, may_change
from leitai.planning.queries import TaskQuerySet, tasks_about, tasks_visible_to
from leitai.ui import subjects

WEEK = timedelta(days=7)


@may(signed_in)
def index(request):
    return render(request, "planning/tasks.html", {**_page(request), **_begun(request)})


def _begun(request) -> dict:
    """The new task that a link begins: `task_for` a person, or to `meet` one, about whom the task then is."""
    on = clock.today()
    meet = people_visible_to(request.rights, on=on).filter(pk=_number(request.GET.get("meet"))).first()
    if meet is not None:
        form = TaskForm(request=request, initial={"title": _("One-on-one with %(name)s") % {"name": meet.name}})
        return {"form": form, "opened": True, "subject": meet, "subject_label": subjects.label_of(meet)}
    owner = assignable(request.rights, on=on).filter(pk=_number(request.GET.get("task_for"))).first()
    return {"form": TaskForm(request=request, initial={"owner": owner}), "opened": True} if owner else {}


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() else None


def _page(request, form=None) -> dict:
    today = clock.today()
    asked = request.GET
    rows = tasks_visible_to(request.rights, on=today)
    whose = asked.get("whose") or ("mine" if request.person else "all")
    if whose == "mine" and request.person:
        rows = rows.of(request.person.pk)
    if text := asked.get("q", "").strip():
        rows = rows.filter(title__icontains=text)
    waiting = rows.waiting()
    shown = rows.done().order_by("-completion__at") if asked.get("state") == "done" else waiting.order_by("due", "id")
    page = Paginator(shown.told(), 50).get_page(asked.get("page"))
    tell_subjects(request, page.object_list)
    return {
        "page": page,
        "groups": group(page.object_list, today) if asked.get("state") != "done" else [("", list(page.object_list))],
        "overdue": waiting.filter(due__lt=today).count(),
        "due": waiting.filter(due=today).count(),
        "asked": asked,
        "whose": whose,
        "has_people": assignable(request.rights, on=today).exclude(pk=request.rights.person_id).exists(),
        "form": form or TaskForm(request=request),
    }


def group(tasks, today: date) -> list[tuple[str, list[Task]]]:
    """Overdue, today, within a week, later; empty groups are left out."""
    groups: dict[str, list[Task]] = {"overdue": [], "today": [], "week": [], "later": []}
    for task in tasks:
        if task.due < today:
            groups["overdue"].append(task)
        elif task.due == today:
            groups["today"].append(task)
        else:
            groups["week" if task.due < today + WEEK else "later"].append(task)
    return [(name, rows) for name, rows in groups.items() if rows]


def tell_subjects(request, tasks) -> None:
    """`about` and `about_url` on each task whose subject the viewer may see; one query per kind of subject."""
    pairs = {(task.subject_type, task.subject_id) for task in tasks if task.subject_type}
    found = subjects.find_many(pairs, rights=request.rights, on=clock.today())
    for task in tasks:
        if subject := found.get((task.subject_type, task.subject_id)):
            task.about, task.about_url = subjects.title(subject), subjects.url(subject)


@may(signed_in)
@require_POST
def create(request):
    """From the list, or (subject given) from the page of a subject, whose list is then given anew."""
    subject = _subject(request)
    form = TaskForm(request.POST, request=request, **({"auto_id": f"task-{subject.pk}-%s"} if subject else {}))
    if form.is_valid():
        set_task(subject=subject, by=request.user, at=clock.now(), **form.cleaned_data)
        if subject is None:
            return redirect("planning:index")
        form = TaskForm(request=request, auto_id=f"task-{subject.pk}-%s")
    if subject is None:
        return render(request, "planning/tasks.html", {**_page(request, form), "opened": True}, status=422)
    if not request.htmx:
        return _back(request, subjects.url(subject))
    rows = sorted(tasks_about(subject), key=lambda task: (task.is_done, task.due, task.pk))
    context = {"subject": subject, "subject_label": subjects.label_of(subject), "tasks": rows, "form": form}
    return render(request, "planning/slots/about.html", context)


def _subject(request):
    label, pk = request.POST.get("subject_type", ""), request.POST.get("subject_id", "")
    if not label or not pk.isdigit():
        return None
    subject = subjects.find(label, int(pk), rights=request.rights, on=clock.today())
    if subject is None:
        raise Http404
    return subject


@may(signed_in)
def show(request, pk):
    task = _visible(request, pk)
    changes = may_change(request.rights, task, on=clock.today())
    form = TaskForm(request.POST or None, instance=Task.objects.get(pk=pk), request=request)
    if request.method == "POST" and changes and form.is_valid():
        change_task(task=task, by=request.user, at=clock.now(), **form.cleaned_data)
        return redirect("planning:task", pk=pk)
    tell_subjects(request, [task])
    context = {"task": task, "form": form, "may_change": changes}
    return render(request, "planning/task.html", context, status=422 if form.errors else 200)


@may(signed_in)
@require_http_methods(["POST", "DELETE"])
def completion(request, pk):
    """POST: done. DELETE (or POST with undo): not done after all. A fragment asks for its row back."""
    task = _changeable(request, pk)
    undo = request.method == "DELETE" or "undo" in request.POST
    act = reopen_task if undo else complete_task
    act(task=task, by=request.user, at=clock.now())
    return _row(request, pk)


@may(signed_in)
@require_POST
def drop(request, pk):
    """Nobody asks for it any more; with undo: it is asked for after all."""
    task = _changeable(request, pk)
    act = restore_task if "undo" in request.POST else drop_task
    act(task=task, by=request.user, at=clock.now())
    return redirect("planning:task", pk=pk)


def _row(request, pk) -> HttpResponse:
    if not request.htmx:
        return _back(request, None)
    task = _visible(request, pk)
    tell_subjects(request, [task])
    return render(request, "planning/task_row.html", {"task": task})


def _back(request, address):
    came_from = request.headers.get("referer", "")
    if address is None and url_has_allowed_host_and_scheme(came_from, {request.get_host()}):
        address = came_from
    return redirect(address or "planning:index")


def _visible(request, pk) -> Task:
    """One's own or one's people's; or one about a subject that the viewer may see."""
    today = clock.today()
    task = tasks_visible_to(request.rights, on=today).told().filter(pk=pk).first()
    if task is None:
        task = get_object_or_404(TaskQuerySet(Task).told(), pk=pk)
        if not task.subject_type or not subjects.find(
            task.subject_type, task.subject_id, rights=request.rights, on=today
        ):
            raise Http404
    return task


def _changeable(request, pk) -> Task:
    task = _visible(request, pk)
    if not may_change(request.rights, task, on=clock.today()):
        raise Http404
    return task
