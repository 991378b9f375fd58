"""A goal is split into parts that add up to it exactly, whatever was pinned."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from leitai.approvals.queries import latest_request
from leitai.goals.actions import SplitPart, revise_goal, split_goal
from leitai.goals.models import Goal
from leitai.goals.numbers import Numbers
from leitai.goals.queries import parts_of, state_of
from leitai.goals.tests.setting import FOURTH_QUARTER, NOVEMBER, YUAN, held_to
from leitai.goals.weights import candidates, dimensions_of, step_of, weights
from leitai.organization.queries import work_calendar
from leitai.sales.tests.posting import order, post
from leitai.tally.allocation import allocate
from leitai.tally.periods import Period
from tests.people import DAY, NOW, make_cast


def split(goal, parts, by, **rest):
    return split_goal(goal=goal, parts=parts, by=by.user, at=NOW, **rest)


def people(goal, *amounts):
    return [SplitPart(person, goal.period, amount * YUAN) for person, amount in amounts]


def test_parts_of_other_owners_are_proposed_to_them(cast):
    goal = held_to(cast.east, 150)
    made = split(goal, people(goal, (cast.wei, 100), (cast.li, 50)), cast.mei)
    assert [state_of(part).name for part in made] == ["proposed", "proposed"]
    assert latest_request(made[0], kind="agreement").open
    (parts,) = parts_of(goal)
    assert (parts.dimension, parts.sum, parts.adds_up) == ("people", 150 * YUAN, True)


def test_parts_over_time_bind_at_once(cast):
    goal = held_to(cast.wei, 300, FOURTH_QUARTER)
    months = [SplitPart(cast.wei, month, 100 * YUAN) for month in FOURTH_QUARTER.split("month")]
    assert [state_of(part).name for part in split(goal, months, cast.wei)] == ["agreed"] * 3


def test_parts_that_do_not_add_up_are_refused_to_the_last_digit(cast):
    goal = held_to(cast.east, 150)
    with pytest.raises(ValidationError) as refused:
        split(goal, [SplitPart(cast.wei, NOVEMBER, 150 * YUAN - 1)], cast.mei)
    assert refused.value.code == "parts_do_not_add_up"
    assert not Goal.objects.filter(person=cast.wei).exists()


def test_what_does_not_add_up_by_nature_is_not_split(cast):
    goal = held_to(cast.east, 90, code="win_rate")
    with pytest.raises(ValidationError) as refused:
        split(goal, people(goal, (cast.wei, 90)), cast.mei)
    assert refused.value.code == "ratio_not_split"


def test_splitting_again_over_time_revises_the_parts(cast):
    goal = held_to(cast.wei, 300, FOURTH_QUARTER)
    months = FOURTH_QUARTER.split("month")
    split(goal, [SplitPart(cast.wei, month, 100 * YUAN) for month in months], cast.wei)
    made = split(
        goal,
        [SplitPart(cast.wei, month, amount * YUAN) for month, amount in zip(months, (50, 100, 150), strict=True)],
        cast.wei,
    )
    assert Goal.objects.filter(parent=goal).count() == 3
    assert [part.in_force.target // YUAN for part in made] == [50, 100, 150]


def test_a_goal_that_was_there_becomes_a_part(cast):
    own = held_to(cast.wei, 100)
    goal = held_to(cast.east, 100)
    assert split(goal, people(goal, (cast.wei, 100)), cast.mei) == [own]
    assert Goal.objects.get(pk=own.pk).parent == goal


def test_changing_an_agreed_part_needs_a_reason_and_a_yes(cast):
    held_to(cast.wei, 90)
    goal = held_to(cast.east, 100)
    with pytest.raises(ValidationError):
        split(goal, people(goal, (cast.wei, 100)), cast.mei)
    (part,) = split(goal, people(goal, (cast.wei, 100)), cast.mei, reason="多一家客户")
    assert state_of(Goal.objects.select_related("in_force").get(pk=part.pk)).name == "revising"


def test_the_sum_says_so_when_a_part_changes(cast):
    goal = held_to(cast.wei, 300, FOURTH_QUARTER)
    made = split(goal, [SplitPart(cast.wei, month, 100 * YUAN) for month in FOURTH_QUARTER.split("month")], cast.wei)
    revise_goal(goal=made[1], numbers=Numbers(target=80 * YUAN), reason="春节前移", by=cast.shen.user, at=NOW)
    agreed = Goal.objects.get(pk=made[1].pk)
    if agreed.in_force.target != 80 * YUAN:
        from leitai.approvals.actions import decide

        decide(request=latest_request(agreed, kind="revision"), by=cast.wei.user, verdict="approved", at=NOW)
    (parts,) = parts_of(goal)
    assert parts.difference == -20 * YUAN


def test_weights_follow_last_year_workdays_or_nothing(cast):
    post(
        order(cast.wei, "300", "1", day=date(2025, 11, 5)),
        order(cast.li, "100", "2", day=date(2025, 11, 6)),
        order(cast.wei, "1", "3"),
    )
    goal = held_to(cast.east, 400)
    some = candidates(goal, "people", on=DAY)
    by_name = dict(zip([each.name for each in some], weights(goal, some, "last_year"), strict=True))
    assert by_name["伟"] == 300 * YUAN
    assert weights(goal, some, "even") == [1] * len(some)
    quarter = held_to(cast.wei, 300, FOURTH_QUARTER)
    months = candidates(quarter, "periods", on=DAY)
    calendar = work_calendar(2026)
    assert weights(quarter, months, "workday") == [calendar.count(each.period) for each in months]


def test_a_year_is_split_into_quarters_and_a_month_not_at_all(cast):
    assert len(candidates(held_to(cast.wei, 100, Period.year(2026)), "periods", on=DAY)) == 4
    assert dimensions_of(held_to(cast.wei, 100)) == []
    assert dimensions_of(held_to(cast.whole, 100)) == ["units", "people"]


class AnySplit(TestCase):
    @settings(max_examples=settings.default.max_examples // 3)
    @given(
        total=st.integers(1, 10**10).map(lambda n: n * 100),
        shares=st.lists(st.integers(0, 10**9), min_size=1, max_size=6),
        pin=st.integers(0, 10**10),
    )
    def test_comes_to_the_whole_exactly(self, total, shares, pin):
        cast = make_cast()
        owner = cast.wei
        goal = held_to(owner, 1, Period(date(2026, 7, 1), date(2027, 1, 1)))
        goal.in_force.target = total
        goal.in_force.save()
        months = goal.period.split("month")[: len(shares)]
        pins = {0: pin} if pin < total and len(shares) > 1 and pin else {}
        step = step_of(goal, total, len(shares)) if not pins else 1
        parts = allocate(total, shares, step=step, pins=pins, zero_weights="even")
        made = split(goal, [SplitPart(owner, month, part) for month, part in zip(months, parts, strict=True)], cast.wei)
        assert sum(part.in_force.target for part in made) == total
        (found,) = parts_of(goal)
        assert found.adds_up
