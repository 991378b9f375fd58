"""Commands of the palette: verbs and places, found by their name, its pinyin and its initials."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from leitai.search.tokens import query_tokens, tokens_of
from leitai.ui import places

_registered: dict[str, "Command"] = {}


@dataclass(frozen=True)
class Command:
    key: str
    label: object
    icon: str
    url: str
    visible_to: Callable[..., bool]


@dataclass(frozen=True)
class Offered:
    label: str
    icon: str
    url: str


def register(key: str, *, label, icon: str, url: str, visible_to=places.everyone) -> None:
    """A verb somebody may want: report a deal, import a file. `url` names its page."""
    _registered[key] = Command(key, label, icon, url, visible_to)


def offered(request, text: str) -> list[Offered]:
    """Commands and places whose name fits; with nothing typed, the verbs."""
    known = [each for each in _registered.values() if each.visible_to(request)]
    verbs = [Offered(str(each.label), each.icon, _address(each.url)) for each in known]
    rooms = [Offered(str(each.label), each.icon, each.address) for each in places.shown_to(request)]
    asked = query_tokens(text)
    if not asked:
        return [each for each in verbs if each.url]
    return [each for each in verbs + rooms if each.url and _fits(asked, each.label)]


def _fits(asked: list[str], label: str) -> bool:
    known = tokens_of(label)
    return all(any(token.startswith(word) for token in known) for word in asked)


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
