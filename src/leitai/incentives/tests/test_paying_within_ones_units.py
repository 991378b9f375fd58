"""Whoever pays for one unit pays nobody else, whatever another role lets them see."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from leitai.incentives.actions import AwardDraft, assign_scheme, commit_budget, create_scheme, grant_awards, plan_budget
from leitai.incentives.errors import BudgetError
from leitai.incentives.models import Award, BudgetLine, Redemption, SchemeAssignment
from leitai.incentives.queries.paying import schemes_payable_by
from leitai.incentives.tests.paying import NOVEMBER, OCTOBER, START, pay, scheme_for, sell
from leitai.incentives.tests.test_the_pages import page, typed
from leitai.organization.rights import rights_of
from tests.people import DAY, NOW, Role, Scope, grant, hire


@pytest.fixture(autouse=True)
def on_a_fixed_day(settings):
    settings.LEITAI_NOW = "2026-11-18T09:00:00+08:00"


@pytest.fixture(params=["pays 华东", "pays 华东 and sees all"])
def payer(cast, client, request):
    """Sales operations of 华东; once more with a role that sees the whole company."""
    person = hire("运营", "yunying", cast.east, Role.OPERATIONS, unit=cast.east)
    if "sees all" in request.param:
        grant(person.user, Role.OBSERVER, scope=Scope.ALL)
    client.force_login(person.user)
    return person


def post(client, address, /, *arguments, **given):
    return client.post(reverse(f"incentives:{address}", args=arguments), given)


def line_of(unit, name="奖金"):
    span = {"start": date(2026, 1, 1), "end": date(2027, 1, 1)}
    return plan_budget(name=name, unit=unit, planned=Decimal(1000), by=None, at=NOW, **span)


def test_the_companys_scheme_is_read_and_not_touched(cast, client, payer):
    scheme = scheme_for(cast)
    [assignment] = scheme.assignments.all()
    assert "scheme_draft" not in page(client, "scheme", scheme.pk)
    for answer in (
        post(client, "unassign_scheme", scheme.pk, assignment.pk),
        post(client, "assign_scheme", scheme.pk, unit=cast.east.pk, start="2026-12-01"),
        post(client, "scheme_draft", scheme.pk, **typed(("0", "", "90%"))),
        post(client, "scheme_preview", scheme.pk, **typed(("0", "", "90%"))),
    ):
        assert answer.status_code == 404
    assert SchemeAssignment.objects.get().end is None and scheme.versions.count() == 1


def test_a_scheme_of_ones_own_people_is_written_and_reaches_nobody_else(cast, client, payer):
    line = line_of(cast.east)
    line_of(None, "全公司")
    assert post(client, "new_scheme", name="华东奖", pays="month", budget_line=line.pk).status_code == 302
    [scheme] = schemes_payable_by(rights_of(payer.user, on=DAY), on=DAY)
    for given in ({"unit": cast.south.pk}, {"person": cast.chen.pk}, {"role": Role.REP}):
        assert post(client, "assign_scheme", scheme.pk, start="2026-12-01", **given).status_code == 422
    assert post(client, "assign_scheme", scheme.pk, start="2026-12-01", unit=cast.east.pk).status_code == 302
    assert post(client, "scheme_draft", scheme.pk, **typed(("0", "", "3%"))).status_code == 302
    assign_scheme(scheme=scheme, person=cast.chen, start=START, by=None, at=NOW)
    assert post(client, "scheme_draft", scheme.pk, **typed(("0", "", "4%"))).status_code == 404


def test_somebody_elses_scheme_with_nobody_on_it_yet_is_not_theirs(cast, client, payer):
    scheme = create_scheme(name="别人的", pays="month", budget_line=None, by=cast.hemin.user, at=NOW)
    assert client.get(reverse("incentives:scheme_draft", args=[scheme.pk])).status_code == 404


def test_budget_is_planned_and_revised_for_ones_own_units(cast, client, payer):
    given = {"name": "冲刺", "planned": "100", "start": "2026-11-01", "last": "2026-11-30"}
    for unit in ("", cast.south.pk):
        assert post(client, "new_budget", unit=unit, **given).status_code == 422
    assert post(client, "new_budget", unit=cast.east.pk, **given).status_code == 302
    assert BudgetLine.objects.get().unit == cast.east


def test_a_line_one_only_sees_is_not_revised(cast, client, payer):
    grant(payer.user, Role.DIRECTOR, scope=Scope.ALL)
    line = line_of(None)
    assert post(client, "budget_line", line.pk, planned="9", reason="x").status_code == 200
    line.refresh_from_db()
    assert line.planned == 1000


def test_finance_of_one_unit_goes_over_its_own_lines_only(cast, payer):
    grant(payer.user, Role.FINANCE, scope=Scope.UNIT, unit=cast.east)
    given = {"subject": cast.wei, "amount": Decimal(1001), "by": payer.user, "at": NOW, "reason": "急", "over": True}
    with pytest.raises(BudgetError) as refused:
        commit_budget(line=line_of(None), **given)
    assert refused.value.code == "over_needs_finance"
    assert commit_budget(line=line_of(cast.east, "华东"), **given).over


def test_awards_are_granted_to_ones_own_people(cast, client, payer):
    for person, expected in ((cast.chen, 422), (cast.wei, 302)):
        answer = post(client, "new_award", person=person.pk, kind="points", points="100", why="x")
        assert answer.status_code == expected
    assert Award.objects.get().person == cast.wei


def test_awards_of_others_are_neither_withdrawn_nor_told_in_money(cast, client, payer):
    line = line_of(None)
    title = AwardDraft(kind="title", text="冠军", why="w", unit=cast.south)
    money = AwardDraft(kind="money", amount=Decimal("876.54"), why="w", person=cast.chen)
    for award in grant_awards(awards=[title, money], budget_line=line, by=None, at=NOW):
        assert post(client, "withdraw_award", award.pk, reason="x").status_code == 404
    assert not Award.objects.filter(withdrawal__isnull=False).exists()
    assert "876.54" not in page(client, "awards")
    [own] = grant_awards(awards=[AwardDraft(kind="title", text="冠军", why="w", unit=cast.east)],
                         budget_line=None, by=None, at=NOW)  # fmt: skip
    post(client, "withdraw_award", own.pk, reason="x")
    assert Award.objects.filter(withdrawal__isnull=False).get() == own


def test_points_are_taken_from_ones_own_people(cast, client, payer):
    drafts = [AwardDraft(kind="points", person=person, points=100, why="x") for person in (cast.wei, cast.chen)]
    grant_awards(awards=drafts, budget_line=None, by=None, at=NOW)
    assert "陈" not in page(client, "points")
    assert post(client, "redeem_points", person=cast.chen.pk, points="50", text="耳机").status_code == 422
    assert post(client, "redeem_points", person=cast.wei.pk, points="50", text="耳机").status_code == 302
    assert Redemption.objects.get().person == cast.wei


def test_a_run_tells_what_ones_own_people_are_paid(cast, client, payer):
    scheme_for(cast)
    for period in (OCTOBER, NOVEMBER):
        for person, amount in ((cast.wei, 100_000), (cast.chen, 123_000)):
            number = f"{person.code}-{period.start}"
            sell(person, amount if period == OCTOBER else amount * 2, period.start, number)
        run = pay(cast, period)
    said = page(client, "run", run.pk)
    assert "伟" in said and "6,000.00" in said
    assert "陈" not in said and "7,380.00" not in said and "13,380" not in said
