"""Pages that belong to no part of the business: what is said when there is no page, and the components."""

from django.shortcuts import render
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.http import require_POST, require_safe

from leitai.ui import preferences


@requires_csrf_token
def not_found(request, exception=None):
    """404, also for whoever has no right to see the page: the two read the same."""
    return render(request, _frame(request, "404"), status=404)


@requires_csrf_token
def server_error(request):
    """500. If even the frame cannot be drawn, a page that needs nothing is."""
    try:
        return render(request, _frame(request, "500"), status=500)
    except Exception:
        return render(None, "ui/refusals/500_bare.html", status=500)


@requires_csrf_token
def forbidden(request, reason="", exception=None):
    """403, which here means an expired form (CSRF): rights are answered by 404."""
    return render(request, _frame(request, "403"), status=403)


def too_many_tries(request, credentials=None, *args, **kwargs):
    """429, after too many failed sign-ins (AXES_LOCKOUT_CALLABLE)."""
    return render(request, "ui/refusals/429.html", status=429)


def _frame(request, code: str) -> str:
    user = getattr(request, "user", None)
    return f"ui/refusals/{code}{'' if user and user.is_authenticated else '_outside'}.html"


def _anyone(request) -> bool:
    return True


def _signed_in(request) -> bool:
    return request.user.is_authenticated


@require_safe
def components(request):
    """Every component in every state, to look at: the living half of the style guide."""
    if not _signed_in(request):
        return not_found(request)
    from leitai.ui import showcase

    return render(request, "ui/components.html", showcase.context())


components.access = _signed_in


@require_POST
def choose_preferences(request):
    """Language and theme, also before there is a company or a sign-in."""
    return preferences.choose(request, language=request.POST.get("language"), theme=request.POST.get("theme"))


choose_preferences.access = _anyone
