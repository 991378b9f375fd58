"""A page whose subject changed after it was asked offers what can be done, not a yes that is refused."""

import pytest
from django.urls import reverse

from leitai.approvals import subjects as approval_subjects
from leitai.organization.models import Unit

APPROVE = 'name="verdict" value="approved"'
RETURN = 'name="verdict" value="returned"'


@pytest.fixture(autouse=True)
def on_the_day(settings):
    settings.LEITAI_NOW = "2026-11-18T09:12:00+08:00"
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def asked(ask, asked_about):
    approval_subjects.register("organization.unit", name="unit", digest=lambda unit: unit.name)
    return ask()


@pytest.fixture
def read(client, asked):
    def page(person) -> str:
        client.force_login(person.user)
        return client.get(reverse("approvals:request", args=[asked.pk])).content.decode()

    return page


def test_unchanged_it_offers_the_yes(cast, read):
    said = read(cast.mei)
    assert APPROVE in said and "This was changed" not in said


def test_whoever_decides_is_told_to_return_it(cast, asked_about, read):
    Unit.objects.filter(pk=asked_about.pk).update(name="Other")
    said = read(cast.mei)
    assert "Return it, so that it is handed in again." in said
    assert RETURN in said and APPROVE not in said


def test_whoever_asked_is_told_to_withdraw_it_and_ask_again(cast, asked, asked_about, read):
    Unit.objects.filter(pk=asked_about.pk).update(name="Other")
    said = read(cast.wei)
    assert "Withdraw it and ask again." in said
    assert reverse("approvals:withdrawal", args=[asked.pk]) in said
