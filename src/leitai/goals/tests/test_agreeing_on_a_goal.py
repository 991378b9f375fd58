"""A goal is proposed, discussed, agreed, revised and withdrawn; every step stays on record."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from leitai.approvals.actions import decide
from leitai.approvals.models import Verdict
from leitai.approvals.queries import latest_request, seats_waiting_for
from leitai.goals.actions import repropose, revise_goal, unset_targets, withdraw_goal
from leitai.goals.actions.proposing import next_revision
from leitai.goals.models import Agreement, Goal
from leitai.goals.numbers import Numbers
from leitai.goals.queries import state_of, targets
from leitai.goals.spoken import said_period
from leitai.goals.tests.setting import FOURTH_QUARTER, NOVEMBER, YUAN, held_to, propose
from leitai.metrics.queries import by_code
from leitai.notifications import phrases
from leitai.organization.actions import end_employment
from leitai.sales.tests.posting import order, post
from leitai.tally.periods import Period
from tests.people import DAY, NOW


def fresh(goal) -> Goal:
    return Goal.objects.select_related("in_force", "metric__current", "person", "unit", "withdrawal").get(pk=goal.pk)


def say(goal, person, verdict=Verdict.APPROVED, reason="", kind="agreement"):
    return decide(request=latest_request(goal, kind=kind), by=person.user, verdict=verdict, reason=reason, at=NOW)


def target(person):
    return targets(by_code("net_sales"), NOVEMBER, person_ids=[person.pk]).get(person.pk)


def test_a_lead_proposes_and_the_owner_agrees(cast):
    goal = propose(cast.wei, 100, by=cast.mei.user)
    assert (state_of(fresh(goal)).name, target(cast.wei)) == ("proposed", None)
    assert [seat.approver for seat in seats_waiting_for(cast.wei.user, on=DAY)] == [cast.wei.user]
    say(goal, cast.wei)
    assert (state_of(fresh(goal)).name, target(cast.wei)) == ("agreed", 100 * YUAN)


def test_a_rep_proposes_and_the_lead_confirms(cast):
    goal = propose(cast.wei, 100, by=cast.wei.user)
    say(goal, cast.mei)
    assert state_of(fresh(goal)).name == "agreed"


def test_a_director_proposes_to_a_unit_and_its_lead_agrees(cast):
    goal = propose(cast.east, 100, by=cast.shen.user)
    say(goal, cast.mei)
    assert state_of(fresh(goal)).name == "agreed"


def test_the_lead_of_a_unit_does_not_agree_with_herself(cast):
    goal = propose(cast.east, 100, by=cast.mei.user)
    assert not seats_waiting_for(cast.mei.user, on=DAY)
    say(goal, cast.shen)
    assert state_of(fresh(goal)).name == "agreed"


def test_operations_proposing_ask_the_owner_alone(cast):
    goal = propose(cast.chen, 100, by=cast.hemin.user)
    say(goal, cast.chen)
    assert state_of(fresh(goal)).name == "agreed"


def test_a_returned_goal_comes_back_with_another_number(cast):
    goal = propose(cast.wei, 100, by=cast.mei.user)
    say(goal, cast.wei, Verdict.RETURNED, "太高了")
    assert state_of(fresh(goal)).name == "returned"
    repropose(goal=fresh(goal), numbers=Numbers(target=80 * YUAN), reason="按爬坡", by=cast.mei.user, at=NOW)
    say(goal, cast.wei)
    assert target(cast.wei) == 80 * YUAN
    assert goal.revisions.count() == 2


def test_a_revision_binds_only_when_agreed(cast):
    goal = propose(cast.wei, 100, by=cast.mei.user)
    say(goal, cast.wei)
    revise_goal(goal=goal, numbers=Numbers(target=120 * YUAN), reason="签了大客户", by=cast.mei.user, at=NOW)
    assert (state_of(fresh(goal)).name, target(cast.wei)) == ("revising", 100 * YUAN)
    with pytest.raises(ValidationError):
        revise_goal(goal=goal, numbers=Numbers(target=130 * YUAN), reason="再加", by=cast.mei.user, at=NOW)
    say(goal, cast.wei, kind="revision")
    assert (state_of(fresh(goal)).name, target(cast.wei)) == ("agreed", 120 * YUAN)
    assert Agreement.objects.filter(revision__goal=goal).count() == 2


def test_a_rejected_revision_leaves_the_goal_as_it_was(cast):
    goal = held_to(cast.wei, 100)
    revise_goal(goal=goal, numbers=Numbers(target=50 * YUAN), reason="客户延期", by=cast.wei.user, at=NOW)
    say(goal, cast.mei, Verdict.REJECTED, "还有时间", kind="revision")
    assert (state_of(fresh(goal)).name, target(cast.wei)) == ("agreed", 100 * YUAN)


@pytest.mark.parametrize(
    "reason, amount, code", [("", 90, "reason_missing"), ("没变", 100, "same_number"), ("归零", 0, "zero_target")]
)
def test_a_revision_says_why_and_what(cast, reason, amount, code):
    goal = held_to(cast.wei, 100)
    with pytest.raises(ValidationError) as refused:
        revise_goal(goal=goal, numbers=Numbers(target=amount * YUAN), reason=reason, by=cast.mei.user, at=NOW)
    assert refused.value.code == code


def test_a_withdrawn_goal_binds_nobody_and_its_request_goes_with_it(cast):
    goal = propose(cast.wei, 100, by=cast.mei.user)
    withdraw_goal(goal=goal, reason="重复了", by=cast.mei.user, at=NOW)
    assert not seats_waiting_for(cast.wei.user, on=DAY)
    assert state_of(fresh(goal)).name == "withdrawn"
    again = propose(cast.wei, 100, by=cast.mei.user)
    say(again, cast.wei)
    assert target(cast.wei) == 100 * YUAN


def test_growth_freezes_its_base_when_agreed(cast):
    post(order(cast.wei, "200", "1", day=date(2026, 10, 5)))
    goal = propose(cast.wei, 0, by=cast.mei.user, growth="previous", numbers=Numbers(rate=200_000))
    post(order(cast.wei, "300", "2", day=date(2026, 10, 6)))
    say(goal, cast.wei)
    post(order(cast.wei, "9000", "3", day=date(2026, 10, 7)))
    in_force = fresh(goal).in_force
    assert (in_force.growth_base, in_force.target) == (500 * YUAN, 600 * YUAN)


def test_growth_on_nothing_cannot_be_agreed(cast):
    goal = propose(cast.wei, 0, by=cast.mei.user, growth="previous", numbers=Numbers(rate=200_000))
    with pytest.raises(ValidationError) as refused:
        say(goal, cast.wei)
    assert refused.value.code == "no_base"
    assert state_of(fresh(goal)).name == "proposed"


def refuse(wanted, owner, amount=100, **rest):
    with pytest.raises(ValidationError) as refused:
        propose(owner, amount, **rest)
    assert refused.value.code == wanted


def test_bad_goals_are_refused_by_name(cast):
    by = cast.mei.user
    held_to(cast.wei, 100)
    refuse("same_period", cast.wei, by=by)
    refuse("overlapping", cast.wei, by=by, period=Period(date(2026, 11, 15), date(2026, 12, 15)))
    refuse("zero_target", cast.li, 0, by=by)
    refuse("negative_target", cast.li, -5, by=by)
    refuse("period_over", cast.li, by=by, period=Period.month(2026, 10))
    refuse("levels_crossed", cast.li, by=by, numbers=Numbers(target=5, base=9))
    refuse("ratio_too_large", cast.li, by=by, code="win_rate", numbers=Numbers(target=90_000_000))
    refuse("growth_of_ratio", cast.li, by=by, code="win_rate", growth="previous", numbers=Numbers(rate=9))
    end_employment(person=cast.li, left_on=date(2026, 11, 1), by=cast.an, at=NOW)
    cast.li.refresh_from_db()
    refuse("owner_left", cast.li, by=by)


def test_a_part_lies_within_its_parent(cast):
    whole = held_to(cast.east, 300, FOURTH_QUARTER)
    by = cast.mei.user
    assert propose(cast.wei, 100, by=by, parent=whole).parent == whole
    refuse("not_part", cast.chen, by=by, parent=whole)
    refuse("not_part", cast.li, by=by, parent=whole, period=Period.quarter(2027, 1))
    refuse("not_part", cast.li, by=by, parent=whole, code="orders")


def test_a_target_that_was_set_is_not_undone_by_a_later_yes(cast):
    goal = propose(cast.wei, 100, by=cast.mei.user)
    asked = latest_request(goal, kind="agreement")
    held_to(cast.wei, 500)
    assert not seats_waiting_for(cast.wei.user, on=DAY)
    with pytest.raises(ValidationError) as refused:
        decide(request=asked, by=cast.wei.user, verdict=Verdict.APPROVED, at=NOW)
    assert (refused.value.code, target(cast.wei)) == ("over", 500 * YUAN)


def test_a_change_that_waits_is_settled_by_a_number_set(cast):
    goal = held_to(cast.wei, 100)
    revise_goal(goal=goal, numbers=Numbers(target=50 * YUAN), reason="客户延期", by=cast.wei.user, at=NOW)
    held_to(cast.wei, 500)
    assert not seats_waiting_for(cast.mei.user, on=DAY)
    assert (state_of(fresh(goal)).name, target(cast.wei)) == ("agreed", 500 * YUAN)


def test_a_yes_to_an_older_number_changes_nothing(cast):
    goal = propose(cast.wei, 100, by=cast.mei.user)
    next_revision(goal, Numbers(target=300 * YUAN), by=cast.mei.user, at=NOW)
    with pytest.raises(ValidationError) as refused:
        say(goal, cast.wei)
    assert (refused.value.code, target(cast.wei)) == ("changed", None)


def test_undoing_a_setting_leaves_nothing_to_say_yes_to(cast):
    goal = held_to(cast.wei, 100)
    held_to(cast.wei, 200)
    revise_goal(goal=fresh(goal), numbers=Numbers(target=50 * YUAN), reason="客户延期", by=cast.wei.user, at=NOW)
    unset_targets(goals=[fresh(goal)], before={goal.pk: 100 * YUAN}, reason="撤销导入", by=cast.hemin.user, at=NOW)
    assert not seats_waiting_for(cast.mei.user, on=DAY)
    assert target(cast.wei) == 100 * YUAN


@pytest.mark.parametrize(
    ("period", "english", "chinese"),
    [
        (NOVEMBER, "November 2026", "2026 年 11 月"),
        (FOURTH_QUARTER, "Q4 2026", "2026 年 4 季度"),
        (Period.half(2026, 2), "second half of 2026", "2026 年下半年"),
        (Period.year(2026), "2026", "2026 年"),
        (Period(date(2026, 11, 3), date(2026, 11, 10)), "3 Nov 2026 to 9 Nov 2026", "2026年11月3日至2026年11月9日"),
    ],
)
def test_the_period_of_what_is_asked_is_said_in_the_readers_language(period, english, chinese):
    kept = phrases.pack_value(said_period(period))
    for language, said in (("en", english), ("zh-hans", chinese)):
        with translation.override(language):
            assert phrases.say(kept) == said
