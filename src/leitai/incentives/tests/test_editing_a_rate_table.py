"""Opening rules in the editor and keeping them changes nothing; what the fields cannot hold is not opened."""

from html.parser import HTMLParser

import pytest
from django.urls import reverse
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from leitai.incentives.actions import create_scheme, save_draft
from leitai.incentives.editing import MOST_COMPONENTS, MOST_TIERS, Editor
from leitai.incentives.models import SchemeVersion
from leitai.incentives.rules import Rules, component
from leitai.incentives.tests.paying import START, rules
from leitai.metrics.queries import by_code
from tests.people import NOW

PPM = st.integers(0, 1_000_000_000)
UNITS = st.integers(1, 10**15)


@st.composite
def components(draw, number):
    """Any component the fields can say; levels to the last digit."""
    metric = draw(st.sampled_from(["net_sales", "sales", "new_customers"]))
    method = draw(st.sampled_from(["flat", "marginal", "whole"]))
    count = 1 if method == "flat" else draw(st.integers(1, 6))
    edges = [0, *sorted(draw(st.lists(UNITS, min_size=count - 1, max_size=count - 1, unique=True)))]
    tiers = [(low, high, draw(PPM)) for low, high in zip(edges, [*edges[1:], None], strict=True)]
    levels = "amount" if method == "flat" else draw(st.sampled_from(["amount", "target"]))
    cap = draw(st.none() | UNITS)
    name = draw(st.text("提成奖金 Abc", min_size=1, max_size=20)).strip() or "奖"
    return component(f"{name}{number}", by_code(metric), tiers, method=method, levels=levels, key=f"c{number}", cap=cap)


class AnyRules(TestCase):
    @settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data(), st.sampled_from(["zh-hans", "en"]))
    def test_opened_and_kept_they_are_the_same_or_they_are_not_opened(self, data, language):
        made = Rules(tuple(data.draw(components(number)) for number in range(data.draw(st.integers(1, 3)))))
        with translation.override(language):
            editor = Editor.of(made)
            kept = Editor.typed(editor.posted()).check()
        # Money for each piece is written to the 1/10,000.
        fits = all(tier[2] % 100 == 0 for each in made.components if each.is_count for tier in each.tiers)
        assert editor.unheld != fits
        assert kept == made or editor.unheld


@pytest.mark.django_db
@pytest.mark.parametrize(
    "made",
    [
        lambda: rules([(n, n + 1 if n < MOST_TIERS else None, 0) for n in range(MOST_TIERS + 1)]),
        lambda: rules([(0, None, 30_000)], method="flat", levels="target"),
        lambda: rules([(0, 5, 30_000), (5, None, 40_000)], method="flat"),
        lambda: rules([(0, None, 30_000)], key="key-too-long-for-it"),
        lambda: Rules(tuple(component(str(n), by_code("net_sales"), [(0, None, n)], key=f"c{n}")
                            for n in range(MOST_COMPONENTS + 1))),
    ],
)  # fmt: skip
def test_what_the_fields_cannot_hold_is_not_opened(made):
    assert Editor.of(made()).unheld


class Fields(HTMLParser):
    """What a browser would send of a page: fields that have a name, in order."""

    def __init__(self, html):
        super().__init__()
        self.sent, self.select = {}, ""
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "select":
            self.select = given.get("name", "")
        elif tag == "option" and "selected" in given:
            self.sent.setdefault(self.select, []).append(given["value"])
        elif tag == "input" and "name" in given:
            self.sent.setdefault(given["name"], []).append(given.get("value", ""))


@pytest.fixture
def opened(cast, client, settings):
    settings.LEITAI_NOW = NOW.isoformat()
    client.force_login(cast.hemin.user)
    scheme = create_scheme(name="签约提成", pays="month", budget_line=None, by=cast.hemin.user, at=NOW)

    def opening(made):
        save_draft(scheme=scheme, rules=made, start=START, by=cast.hemin.user, at=NOW)
        address = reverse("incentives:scheme_draft", args=[scheme.pk])
        return address, client.get(address).content.decode()

    return opening


def test_the_page_sends_back_what_it_shows(client, opened):
    tiers = [(0, 1_005_555, 30_000), (1_005_555, None, 33_333)]
    made = rules(tiers, levels="target", cap=50_000_001)
    address, page = opened(made)
    assert 'value="100.5555%"' in page and 'value="5,000.0001"' in page
    client.post(address, {**Fields(page).sent, "save": "1"})
    assert SchemeVersion.objects.get().rules == made


def test_a_page_of_rules_it_cannot_show_says_so(client, opened):
    _address, page = opened(rules([(0, None, 30_000)], method="flat", levels="target"))
    assert "不在这里编辑" in page and 'name="save"' not in page


def test_a_cap_that_is_none_is_refused_beside_its_field(client, opened):
    address, page = opened(rules())
    for text in ("0", "很多"):
        answer = client.post(address, {**Fields(page).sent, "cap-0": text, "save": "1"})
        assert answer.status_code == 422 and 'id="cap-0-error"' in answer.content.decode()
