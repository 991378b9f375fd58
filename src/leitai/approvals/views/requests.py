"""Requests: those waiting for me, those I made, those I decided, and each on its page."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from leitai import clock
from leitai.accounts.access import may, signed_in
from leitai.approvals import actions, policies
from leitai.approvals.actions.progress import changed_since
from leitai.approvals.forms import DecisionForm, NoteForm
from leitai.approvals.models import Request, Verdict
from leitai.approvals.progress import with_progress
from leitai.approvals.queries import decided_by, requested_by, requests_visible_to
from leitai.approvals.reading import Read, read_all
from leitai.approvals.waiting import waiting_for
from leitai.notifications.actions import mark_subject_read
from leitai.ui import subjects

PER_PAGE = 30


@require_GET
@may(signed_in)
def waiting(request):
    return render(request, "approvals/waiting.html", {"waiting": waiting_for(request.user, on=clock.today())})


@require_GET
@may(signed_in)
def asked(request):
    return _list(request, requested_by(request.user), "asked")


@require_GET
@may(signed_in)
def decided(request):
    return _list(request, decided_by(request.user), "decided")


def _list(request, found, here: str):
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    order = [each.pk for each in page]
    known = {each.request.pk: each for each in read_all(with_progress(Request.objects.filter(pk__in=order)))}
    return render(request, "approvals/list.html", {"page": page, "read": [known[pk] for pk in order], "here": here})


@require_GET
@may(signed_in)
def show(request, pk):
    found = find(request, pk)
    mark_subject_read(user=request.user, subject=found, at=clock.now())
    return render(request, "approvals/request.html", page_of(request, found))


def find(request, pk) -> Request:
    """The request with its progress; a 404 for whoever may not see it."""
    visible = requests_visible_to(request.rights, on=clock.today())
    return get_object_or_404(with_progress(visible), pk=pk)


def page_of(request, found: Request, **more) -> dict:
    on = clock.today()
    read: Read = read_all([found])[0]
    seen = subjects.find(found.subject_type, found.subject_id, rights=request.rights, on=on)
    return {
        "approval": read,
        "subject": seen,
        "seats": policies.seats_open_to(request.user, found, on=on),
        "stuck": policies.seats_to_reassign(request.user, found, on=on),
        "away": policies.approvers_away(found, on=on),
        "changed": changed_since(found),
        "may_withdraw": policies.may_withdraw(request.user, found),
        "may_resubmit": policies.may_resubmit(request.user, found),
        "may_remind": found.requested_by_id == request.user.pk and read.current is not None,
        "mend_url": _mend_url(read, seen),
        "note_form": NoteForm(),
        "decision_form": DecisionForm(),
        "opened_verdict": "",
        "Verdict": Verdict,
        **more,
    }


def _mend_url(read: Read, subject) -> str:
    if subject is None:
        return ""
    if read.kind and read.kind.mend_url:
        return read.kind.mend_url(subject, read.request)
    return subjects.url(subject)


@require_POST
@may(signed_in)
def withdrawal(request, pk):
    found = find(request, pk)
    _try(request, _("Withdrawn."), actions.withdraw, request=found, by=request.user, at=clock.now())
    return _back(request, pk)


@require_POST
@may(signed_in)
def round(request, pk):
    found = find(request, pk)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return render(request, "approvals/request.html", page_of(request, found, note_form=form), status=422)
    note = form.cleaned_data["note"]
    _try(request, _("Handed in again."), actions.resubmit, request=found, by=request.user, note=note, at=clock.now())
    return _back(request, pk)


@require_POST
@may(signed_in)
def reminder(request, pk):
    found = find(request, pk)
    _try(request, _("Reminded."), actions.remind, request=found, by=request.user, at=clock.now())
    return _back(request, pk)


def _try(asked, done: str, action, **arguments) -> None:
    """Act and say so, or say why not, in a notice of the next page."""
    try:
        action(**arguments)
        messages.success(asked, done)
    except ValidationError as refusal:
        messages.warning(asked, " ".join(refusal.messages))


def _back(request, pk):
    return redirect(safe_next(request) or redirect("approvals:request", pk=pk).url)


def safe_next(request) -> str:
    """The page of ours to go back to, as the form names it; empty for any other address."""
    from django.utils.http import url_has_allowed_host_and_scheme

    wanted = request.POST.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}) else ""
