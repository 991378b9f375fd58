"""Slots: how an upper context speaks on a lower context's page without being imported by it.

A page names a slot, `{% slot "goals.goal.side" goal=goal %}`. In its `ready()` an upper context registers a
fragment for it: a template, who may see it, and a provider that makes the template's context (None: say
nothing here). A lower context's Python may also ask: `answers("goals.pay_meaning", request, goal=goal)`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_registered: dict[str, dict[str, "Fragment"]] = defaultdict(dict)


def everyone(request) -> bool:
    return True


@dataclass(frozen=True)
class Fragment:
    """What one context says in a slot. Lower `order` comes first; `key` is unique in the slot."""

    key: str
    provider: Callable[..., dict | None]
    template: str = ""
    visible_to: Callable[..., bool] = everyone
    order: int = 100


def register(slot: str, key: str, *, provider, template: str = "", visible_to=everyone, order: int = 100) -> None:
    """Fill `slot`; registering the same key again replaces it, so that `ready()` may run twice."""
    _registered[slot][key] = Fragment(key, provider, template, visible_to, order)


def answers(slot: str, request, **subject) -> Iterator[tuple[Fragment, dict]]:
    """The fragments that have something to say to this viewer, with what they say."""
    for fragment in sorted(_registered[slot].values(), key=lambda each: (each.order, each.key)):
        if fragment.visible_to(request):
            said = fragment.provider(request, **subject)
            if said is not None:
                yield fragment, said
