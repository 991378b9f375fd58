"""Any history of a request, against a model that is slow and obvious.

Random steps, approvers, delegates, decisions, returns and withdrawals; after each the engine and the model must
agree on the state, on who is waited for and by whom it may be decided, and on every handler called so far.
"""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leitai.approvals.actions import decide, delegate, end_delegation, request_approval, resubmit, withdraw
from leitai.approvals.models import Decision, Delegation, Outcome, Request, Seat
from leitai.approvals.progress import status, with_progress
from leitai.approvals.queries import seats_waiting_for
from leitai.approvals.refusals import Refused
from leitai.approvals.steps import Step
from leitai.audit import actions as audit
from tests.people import DAY, NOW

pytestmark = pytest.mark.django_db

REQUESTER = 0
PEOPLE = 5
approvers = st.lists(st.integers(1, PEOPLE - 1), min_size=1, max_size=3, unique=True)
steps = st.lists(st.tuples(st.sampled_from(["all", "any"]), approvers), min_size=1, max_size=3)
events = st.lists(
    st.one_of(
        st.tuples(st.just("decide"), st.integers(0, PEOPLE - 1), st.sampled_from(["approved", "rejected", "returned"])),
        st.tuples(st.just("decide"), st.integers(0, PEOPLE - 1), st.just("approved")),
        st.tuples(st.just("resubmit"), st.integers(0, 1), st.none()),
        st.tuples(st.just("withdraw"), st.integers(0, 1), st.none()),
        st.tuples(st.just("delegate"), st.integers(0, PEOPLE - 1), st.integers(0, PEOPLE - 1)),
        st.tuples(st.just("end"), st.integers(0, PEOPLE - 1), st.none()),
    ),
    max_size=25,
)


@dataclass
class Model:
    """Lists of plain numbers, gone through anew for every question."""

    steps: list
    state: str = "waiting"
    position: int = 0
    said: dict = field(default_factory=dict)  # approver → verdict, in the step being decided
    delegates: dict = field(default_factory=dict)
    calls: list = field(default_factory=list)
    decisions: int = 0
    rounds: int = 1

    def undecided(self):
        return [who for who in self.steps[self.position][1] if who not in self.said] if self.state == "waiting" else []

    def seat_for(self, by):
        """Whose seat `by` would decide from: their own, else that of whoever named them."""
        if by in self.undecided():
            return by
        standing = [who for who in self.undecided() if self.delegates.get(who) == by and by != REQUESTER]
        return standing[0] if standing else None

    def waiting_for(self, who):
        return {seat for seat in self.undecided() if seat == who or (self.delegates.get(seat) == who != REQUESTER)}

    def decide(self, by, verdict):
        seat = self.seat_for(by)
        if seat is None:
            return False
        self.said[seat] = verdict
        self.decisions += 1
        mode, people = self.steps[self.position]
        if verdict != "approved":
            self.close(verdict, by)
        elif mode == "any" or len(self.said) == len(people):
            self.position, self.said = self.position + 1, {}
            if self.position == len(self.steps):
                self.close("approved", by)
        return True

    def close(self, verdict, by):
        self.state = verdict
        self.calls.append((verdict, by))

    def resubmit(self, by, _):
        if by != REQUESTER or self.state != "returned":
            return False
        self.state, self.position, self.said = "waiting", 0, {}
        self.rounds += 1
        return True

    def withdraw(self, by, _):
        if by != REQUESTER or self.state not in ("waiting", "returned"):
            return False
        self.close("withdrawn", by)
        return True

    def delegate(self, who, to):
        if who == to or who in self.delegates or self.delegates.get(to) == who:
            return False
        self.delegates[who] = to
        return True

    def end(self, who, _):
        return self.delegates.pop(who, None) is not None


class Engine:
    """The same questions and verbs, asked of the product."""

    def __init__(self, users, subject, steps):
        self.users = users
        asked = [Step(mode=mode, people=[users[who] for who in people]) for mode, people in steps]
        self.request = request_approval(
            subject=subject, requested_by=users[REQUESTER], title="Anything", steps=asked, at=NOW
        )

    def attempt(self, event):
        """Whether the engine let it happen."""
        verb, who, what = event
        try:
            return getattr(self, verb)(self.users[who], what)
        except Refused:
            return False

    def decide(self, by, verdict):
        decide(request=self.request, by=by, verdict=verdict, reason="so", at=NOW)
        return True

    def resubmit(self, by, _):
        resubmit(request=self.request, by=by, at=NOW)
        return True

    def withdraw(self, by, _):
        withdraw(request=self.request, by=by, at=NOW)
        return True

    def delegate(self, who, to):
        delegate(principal=who, to=self.users[to], by=who, at=NOW, start=DAY, end=DAY + timedelta(days=1))
        return True

    def end(self, who, _):
        given = Delegation.objects.filter(principal=who, ended_at__isnull=True).first()
        if given is not None:
            end_delegation(delegation=given, by=who, at=NOW)
        return given is not None

    def waiting_for(self, who):
        seats = seats_waiting_for(self.users[who], on=DAY)
        return {self.users.index(seat.approver) for seat in seats}

    def now(self):
        return with_progress(Request.objects.all()).get(pk=self.request.pk)


def agree(engine: Engine, model: Model, heard, accepted: int) -> None:
    request = engine.now()
    assert str(status(request)) == model.state
    assert request.open == (model.state in ("waiting", "returned"))
    for who in range(PEOPLE):
        assert engine.waiting_for(who) == model.waiting_for(who), who
    assert heard == [(verdict, engine.users[by].username) for verdict, by in model.calls]
    assert Decision.objects.count() == model.decisions
    assert request.rounds.count() == model.rounds
    assert Outcome.objects.count() == sum(verdict != "withdrawn" for verdict, _by in model.calls)
    assert audit.history(request).count() == accepted
    # Nobody sits on a step that never opened, and nothing was decided there.
    assert not Seat.objects.filter(step__opening__isnull=True).exists()


# Each example is rolled back, so that the fixtures are as new for the next one.
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=steps, events=events)
def test_engine_and_model_agree(cast, asked_about, heard, steps, events):
    users = [cast.wei.user, cast.mei.user, cast.li.user, cast.tang.user, cast.qiang.user]
    with transaction.atomic():
        # Seats are asked in the order of users, whatever the order they were named in.
        model = Model([(mode, sorted(people)) for mode, people in steps])
        by_pk = sorted(range(PEOPLE), key=lambda who: users[who].pk)
        model.steps = [(mode, [who for who in by_pk if who in people]) for mode, people in model.steps]
        heard.clear()
        engine = Engine(users, asked_about, steps)
        accepted = 1
        agree(engine, model, heard, accepted)
        for event in events:
            happened = engine.attempt(event)
            assert happened == getattr(model, event[0])(*event[1:]), event
            accepted += happened and event[0] in ("decide", "resubmit", "withdraw")
            agree(engine, model, heard, accepted)
        transaction.set_rollback(True)
