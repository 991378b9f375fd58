"""The places of the navigation. An upper context adds its own in `ready()`; one not built is simply absent.

    places.register("contests", label=_("PK contests"), icon="trophy", url="contests:index")

The order is that of the manager's cycle and is decided here, once.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

ORDER = ["today", "goals", "contests", "incentives", "planning", "customers", "team", "data"]
# What the phone keeps under the thumb; everything else is in its "more" sheet.
PHONE = ["today", "contests", "customers"]
_registered: dict[str, "Place"] = {}


@dataclass(frozen=True)
class Count:
    """The small figure behind a place. `live` puts a dot before it: something is going on right now."""

    text: str
    live: bool = False


def everyone(request) -> bool:
    return True


@dataclass(frozen=True)
class Place:
    """`prefixes`: view namespaces that belong here besides the one of `url`, or single views of a namespace that
    otherwise belongs elsewhere (`today:person`: a person's page is in the team)."""

    key: str
    label: object
    icon: str
    url: str
    order: int
    visible_to: Callable[..., bool] = everyone
    count: Callable[..., Count | int | str | None] | None = None
    prefixes: tuple[str, ...] = ()
    foot: bool = False

    @property
    def namespaces(self) -> set[str]:
        return {self.url.split(":")[0], *self.prefixes}


def register(
    key: str,
    *,
    label,
    icon: str,
    url: str,
    order: int | None = None,
    visible_to: Callable[..., bool] = everyone,
    count: Callable[..., Count | int | str | None] | None = None,
    prefixes: tuple[str, ...] = (),
    foot: bool = False,
) -> None:
    """Add a place, or replace the one with this key. `foot`: below, beside the settings.

    `visible_to(request)` and `count(request)` run on every page: keep them to one cheap query.
    """
    if order is None:
        order = ORDER.index(key) * 10 if key in ORDER else 1000
    _registered[key] = Place(key, label, icon, url, order, visible_to, count, tuple(prefixes), foot)


@dataclass(frozen=True)
class Shown:
    """A place as it stands on a page of this viewer."""

    place: Place
    address: str
    current: bool
    count: Count | None

    def __getattr__(self, name):
        return getattr(self.place, name)


def shown_to(request) -> list[Shown]:
    """The places this viewer may enter, in order, with the one she is in marked."""
    here, shown = _place_of(request), []
    for place in sorted(_registered.values(), key=lambda each: (each.order, each.key)):
        if not place.visible_to(request):
            continue
        try:
            address = reverse(place.url)
        except NoReverseMatch:
            continue
        shown.append(Shown(place, address, bool(here & place.namespaces), _count(place, request)))
    return shown


def _place_of(request) -> set[str]:
    """What to look for among the places: the view where one of them names it, else its namespace."""
    match = getattr(request, "resolver_match", None)
    if not match or not match.namespaces:
        return set()
    named = any(match.view_name in place.namespaces for place in _registered.values())
    return {match.view_name if named else match.namespaces[0]}


def _count(place: Place, request) -> Count | None:
    said = place.count(request) if place.count else None
    if said is None or said == 0 or said == "":
        return None
    return said if isinstance(said, Count) else Count(str(said))
