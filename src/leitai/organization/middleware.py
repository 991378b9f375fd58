"""What each request knows of its viewer: `request.person`, `request.rights`, `request.company`."""

from django.contrib.auth import logout
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from leitai import clock
from leitai.organization.queries import company
from leitai.organization.rights import rights_of
from leitai.ui.figures import currency

OPEN_BEFORE_SET_UP = ("/static/", "/healthz", "/ui/")


class SetUpMiddleware:
    """Until there is a company, every page is the set-up page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.company = company()
        if request.company is None and not request.path.startswith(OPEN_BEFORE_SET_UP):
            set_up = reverse("organization:set_up")
            if not request.path.startswith(set_up):
                return redirect(set_up)
        with currency.known(request.company.currency if request.company else ""):
            return self.get_response(request)


class PersonMiddleware:
    """`request.person` may be None (somebody who signs in but does not sell); each policy says what then.

    Whoever has left is signed out.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.person = getattr(request.user, "person", None)
        if request.person and request.person.left_on and request.person.left_on <= clock.today():
            logout(request)
            request.person = None
        request.rights = SimpleLazyObject(lambda: rights_of(request.user, on=clock.today()))
        return self.get_response(request)
