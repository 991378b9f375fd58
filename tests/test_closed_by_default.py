"""Every address states who may call it, and nobody signed out gets in by accident."""

import re

from django.urls import URLPattern, URLResolver, get_resolver

from leitai.accounts.access import anyone, states_rule

# Addresses open to anyone, each with its reason.
OPEN = {
    "healthz": "asked by whatever watches the process",
    "organization:set_up": "there is nobody yet to sign in; afterwards its rule closes it",
    "ui:preferences": "language and theme are chosen before signing in, too",
    "sales:worker": "the browser fetches the service worker without asking who we are; it holds no data",
    "sales:offline": "the empty form, for when there is no network; it holds no data",
    "sales:report_token": "a deal kept without a network asks whether the session still lives, and for a fresh token",
}
ABSENT = {"ui:components": "there is no such page for who is not signed in"}
EXAMPLES = {"int": "1", "str": "x", "slug": "x", "uuid": "00000000-0000-4000-8000-000000000001"}


def addresses(resolver=None, prefix="", names=()):
    """(route, name, view) of every pattern."""
    for each in (resolver or get_resolver()).url_patterns:
        route = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from addresses(each, route, (*names, each.namespace) if each.namespace else names)
        elif isinstance(each, URLPattern):
            yield route, ":".join([*names, each.name or ""]), each.callback


def ours():
    return [each for each in addresses() if each[2].__module__.startswith("leitai.")]


def test_there_are_addresses_to_walk():
    assert len(ours()) > 100


def test_every_view_states_who_may_call_it():
    assert [f"{route} ({view.__module__})" for route, _, view in addresses() if not states_rule(view)] == []


def test_what_is_open_to_anyone_has_a_reason():
    opened = {name.strip(":") for _, name, view in ours() if getattr(view, "access", None) is anyone}
    assert opened - OPEN.keys() == set()
    assert OPEN.keys() - {name.strip(":") for _, name, _ in ours()} == set(), "no such address any more"


def test_signed_out_nothing_opens_but_what_is_meant_to(cast, client):
    inside = []
    for route, name, _view in ours():
        if name.strip(":") in OPEN | ABSENT:
            continue
        path = "/" + re.sub(r"<(\w+):\w+>", lambda part: EXAMPLES[part[1]], route)
        for method in ("get", "post"):
            answer = getattr(client, method)(path)
            sent_away = answer.status_code == 302 and "/accounts/login/" in answer.url
            if not sent_away and answer.status_code not in (401, 405):
                inside.append(f"{method} {path}: {answer.status_code}")
    assert inside == []
