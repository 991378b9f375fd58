"""The inbox: what I have been told, by day."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from leitai import clock
from leitai.accounts.access import may, signed_in
from leitai.notifications.actions import mark_read
from leitai.notifications.models import Entry
from leitai.notifications.queries import as_read, by_day, inbox_of, unread_count
from leitai.ui import subjects

PER_PAGE = 50


@require_GET
@may(signed_in)
def index(request):
    return render(request, "notifications/inbox.html", _inbox(request, request.GET))


def _inbox(request, asked) -> dict:
    unread_only = asked.get("show") == "unread"
    page = Paginator(inbox_of(request.user, unread_only=unread_only), PER_PAGE).get_page(asked.get("page"))
    return {
        "page": page,
        "days": by_day(as_read(page)),
        "unread_only": unread_only,
        "unread": unread_count(request.user),
    }


@require_GET
@may(signed_in)
def show(request, pk):
    """Go to what the entry is about; having been there, it is read."""
    entry = get_object_or_404(inbox_of(request.user), pk=pk)
    mark_read(user=request.user, at=clock.now(), entry_ids=[pk])
    told = entry.outbox
    subject = subjects.find(told.subject_type, told.subject_id, rights=request.rights, on=clock.today())
    if subject is None:
        messages.warning(request, _("This is gone, or you may no longer see it."))
        return redirect("notifications:inbox")
    anchor = f"#{told.anchor}" if told.anchor else ""
    return HttpResponseRedirect(subjects.url(subject) + anchor)


@require_POST
@may(signed_in)
def read(request, pk):
    get_object_or_404(Entry, pk=pk, recipient=request.user)
    mark_read(user=request.user, at=clock.now(), entry_ids=[pk])
    return _again(request)


@require_POST
@may(signed_in)
def read_all(request):
    mark_read(user=request.user, at=clock.now())
    return _again(request)


def _again(request):
    if request.htmx:
        return render(request, "notifications/inbox.html#entries", _inbox(request, request.POST))
    return redirect(reverse("notifications:inbox"))
