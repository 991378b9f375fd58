"""Channels: what can be watched. A context registers its own in `ready()`.

    channels.register(
        "contests/<int:contest_id>",
        admit=lambda user, at, contest_id: ...,      # the viewer's audience, or None: no such thing for them
        read=lambda at, contest_id: ...,             # the state, once per change, whoever watches
        show=lambda state, audience: {"p12": {...}}, # pure: the rows this audience sees, by key
        topics=("records", "contest:{contest_id}"),
    )

An audience is any hashable value: viewers with the same one see the same rows and share one message. A name a
viewer may not see must not be in the rows that `show` gives; there is no second filter. A `personal` channel is
read for each audience apart: `read` gets `audience=`, and topics may name it.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from django.urls.resolvers import RoutePattern

_registered: dict[str, "Channel"] = {}


@dataclass(frozen=True)
class Channel:
    name: str
    admit: Callable[..., Hashable | None]
    read: Callable[..., object]
    show: Callable[[object, Hashable], dict[str, dict]]
    topics: tuple[str, ...]
    personal: bool = False
    pattern: RoutePattern = field(repr=False, compare=False, default=None)


@dataclass(frozen=True)
class Address:
    """One channel with its arguments filled in: `contests/7`."""

    path: str
    channel: Channel
    args: tuple[tuple[str, object], ...]

    @property
    def kwargs(self) -> dict:
        return dict(self.args)

    def topics(self, audience: Hashable = None) -> frozenset[str]:
        return frozenset(topic.format(**self.kwargs, audience=audience) for topic in self.channel.topics)


def register(name: str, *, admit, read, show, topics, personal: bool = False) -> None:
    """Registering the same name again replaces it, so that `ready()` may run twice."""
    pattern = RoutePattern(name, is_endpoint=True)
    _registered[name] = Channel(name, admit, read, show, tuple(topics), personal, pattern)


def find(path: str) -> Address | None:
    """The channel a path names, or None."""
    for channel in _registered.values():
        if match := channel.pattern.match(path):
            return Address(path, channel, tuple(sorted(match[2].items())))
    return None
