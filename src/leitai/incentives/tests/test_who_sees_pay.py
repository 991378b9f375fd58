"""A statement is its person's own; those who pay see it and leave a trace; heads see totals that tell no single pay."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from leitai.accounts.roles import Role
from leitai.audit.models import Entry
from leitai.incentives.queries.statements import statements_visible_to, unit_totals
from leitai.incentives.tests.paying import OCTOBER, at, calculate, finalise, pay, scheme_for, sell, statement_of
from leitai.organization.rights import rights_of
from tests.people import DAY, grant, hire


@pytest.fixture(autouse=True)
def on_a_fixed_day(settings):
    settings.LEITAI_NOW = "2026-11-18T09:00:00+08:00"


@pytest.fixture
def paid(cast):
    scheme_for(cast)
    for place, person in enumerate((cast.wei, cast.li, cast.chen)):
        sell(person, 100_000 * (place + 1), date(2026, 10, 9), f"SO-{place}")
    cast.run = pay(cast, OCTOBER)
    return cast


def seen_by(cast, name):
    user = cast.an if name == "an" else getattr(cast, name).user
    found = statements_visible_to(rights_of(user, on=DAY), on=DAY)
    return sorted(found.values_list("person__name", flat=True))


@pytest.mark.parametrize(
    ("viewer", "sees"),
    [
        ("wei", ["伟"]), ("chen", ["陈"]), ("mei", []), ("qiang", []), ("shen", []),
        ("hemin", ["丽", "伟", "陈"]), ("tang", ["丽", "伟", "陈"]), ("an", ["丽", "伟", "陈"]),
    ],
)  # fmt: skip
def test_who_opens_whose_statement(paid, viewer, sees):
    assert seen_by(paid, viewer) == sorted(sees)


def test_operations_of_one_unit_pay_that_unit(paid):
    someone = hire("运营", "yunying", paid.south, Role.OPERATIONS, unit=paid.south)
    found = statements_visible_to(rights_of(someone.user, on=DAY), on=DAY)
    assert [each.person for each in found] == [paid.chen]


def test_a_statement_is_its_persons_only_once_it_is_final(cast):
    scheme_for(cast)
    sell(cast.wei, 100_000, date(2026, 10, 9), "SO-1")
    run = calculate(cast, OCTOBER)
    assert seen_by(cast, "wei") == [] and seen_by(cast, "hemin") == ["伟"]
    finalise(cast, run, at(OCTOBER.end))
    assert seen_by(cast, "wei") == ["伟"]


def test_every_look_at_anothers_pay_is_written_down(paid, client):
    statement = statement_of(paid.run, paid.wei)
    address = reverse("incentives:statement", args=[statement.pk])
    client.force_login(paid.wei.user)
    assert client.get(address).status_code == 200
    assert not Entry.objects.filter(subject_type="incentives.statement", verb="viewed").exists()
    client.force_login(paid.hemin.user)
    client.get(address)
    client.get(reverse("incentives:line", args=[statement.pk, statement.lines.get().pk]))
    looks = Entry.objects.filter(subject_type="incentives.statement", subject_id=statement.pk, verb="viewed")
    assert [each.actor for each in looks] == [paid.hemin.user] * 2


@pytest.mark.parametrize("viewer", ["chen", "mei", "shen", "li"])
def test_a_stranger_gets_404(paid, client, viewer):
    client.force_login(getattr(paid, viewer).user)
    statement = statement_of(paid.run, paid.wei)
    line = statement.lines.get()
    for address in (
        reverse("incentives:statement", args=[statement.pk]), reverse("incentives:line", args=[statement.pk, line.pk]),
    ):  # fmt: skip
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("name", ["runs", "schemes", "budget", "disputes", "new_award", "new_scheme"])
def test_a_rep_has_no_pages_of_those_who_pay(paid, client, name):
    client.force_login(paid.wei.user)
    assert client.get(reverse(f"incentives:{name}")).status_code == 404


def test_a_head_sees_totals_of_three_and_more(paid):
    totals = {each.unit: each for each in unit_totals(rights_of(paid.shen.user, on=DAY), paid.run)}
    assert totals[paid.whole].total == Decimal(3000 + 6000 + 9000)
    assert totals[paid.east].people == 2 and totals[paid.east].total is None
    assert paid.south in totals and totals[paid.south].total is None
    sell(paid.mei, 50_000, date(2026, 10, 20), "SO-9", on=date(2026, 11, 3))
    assert [each.unit for each in unit_totals(rights_of(paid.mei.user, on=DAY), paid.run)] == [paid.east]


def test_a_head_opens_totals_and_not_the_run(paid, client):
    client.force_login(paid.shen.user)
    page = client.get(reverse("incentives:run", args=[paid.run.pk])).content.decode()
    assert "18,000.00" in page and "9,000.00" not in page


def test_a_lead_who_also_pays_sees_all(paid):
    grant(paid.mei.user, Role.FINANCE)
    assert seen_by(paid, "mei") == ["丽", "伟", "陈"]
