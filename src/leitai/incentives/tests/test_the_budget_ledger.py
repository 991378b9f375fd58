"""A budget line never gives more than it has, unless finance says so and why."""

import contextlib
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from leitai.incentives.actions import (
    commit_budget,
    plan_budget,
    recover_budget,
    release_budget,
    revise_budget,
    spend_budget,
)
from leitai.incentives.errors import BudgetError
from leitai.incentives.queries.budget import balance_of, balance_with_subject, subjects_of
from leitai.organization.models import Unit
from tests.people import NOW, Role, grant, make_cast


def line_of(cast, planned=1000):
    return plan_budget(
        name="国庆攻坚赛", unit=cast.east, start=date(2026, 10, 1), end=date(2027, 1, 1),
        planned=Decimal(planned), by=cast.tang.user, at=NOW,
    )  # fmt: skip


def test_committing_spending_and_letting_go(cast):
    line, facts = line_of(cast), {"by": cast.hemin.user, "at": NOW, "reason": "奖金"}
    commit_budget(line=line, subject=cast.east, amount=Decimal(600), **facts)
    assert balance_of(line).free == 400
    spend_budget(line=line, subject=cast.east, amount=Decimal(500), **facts)
    assert (balance_of(line).committed, balance_of(line).spent) == (100, 500)
    release_budget(line=line, subject=cast.east, **facts)
    assert balance_of(line).free == 500
    assert release_budget(line=line, subject=cast.east, **facts) is None


def test_spending_beyond_what_is_held_takes_from_what_is_free(cast):
    line, facts = line_of(cast), {"by": cast.hemin.user, "at": NOW, "reason": "奖金"}
    commit_budget(line=line, subject=cast.east, amount=Decimal(300), **facts)
    commit_budget(line=line, subject=cast.south, amount=Decimal(300), **facts)
    spend_budget(line=line, subject=cast.east, amount=Decimal(700), **facts)
    assert balance_of(line).free == 0
    with pytest.raises(BudgetError) as refused:
        spend_budget(line=line, subject=cast.east, amount=Decimal("0.01"), **facts)
    assert refused.value.code == "short"


def test_only_finance_goes_over_and_says_why(cast):
    line, facts = line_of(cast), {"line": line_of(cast), "subject": cast.east, "amount": Decimal(1500), "at": NOW}
    with pytest.raises(BudgetError) as refused:
        commit_budget(**facts, by=cast.hemin.user, reason="抢单", over=True)
    assert refused.value.code == "over_needs_finance"
    with pytest.raises(BudgetError) as refused:
        commit_budget(**facts, by=cast.tang.user, reason=" ", over=True)
    assert refused.value.code == "over_needs_reason"
    entry = commit_budget(**facts, by=cast.tang.user, reason="总经理特批", over=True)
    assert entry.over and balance_of(facts["line"]).free == -500
    assert not commit_budget(
        line=line, subject=cast.east, amount=Decimal(1), by=cast.tang.user, at=NOW, reason="", over=True
    ).over


def test_what_was_spent_can_come_back_but_not_more(cast):
    line, facts = line_of(cast), {"by": cast.hemin.user, "at": NOW, "reason": "撤回"}
    spend_budget(line=line, subject=cast.east, amount=Decimal(200), **facts)
    with pytest.raises(BudgetError) as refused:
        recover_budget(line=line, subject=cast.south, amount=Decimal(1), **facts)
    assert refused.value.code == "not_spent"
    recover_budget(line=line, subject=cast.east, amount=Decimal(200), **facts)
    assert balance_of(line).free == 1000


def test_a_plan_is_not_cut_below_what_is_used(cast):
    line = line_of(cast)
    commit_budget(line=line, subject=cast.east, amount=Decimal(600), by=None, at=NOW, reason="奖金")
    with pytest.raises(BudgetError) as refused:
        revise_budget(line=line, planned=Decimal(599), reason="缩减", by=cast.tang.user, at=NOW)
    assert refused.value.code == "below_used"
    assert revise_budget(line=line, planned=Decimal(600), reason="缩减", by=cast.tang.user, at=NOW).planned == 600


def test_a_line_opens_to_its_subjects(cast):
    line = line_of(cast)
    commit_budget(line=line, subject=cast.east, amount=Decimal(300), by=None, at=NOW, reason="奖金")
    spend_budget(line=line, subject=cast.south, amount=Decimal(200), by=None, at=NOW, reason="奖金")
    found = subjects_of(line)
    assert found["organization.unit", cast.east.pk].committed == 300
    assert found["organization.unit", cast.south.pk].spent == 200


def test_whoever_is_finance_from_today_on_goes_over_from_midnight_in_the_companys_zone(cast):
    midnight = datetime(2026, 11, 30, 16, tzinfo=UTC)
    role = grant(cast.mei.user, Role.FINANCE)
    role.start = date(2026, 12, 1)
    role.save()
    given = {"subject": cast.east, "amount": Decimal(1001), "by": cast.mei.user, "reason": "急", "over": True}
    with pytest.raises(BudgetError):
        commit_budget(line=line_of(cast), at=midnight - timedelta(minutes=30), **given)
    assert commit_budget(line=line_of(cast), at=midnight + timedelta(minutes=30), **given).over


def test_the_message_names_what_is_left(cast):
    with translation.override("en"), pytest.raises(BudgetError) as refused:
        commit_budget(line=line_of(cast), subject=cast.east, amount=Decimal("1000.01"), by=None, at=NOW, reason="奖金")
    assert "1,000.00" in str(refused.value) and "1,000.01" in str(refused.value)


class AnyHistory(TestCase):
    """Whatever is tried, in any order: the sums are the entries', and nothing goes below zero."""

    STEP = st.tuples(
        st.sampled_from([commit_budget, release_budget, spend_budget, recover_budget]),
        st.integers(0, 1),
        st.integers(-1, 700).map(Decimal),
    )

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(STEP, max_size=12))
    def test_nothing_goes_below_zero(self, steps):
        from leitai.organization.models import Company

        cast = make_cast() if not Company.objects.exists() else None
        line = line_of(cast)
        units = list(Unit.objects.order_by("id"))[1:]
        for action, which, amount in steps:
            with contextlib.suppress(BudgetError):
                action(line=line, subject=units[which], amount=amount, by=None, at=NOW, reason="试")
        whole = balance_of(line)
        parts = [balance_with_subject(line, unit) for unit in units]
        assert whole.free >= 0
        assert all(part.committed >= 0 and part.spent >= 0 for part in parts)
        assert sum(part.used for part in parts) == whole.used
