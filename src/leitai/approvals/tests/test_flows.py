"""Flows: the default in code, what an administrator set instead, and thresholds."""

from decimal import Decimal

import pytest

from leitai.approvals import subjects as approval_subjects
from leitai.approvals.actions import reset_flow, set_flow
from leitai.approvals.flows import steps_for
from leitai.approvals.models import FlowStep
from leitai.approvals.steps import Step
from tests.people import NOW

pytestmark = pytest.mark.django_db
LABEL = "organization.unit"


def roles(amount=None):
    return [step.role for step in steps_for(LABEL, amount=None if amount is None else Decimal(amount))]


def test_the_default_holds_until_one_is_set_and_again_after_reset(cast, asked_about):
    assert roles() == ["lead"]
    set_flow(label=LABEL, steps=[FlowStep(role="finance"), FlowStep(role="director")], by=cast.an, at=NOW)
    assert roles() == ["finance", "director"]
    set_flow(label=LABEL, steps=[FlowStep(person=cast.tang)], by=cast.an, at=NOW)
    assert [list(step.people) for step in steps_for(LABEL)] == [[cast.tang]]
    reset_flow(label=LABEL, by=cast.an, at=NOW)
    assert roles() == ["lead"]


def test_a_threshold_adds_a_step_from_that_amount_on_in_either_direction(cast, asked_about):
    steps = [Step(role="lead"), Step(role="director", threshold=Decimal(500_000))]
    approval_subjects.register(LABEL, name="unit", steps=steps)
    assert roles() == ["lead"]
    assert roles("499999.9999") == ["lead"]
    assert roles(500_000) == roles(-500_000) == ["lead", "director"]


def test_something_is_always_asked(cast, asked_about):
    approval_subjects.register(LABEL, name="unit", steps=[Step(role="director", threshold=Decimal(100))])
    assert roles(1) == ["director"]
    with pytest.raises(ValueError):
        set_flow(label=LABEL, steps=[FlowStep(role="lead", threshold=Decimal(1))], by=cast.an, at=NOW)


def test_a_request_under_way_keeps_its_steps(cast, asked_about, ask):
    request = ask()
    set_flow(label=LABEL, steps=[FlowStep(role="finance")], by=cast.an, at=NOW)
    assert [step.role for step in request.rounds.get().steps.all()] == ["lead"]


@pytest.mark.parametrize("wrong", [{}, {"role": "lead", "mode": "most"}])
def test_a_step_that_cannot_be_decided_cannot_be_made(wrong):
    with pytest.raises(ValueError):
        Step(**wrong)
