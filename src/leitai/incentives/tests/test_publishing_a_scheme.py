"""What is published is what was approved: neither the rules nor what their metrics mean change in between."""

from datetime import date

import pytest
from django.urls import reverse

from leitai.approvals.actions import decide, withdraw
from leitai.approvals.queries import latest_request
from leitai.approvals.refusals import Refused
from leitai.incentives.actions import assign_scheme, create_scheme, save_draft, submit_version
from leitai.incentives.errors import SchemeError
from leitai.incentives.models import SchemeVersion
from leitai.incentives.queries.schemes import version_on
from leitai.incentives.tests.paying import STAIRS, START, rules
from leitai.incentives.tests.test_the_pages import typed
from leitai.metrics.models import Metric
from tests.people import NOW

NINETY = ((0, None, 900_000),)


@pytest.fixture(autouse=True)
def on_a_fixed_day(settings):
    settings.LEITAI_NOW = NOW.isoformat()


@pytest.fixture
def scheme(cast):
    scheme = create_scheme(name="签约提成", pays="month", budget_line=None, by=cast.hemin.user, at=NOW)
    assign_scheme(scheme=scheme, unit=cast.whole, start=START, by=cast.hemin.user, at=NOW)
    return scheme


@pytest.fixture
def asked(cast, scheme):
    submit_version(version=draft(cast, scheme), by=cast.hemin.user, at=NOW)
    return latest_request(SchemeVersion.objects.get())


def draft(cast, scheme, tiers=STAIRS):
    return save_draft(scheme=scheme, rules=rules(tiers), start=START, by=cast.hemin.user, at=NOW)


def say(request, person, verdict="approved"):
    decide(request=request, by=person.user, verdict=verdict, reason="改" if verdict != "approved" else "", at=NOW)


def test_a_draft_is_not_rewritten_while_it_is_being_approved(cast, scheme, asked):
    say(asked, cast.shen)
    with pytest.raises(SchemeError) as refused:
        draft(cast, scheme, NINETY)
    assert refused.value.code == "waits"
    say(asked, cast.tang)
    assert version_on(scheme, START).rules == rules(STAIRS)


def test_what_changed_behind_the_approvers_back_is_not_published(cast, scheme, asked):
    say(asked, cast.shen)
    SchemeVersion.objects.update(data=rules(NINETY).to_json())
    with pytest.raises(Refused):
        say(asked, cast.tang)
    assert version_on(scheme, START) is None


def test_a_metric_that_means_something_else_by_now_is_asked_about_again(cast, scheme, asked):
    say(asked, cast.shen)
    net, sales = Metric.objects.get(code="net_sales"), Metric.objects.get(code="sales")
    Metric.objects.filter(pk=net.pk).update(current=sales.current)
    with pytest.raises(Refused):
        say(asked, cast.tang)


def test_withdrawn_or_returned_it_is_changed_and_handed_in_again(cast, scheme, asked):
    withdraw(request=asked, by=cast.hemin.user, at=NOW)
    submit_version(version=draft(cast, scheme, NINETY), by=cast.hemin.user, at=NOW)
    again = latest_request(SchemeVersion.objects.get())
    say(again, cast.shen, "returned")
    submit_version(version=draft(cast, scheme), by=cast.hemin.user, at=NOW)
    assert latest_request(SchemeVersion.objects.get()) == again
    for approver in (cast.shen, cast.tang):
        say(again, approver)
    assert version_on(scheme, START).rules == rules(STAIRS)


def test_the_page_of_the_draft_says_so_and_offers_to_withdraw(cast, client, scheme, asked):
    client.force_login(cast.hemin.user)
    address = reverse("incentives:scheme_draft", args=[scheme.pk])
    withdrawal = reverse("approvals:withdrawal", args=[asked.pk])
    refused = client.post(address, typed(("0", "", "90%"), start=f"{date(2026, 12, 1)}"))
    for answer in (client.get(address), refused):
        said = answer.content.decode()
        assert "先撤回" in said and withdrawal in said and 'name="submit"' not in said
    assert refused.status_code == 422 and SchemeVersion.objects.get().rules == rules(STAIRS)
    assert client.post(withdrawal, {"next": address}).url == address
    assert 'name="submit"' in client.get(address).content.decode()
