"""Closed by default: a view without a stated rule is not served.

    @may(signed_in)
    def index(request): ...

A rule is a function of the request. Someone signed out is sent to the sign-in page; someone signed in whom
the rule refuses gets a 404, as a stranger does, so that an address tells nothing.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpResponse

Rule = Callable[..., bool]

# Views of libraries, each guarded by its library (allauth asks for a sign-in where one is needed).
GUARDED_ELSEWHERE = ("allauth.", "django.views.static", "django.contrib.staticfiles", "django.views.i18n")


def anyone(request) -> bool:
    """Also signed out: sign-in, set-up, health, public links."""
    return True


def signed_in(request) -> bool:
    return request.user.is_authenticated


def holds(*roles: str) -> Rule:
    """Whoever holds one of these roles today, whatever its scope."""

    def rule(request) -> bool:
        return signed_in(request) and request.rights.has(*roles)

    rule.__name__ = f"holds({', '.join(roles)})"
    return rule


def may(rule: Rule):
    """State who may call the view. The rule stands on the view as `.access` for the test that walks all."""

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if rule(request):
                return view(request, *args, **kwargs)
            return refuse(request)

        guarded.access = rule
        return guarded

    return decorate


def refuse(request) -> HttpResponse:
    """Sign in first, or: there is no such page."""
    if request.user.is_authenticated:
        raise Http404
    if getattr(request, "htmx", False):
        return HttpResponse(status=401, headers={"HX-Refresh": "true"})
    return redirect_to_login(request.get_full_path())


class ClosedByDefaultMiddleware:
    """Refuses to run a view that states no rule: forgetting it is a failure, not a leak."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not states_rule(view):
            raise ImproperlyConfigured(f"{view.__module__}.{view.__qualname__} does not state who may call it")


def states_rule(view) -> bool:
    """Whether the view carries `.access`, or its library guards it."""
    module = getattr(view, "__module__", "")
    return hasattr(view, "access") or module.startswith(GUARDED_ELSEWHERE)
