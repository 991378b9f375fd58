"""Schemes: the list, a scheme with its versions and people, and the editor of its draft."""

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from leitai import clock
from leitai.accounts.access import may, signed_in
from leitai.approvals.queries import latest_request, waiting_request
from leitai.incentives.actions import assign_scheme, create_scheme, end_assignment, save_draft, submit_version
from leitai.incentives.actions.schemes import ensure_publishable
from leitai.incentives.editing import Editor
from leitai.incentives.errors import IncentiveError
from leitai.incentives.forms import AssignmentForm, SchemeForm
from leitai.incentives.formulas import rate, tier_name
from leitai.incentives.models import Scheme, SchemeVersion
from leitai.incentives.policies import payers, readers
from leitai.incentives.previewing import compare, difference, last_period, people_paid
from leitai.incentives.queries.paying import budget_lines_payable_by, people_payable_by, schemes_payable_by
from leitai.incentives.queries.schemes import draft_of, published, schemes_visible_to, version_on, versions_on
from leitai.incentives.runs.roster import schemes_of
from leitai.metrics.models import Metric
from leitai.tally.periods import containing


@may(readers)
def index(request):
    schemes = list(schemes_visible_to(request.rights))
    versions = versions_on(schemes, clock.today())
    rows = [(scheme, *versions[scheme.pk]) for scheme in schemes]
    return render(request, "incentives/schemes.html", {"rows": rows, "may_write": payers(request)})


@may(payers)
def new(request):
    form = SchemeForm(request.POST or None, budget_lines=budget_lines_payable_by(request.rights))
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("name", "pays", "budget_line")}
        scheme = create_scheme(**given, by=request.user, at=clock.now())
        return redirect("incentives:scheme_draft", pk=scheme.pk)
    return render(request, "incentives/new_scheme.html", {"form": form}, status=422 if form.errors else 200)


@may(readers)
def show(request, pk):
    return _show(request, _found(schemes_visible_to(request.rights), pk))


def _show(request, scheme, form=None, status=200):
    today = clock.today()
    current = version_on(scheme, today) or published(scheme).last()
    draft = draft_of(scheme)
    context = {
        "scheme": scheme,
        "current": current,
        "components": tell(current) if current else [],
        "draft": draft,
        "draft_request": latest_request(draft) if draft else None,
        "versions": scheme.versions.select_related("publication__by__person"),
        "assignments": scheme.assignments.select_related("person", "unit", "grade"),
        "form": form or _assignment_form(request, initial={"start": containing(scheme.pays, today).start}),
        "opened": form is not None,
        "may_write": _payable(request).filter(pk=scheme.pk).exists(),
    }
    return render(request, "incentives/scheme.html", context, status=status)


def tell(version: SchemeVersion) -> list[dict]:
    """The components of a version in words."""
    metrics = {metric.code: metric for metric in Metric.objects.all()}
    return [
        {
            "component": each,
            "metric": metrics.get(each.metric),
            "tiers": [(tier_name(each, n), rate(each, tier[2])) for n, tier in enumerate(each.tiers)],
        }
        for each in version.rules.components
    ]


@may(signed_in)
def version(request, pk, number):
    """A version as published; also whoever is on the scheme may read the rule they are paid by."""
    found = get_object_or_404(
        SchemeVersion.objects.select_related("scheme", "publication__by__person"), scheme=pk, number=number
    )
    if not readers(request) and not (found.is_published and _is_on(request, found.scheme)):
        return _nowhere()
    return render(
        request, "incentives/version.html", {"version": found, "components": tell(found), "may_write": payers(request)}
    )


def _nowhere():
    from django.http import Http404

    raise Http404


def _is_on(request, scheme) -> bool:
    return request.person is not None and scheme in schemes_of(request.person.pk, on=clock.today())


@may(payers)
def draft(request, pk):
    """The editor. Saving keeps the draft only where the rules hold; what was typed stays in any case."""
    scheme = _found(_payable(request), pk)
    existing = draft_of(scheme)
    if request.method != "POST":
        base = existing or published(scheme).last()
        editor = Editor.of(base.rules if base else None)
        editor.check()
        for row in editor.components:
            _forgive(row, base)
        start = existing.start if existing else containing(scheme.pays, clock.today()).end
        return render(
            request,
            "incentives/draft.html",
            _editor(request, scheme, editor, start=start, why=existing.why if existing else ""),
        )
    editor = Editor.typed(request.POST)
    start, start_error = _start(request.POST.get("start", ""))
    why = request.POST.get("why", "")[:300]
    if request.POST.get("change"):
        return render(request, "incentives/draft.html", _editor(request, scheme, editor, start=start, why=why))
    rules = editor.check()
    if rules and not start_error:
        try:
            saved = save_draft(scheme=scheme, rules=rules, start=start, why=why, by=request.user, at=clock.now())
            if "submit" not in request.POST:
                return redirect("incentives:scheme_draft", pk=pk)
            submit_version(version=saved, by=request.user, at=clock.now())
            return redirect("incentives:scheme", pk=pk)
        except IncentiveError as error:
            # That it is being approved is said on the page in any case.
            start_error = "" if error.code == "waits" else str(error)
        except ValidationError as error:
            start_error = " ".join(error.messages)
    context = _editor(request, scheme, editor, start=start, why=why, start_error=start_error)
    return render(request, "incentives/draft.html", context, status=422)


def _forgive(row, base) -> None:
    """A table nobody has begun to write is not yet wrong."""
    if base is None:
        row.errors.clear()
        for tier in row.tiers:
            tier.errors.clear()


def _start(text: str):
    from django import forms

    try:
        return forms.DateField().clean(text), ""
    except ValidationError as error:
        return None, " ".join(error.messages)


@may(payers)
@require_POST
def preview(request, pk):
    """The table with its errors, and one person's month by both rules; nothing is kept."""
    scheme = _found(_payable(request), pk)
    editor = Editor.typed(request.POST)
    if not request.POST.get("change"):
        editor.check()
    start, start_error = _start(request.POST.get("start", ""))
    context = _editor(
        request, scheme, editor, start=start, why=request.POST.get("why", "")[:300], start_error=start_error
    )
    return render(request, "incentives/draft.html#editor", context)


def _editor(request, scheme, editor, *, start, why="", start_error="") -> dict:
    today = clock.today()
    current = version_on(scheme, today) or published(scheme).last()
    old = current.rules if current else None
    saved = draft_of(scheme)
    context = {
        "scheme": scheme, "editor": editor, "start": start, "why": why, "start_error": start_error, "current": current,
        "current_components": {each.key: each for each in old.components} if old else {},
        "saved": saved, "waits": _why_it_waits(saved), "asked": waiting_request(saved) if saved else None,
    }  # fmt: skip
    if editor.rules:
        context |= _preview(request, scheme, editor.rules, old, today)
        context["difference_on"] = editor.metrics[editor.rules.components[0].metric].name
    return context


def _why_it_waits(saved: SchemeVersion | None) -> str:
    if saved is None:
        return ""
    try:
        ensure_publishable(saved)
    except IncentiveError as error:
        return str(error)
    return ""


def _preview(request, scheme, rules, old, today) -> dict:
    period = last_period(scheme, today)
    people = people_paid(scheme, rules, period)
    payable = people_payable_by(request.rights, on=today).filter(pk__in=[person.pk for person in people])
    payable = set(payable.values_list("pk", flat=True))
    people = [person for person in people if person.pk in payable]
    chosen = next((p for p in people if str(p.pk) == request.POST.get("person")), people[0] if people else None)
    first = rules.components[0]
    before = next((each for each in old.components if each.key == first.key), None) if old else None
    return {
        "period": period,
        "people": people,
        "comparison": compare(scheme, chosen, period, old, rules) if chosen else None,
        "difference": difference(before, first),
    }


@may(payers)
@require_POST
def assign(request, pk):
    scheme = _found(_payable(request), pk)
    form = _assignment_form(request, request.POST)
    if not form.is_valid():
        return _show(request, scheme, form, status=422)
    assign_scheme(scheme=scheme, by=request.user, at=clock.now(), **form.cleaned_data)
    return redirect("incentives:scheme", pk=pk)


@may(payers)
@require_POST
def unassign(request, pk, assignment_id):
    scheme = _found(_payable(request), pk)
    assignment = get_object_or_404(scheme.assignments, pk=assignment_id)
    end = containing(scheme.pays, clock.today()).start
    end_assignment(assignment=assignment, end=max(end, assignment.start), by=request.user, at=clock.now())
    return redirect("incentives:scheme", pk=pk)


def _assignment_form(request, *args, **kwargs) -> AssignmentForm:
    return AssignmentForm(*args, rights=request.rights, on=clock.today(), **kwargs)


def _payable(request):
    return schemes_payable_by(request.rights, on=clock.today())


def _found(schemes, pk) -> Scheme:
    return get_object_or_404(schemes.select_related("budget_line"), pk=pk)
