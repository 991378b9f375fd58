"""Whatever address is opened, nobody stands before "method not allowed": it leads to the page the form was on."""

import re

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from leitai.ui.wrong_method import page_above

VALUES = {"int": "1", "str": "goals.goal", "slug": "x", "uuid": "00000000-0000-0000-0000-000000000000", "path": "x"}


def addresses(resolver=None, before="/"):
    """Every address of the product's own, with numbers that belong to nothing."""
    for each in (resolver or get_resolver()).url_patterns:
        path = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from addresses(each, path)
        elif isinstance(each, URLPattern) and each.callback.__module__.startswith("leitai."):
            yield re.sub(r"<(?:(\w+):)?\w+>", lambda found: VALUES[found[1] or "str"], path)


@pytest.mark.django_db
def test_no_address_answers_that_the_method_is_wrong(client, cast):
    client.force_login(cast.an)
    wrong = []
    for path in addresses():
        answer = client.get(path)
        for _step in range(5):
            if answer.status_code not in (301, 302) or not answer.url.startswith("/"):
                break
            answer = client.get(answer.url)
        if answer.status_code == 405:
            wrong.append(path)
    assert wrong == []


@pytest.mark.django_db
def test_the_page_of_a_form_is_the_nearest_above_it(client, cast):
    client.force_login(cast.hemin.user)
    answer = client.get(reverse("contests:discard", args=[7]))
    assert (answer.status_code, answer.url) == (302, "/contests/7/")
    assert page_above("/files/") == "/" and page_above("/nowhere/at/all/") == "/"


@pytest.mark.django_db
def test_a_script_is_told_the_truth(client, cast):
    client.force_login(cast.hemin.user)
    address = reverse("contests:discard", args=[7])
    assert client.get(address, headers={"hx-request": "true"}).status_code == 405
    assert client.get(address, headers={"accept": "application/json"}).status_code == 405
    assert client.delete(address).status_code == 405
