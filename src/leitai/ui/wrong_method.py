"""An address that only takes forms leads to its page when it is opened: after signing in again, from the history.

Whoever was signed out while a form was open comes back to the form's address with a GET. Its page is the nearest
address above it that there is.
"""

from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve

NOT_ALLOWED = 405


class BackToItsPageMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request) -> HttpResponse:
        response = self.get_response(request)
        is_opened = request.method in ("GET", "HEAD") and request.accepts("text/html") and not request.htmx
        if response.status_code == NOT_ALLOWED and is_opened:
            page = page_above(request.path)
            return redirect(page) if request.user.is_authenticated else redirect_to_login(page)
        return response


def page_above(path: str) -> str:
    """`/contests/7/` for `/contests/7/discard/`; the beginning where nothing nearer exists."""
    parts = path.strip("/").split("/")
    for length in range(len(parts) - 1, 0, -1):
        above = "/" + "/".join(parts[:length]) + "/"
        try:
            resolve(above)
        except Resolver404:
            continue
        return above
    return "/"
