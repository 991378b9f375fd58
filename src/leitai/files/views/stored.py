"""Files go up here and come down here."""

from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from leitai import clock
from leitai.accounts.access import may, signed_in
from leitai.files.actions import keep
from leitai.files.queries import find_visible

A_DAY = 24 * 3600


@require_POST
@may(signed_in)
def create(request):
    """Keeps each upload of the form; answers one fragment per file, with the reason where one is refused."""
    kept = [_keep(upload, request) for upload in request.FILES.getlist("file")]
    if not kept:
        return HttpResponse(status=400)
    return render(request, "files/kept.html", {"kept": kept})


def _keep(upload, request) -> dict:
    try:
        return {"file": keep(upload=upload, by=request.user, at=clock.now())}
    except ValidationError as error:
        return {"name": upload.name, "reason": " ".join(error.messages)}


@require_GET
@may(signed_in)
def show(request, pk, name):
    """A picture is shown, everything else is saved; the browser may not guess what it is."""
    stored = find_visible(pk, user=request.user, rights=request.rights, on=clock.today())
    if stored is None:
        raise Http404
    response = FileResponse(
        stored.content.open(),
        as_attachment=not stored.is_picture,
        filename=stored.name,
        content_type=stored.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = f"private, max-age={A_DAY}, immutable"
    return response
