"""Workbooks to take away: the refused rows, and an empty form."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from leitai.accounts.access import may
from leitai.imports import kinds
from leitai.imports.error_book import write_error_book, write_template
from leitai.imports.policies import batches_visible_to, may_import

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@may(may_import)
def errors(request, pk):
    batch = get_object_or_404(batches_visible_to(request.rights).exclude(stored=""), pk=pk)
    stem = batch.file_name.rsplit(".", 1)[0]
    return _book(write_error_book(batch), _("%(file)s to mend.xlsx") % {"file": stem})


@may(may_import)
def template(request, kind):
    found = next((each for each in kinds.kinds_for(request.rights) if each.key == kind), None)
    if found is None:
        raise Http404
    return _book(write_template(found), _("%(kind)s.xlsx") % {"kind": found.label})


def _book(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX, headers={"X-Content-Type-Options": "nosniff"})
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{_quoted(name)}"
    return response


def _quoted(name: str) -> str:
    from urllib.parse import quote

    return quote(name, safe="")
