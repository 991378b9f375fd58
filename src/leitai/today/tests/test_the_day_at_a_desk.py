"""Operations and finance see what waits for them, each line with its page; a director sees who is behind."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from leitai.imports.models import Batch
from leitai.incentives.actions import commit_budget, plan_budget
from leitai.incentives.models import Run
from leitai.organization.models import Membership, Person
from leitai.sales.models import Source
from leitai.today.tests.test_the_day_of_a_lead import order
from tests.people import NOW

SIGNED_IN = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def on_a_fixed_day(settings):
    settings.LEITAI_NOW = NOW.isoformat()


def day_of(client, person):
    client.force_login(person.user, backend=SIGNED_IN)
    answer = client.get("/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_with_nothing_to_do_the_page_says_so(cast, client):
    for person in (cast.hemin, cast.tang):
        assert "今天没有要你处理的事" in day_of(client, person)


def test_operations_see_what_stopped_and_what_is_not_settled(cast, client):
    batch = Batch.objects.create(
        kind="records", file_name="十月订单.csv", created_at=NOW, state=Batch.State.FAILED, created_by=cast.hemin.user
    )
    homeless = Person.objects.create(name="阿无", code="N1")
    said = day_of(client, cast.hemin)
    assert "十月订单.csv" in said and f"/imports/{batch.pk}/" in said
    assert "1 人不属于任何部门" in said and "阿无" in said and "?unit=none" in said
    assert "阿无" in client.get(reverse("organization:people") + "?unit=none").content.decode()
    assert (
        "伟"
        not in client.get(reverse("organization:people") + "?unit=none").content.decode().partition('id="people"')[2]
    )
    Membership.objects.create(person=homeless, unit=cast.east, start=date(2026, 1, 1))
    assert "不属于任何部门" not in day_of(client, cast.hemin)


def test_finance_sees_the_runs_and_the_budgets_that_run_out(cast, client):
    run = Run.objects.create(
        start=date(2026, 10, 1), end=date(2026, 11, 1), requested_at=NOW, frozen_at=NOW, calculated_at=NOW
    )
    nearly, half = (
        plan_budget(
            name=name, unit=None, start=date(2026, 1, 1), end=date(2027, 1, 1), planned=Decimal(1000),
            by=cast.tang.user, at=NOW,
        )
        for name in ("快用完的", "还有的")
    )  # fmt: skip
    commit_budget(line=nearly, subject=cast.east, amount=Decimal(900), by=cast.tang.user, at=NOW, reason="")
    commit_budget(line=half, subject=cast.east, amount=Decimal(500), by=cast.tang.user, at=NOW, reason="")
    said = day_of(client, cast.tang)
    assert f"/incentives/runs/{run.pk}/" in said and "已核算，等你核对后送审" in said
    assert "快用完的" in said and "已用 90%" in said and "还有的" not in said


def test_a_director_who_also_pays_keeps_the_day_of_a_director(cast, client):
    order(Source.objects.create(code="test", name="test"), cast.wei, "A1", 5)
    assert "要留意" not in day_of(client, cast.shen)


def test_the_day_costs_the_same_for_little_and_much(cast, client):
    def cost():
        with CaptureQueriesContext(connection) as seen:
            day_of(client, cast.hemin)
        return len(seen)

    Person.objects.create(name="人", code="N")
    Batch.objects.create(kind="records", file_name="0.csv", created_at=NOW, state=Batch.State.FAILED)
    day_of(client, cast.hemin)
    few = cost()
    Person.objects.bulk_create(Person(name=f"人{n}", code=f"N{n}") for n in range(9))
    for n in range(1, 9):
        Batch.objects.create(kind="records", file_name=f"{n}.csv", created_at=NOW, state=Batch.State.FAILED)
    assert cost() == few
