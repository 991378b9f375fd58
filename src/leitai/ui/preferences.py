"""What a person chooses about every page: language and theme.

Both live in cookies, so that sign-in and set-up pages follow too. Who keeps them longer (the accounts) listens.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

THEMES = ("auto", "light", "dark")
A_YEAR = 365 * 24 * 3600
_listeners: list[Callable] = []


def listen(listener: Callable) -> None:
    """`listener(request, language=…, theme=…)` is told each choice; None: not chosen this time."""
    if listener not in _listeners:
        _listeners.append(listener)


def choose(request, *, language: str | None, theme: str | None) -> HttpResponse:
    """Keep what was chosen and go back to where it was chosen. Unknown choices are ignored."""
    language = language if language in dict(settings.LANGUAGES) else None
    theme = theme if theme in THEMES else None
    response = _back(request)
    if language:
        keep_language(response, language)
    if theme:
        # Read by theme.js before the first paint, so not hidden from scripts.
        response.set_cookie("theme", theme, max_age=A_YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    for listener in _listeners:
        listener(request, language=language, theme=theme)
    return response


def keep_language(response: HttpResponse, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, max_age=A_YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )


def _back(request) -> HttpResponse:
    if getattr(request, "htmx", False):
        return HttpResponse(status=204)
    where = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(where, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(where if safe else "/")
