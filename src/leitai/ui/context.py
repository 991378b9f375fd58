"""What every page knows: `shell` in templates. Everything is worked out only when a template asks."""

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext

from leitai import clock
from leitai.ui import slots
from leitai.ui.figures import currency, days, in_chinese
from leitai.ui.places import PHONE, Shown, shown_to

THEMES = ("light", "dark")


def shell(request) -> dict:
    return {"shell": Shell(request)}


class Shell:
    """The frame around a page, for one request."""

    def __init__(self, request):
        self.request = request

    @cached_property
    def today(self):
        return clock.today()

    @cached_property
    def now(self):
        return clock.now()

    @cached_property
    def is_signed_in(self) -> bool:
        user = getattr(self.request, "user", None)
        return bool(user and user.is_authenticated)

    @cached_property
    def places(self) -> list[Shown]:
        return [place for place in self._all_places if not place.foot]

    @cached_property
    def foot_places(self) -> list[Shown]:
        return [place for place in self._all_places if place.foot]

    @cached_property
    def _all_places(self):
        return shown_to(self.request) if self.is_signed_in else []

    @cached_property
    def phone_places(self) -> list[Shown]:
        return [place for place in self.places if place.key in PHONE]

    @cached_property
    def current_place(self):
        return next((place for place in self._all_places if place.current), None)

    @cached_property
    def identity(self) -> dict:
        """Name and caption of whoever is signed in: `{"name": "陈思远", "caption": "华东一部·主管"}`."""
        for _fragment, said in slots.answers("shell.identity", self.request):
            return said
        person = getattr(self.request, "person", None)
        return {"name": str(person or getattr(self.request, "user", "")), "caption": ""}

    @cached_property
    def theme(self) -> str:
        chosen = self.request.COOKIES.get("theme", "")
        return chosen if chosen in THEMES else "auto"

    @property
    def language(self) -> str:
        return get_language() or settings.LANGUAGE_CODE

    @property
    def html_language(self) -> str:
        return days.html_language()

    @property
    def languages(self) -> list[tuple[str, str]]:
        """Each language in its own words, as whoever cannot read this page needs it."""
        own_names = {"zh-hans": "简体", "zh-hant": "繁體", "en": "English"}
        return [(code, own_names.get(code, code)) for code, _name in settings.LANGUAGES]

    @property
    def preferences_address(self) -> str:
        return _address("ui:preferences")

    @property
    def search_address(self) -> str:
        return _address("search:results")

    @property
    def home_address(self) -> str:
        return _address("today:index") or "/"

    @property
    def sign_out_address(self) -> str:
        return _address("account_logout")

    @property
    def password_address(self) -> str:
        return _address("account_change_password")

    @property
    def second_factor_address(self) -> str:
        return _address("mfa_index")

    @property
    def report_deal_address(self) -> str:
        """Only who sells reports deals; the room of records says who does."""
        sells = getattr(self.request, "person", None) and any(slots.answers("shell.report", self.request))
        return _address("sales:report") if sells else ""

    @property
    def chart_scale(self) -> str:
        return "wan" if in_chinese() else "k"

    @property
    def currency_symbol(self) -> str:
        return currency.symbol()

    @property
    def key_for_search(self) -> str:
        agent = self.request.headers.get("user-agent", "")
        return "⌘K" if "Mac" in agent or "iPhone" in agent else "Ctrl K"

    @property
    def product_name(self) -> str:
        return gettext("Leitai")


def _address(name: str) -> str:
    """The address of a page that may not be part of this installation."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
