"""Who a stream belongs to: Django's own session, asked again while the stream is open."""

from collections.abc import Iterable
from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.http.cookie import parse_cookie
from django.utils import timezone

SessionStore = import_module(settings.SESSION_ENGINE).SessionStore


def session_key_in(cookies: str) -> str:
    return parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME, "")


def user_of(session_key: str):
    """The user signed in with this session; AnonymousUser when it has ended or the password has changed."""
    if not session_key:
        return AnonymousUser()
    request = HttpRequest()
    request.session = SessionStore(session_key)
    return get_user(request)


def still_running(session_keys: Iterable[str]) -> set[str]:
    """Those sessions that have neither expired nor been ended; one query."""
    keys = Session.objects.filter(session_key__in=set(session_keys), expire_date__gt=timezone.now())
    return set(keys.values_list("session_key", flat=True))
