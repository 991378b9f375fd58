"""The list that opens after @."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from leitai import clock
from leitai.accounts.access import may, signed_in
from leitai.conversation.queries import mentionable
from leitai.conversation.views.threads import subject_or_404


@require_GET
@may(signed_in)
def index(request):
    """Those who may see what the thread is about (?about=goals.goal&pk=7); others of that name are said not to."""
    label, pk = request.GET.get("about", ""), request.GET.get("pk", "")
    subject = subject_or_404(request, label, int(pk)) if label and pk.isdecimal() else None
    found = mentionable(request.GET.get("q", ""), by=request.user, on=clock.today(), subject=subject)
    return render(request, "conversation/people.html", {"people": found.offered, "blind": found.blind})
