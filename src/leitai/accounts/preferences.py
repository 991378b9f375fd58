"""Language and theme follow the user to a new device; on this one the cookie of the last choice rules."""

from django.conf import settings
from django.utils import translation

from leitai.accounts.models import User
from leitai.ui.preferences import keep_language


def keep(request, *, language, theme) -> None:
    """Keep what the person signed in has just chosen; None leaves the kept choice."""
    if not request.user.is_authenticated:
        return
    chosen = {name: value for name, value in {"language": language, "theme": theme}.items() if value}
    if chosen:
        User.objects.filter(pk=request.user.pk).update(**chosen)


class PreferencesMiddleware:
    """On a device without a choice of its own, speak the language the user chose elsewhere."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.LANGUAGE_COOKIE_NAME in request.COOKIES or not request.user.is_authenticated:
            return self.get_response(request)
        language = request.user.language
        if language not in dict(settings.LANGUAGES):
            return self.get_response(request)
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language()
        response = self.get_response(request)
        keep_language(response, language)
        return response
