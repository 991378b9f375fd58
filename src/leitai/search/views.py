"""The palette's results, and the same as a page."""

from django.shortcuts import render

from leitai import clock
from leitai.accounts.access import may, signed_in
from leitai.search.commands import offered
from leitai.search.queries import find

IN_PALETTE, ON_PAGE = 8, 60


@may(signed_in)
def results(request):
    """In the palette the first few; without htmx the page that can be shared and printed."""
    text = request.GET.get("q", "")[:80]
    found = find(text, rights=request.rights, on=clock.today(), limit=IN_PALETTE if request.htmx else ON_PAGE)
    template = "search/palette.html" if request.htmx else "search/results.html"
    return render(request, template, {"found": found, "commands": offered(request, text)[:5], "text": text.strip()})
