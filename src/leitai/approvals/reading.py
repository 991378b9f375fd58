"""A request as somebody reads it: phrases said in their language, steps with who sits on them, what changed.

    for each in read_all(with_progress(requests)): each.title, each.status, each.steps …

The names in many requests are asked for together.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils.translation import gettext

from leitai.accounts.roles import Role
from leitai.approvals import subjects as approval_subjects
from leitai.approvals.models import Request, Round, RoundStep, Seat
from leitai.approvals.progress import (
    Status,
    current_step,
    is_open,
    last_round,
    seats_that_count,
    status,
    undecided,
    verdict,
)
from leitai.notifications import phrases
from leitai.notifications.recipients import name_of, names_of


def read_all(requests: Iterable[Request]) -> list["Read"]:
    """Ask for the requests `with_progress`; at most three further queries, whatever their number."""
    requests = list(requests)
    rounds = [round for request in requests for round in request.rounds.all()]
    names = phrases.Names(part for round in rounds for part in _phrases(round))
    expected = {pk for round in rounds for step in round.steps.all() if not is_open(step) for pk in step.people}
    users = names_of(expected) if expected else {}
    return [Read(request, names, users) for request in requests]


def _phrases(round: Round):
    yield from (round.title, round.detail, round.figure)
    for row in round.summary:
        yield from row.values()


@dataclass(frozen=True)
class Line:
    """One row of what would change; `earlier` is what the round before asked for, where that was something else."""

    label: str
    before: str
    after: str
    earlier: str = ""


@dataclass(frozen=True)
class ReadStep:
    """A step with the seats that count and those that were replaced."""

    step: RoundStep
    label: str
    seats: list[Seat]
    replaced: list[Seat]
    state: str

    @property
    def is_any(self) -> bool:
        return self.step.mode == RoundStep.Mode.ANY and (len(self.seats) > 1 or self.state == "later")


class Read:
    """One request for one language. Lazy: what a page does not show costs nothing."""

    def __init__(self, request: Request, names: phrases.Names, users: dict[int, str]):
        self.request = request
        self._names = names
        self._users = users

    def say(self, packed) -> str:
        return phrases.say(packed, self._names)

    @cached_property
    def round(self) -> Round:
        return last_round(self.request)

    @cached_property
    def status(self) -> Status:
        return status(self.request)

    @property
    def requester(self) -> str:
        return name_of(self.request.requested_by)

    @property
    def title(self) -> str:
        return self.say(self.round.title)

    @property
    def detail(self) -> str:
        return self.say(self.round.detail)

    @property
    def figure(self) -> str:
        return phrases.say_short(self.round.figure, self._names)

    @cached_property
    def kind(self) -> approval_subjects.ApprovalSubject | None:
        """None: the room that asked is no longer installed."""
        label = approval_subjects.flow_label(self.request.subject_type, self.request.kind)
        return approval_subjects.registered().get(label)

    @property
    def icon(self) -> str:
        return self.kind.icon if self.kind else "checklist"

    @cached_property
    def current(self) -> RoundStep | None:
        return current_step(self.request)

    @property
    def waiting_since(self) -> datetime | None:
        return self.current.opening.at if self.current else None

    @property
    def due_on(self):
        return self.current.opening.due_on if self.current else None

    @property
    def waiting_for(self) -> list[str]:
        return [name_of(seat.approver) for seat in undecided(self.current)] if self.current else []

    @property
    def lines(self) -> list[Line]:
        return self.lines_of(self.round)

    def lines_of(self, round: Round) -> list[Line]:
        """The rows of a round, each with what the round before it said where that differs."""
        earlier = {}
        for other in self.request.rounds.all():
            if other.number == round.number - 1:
                earlier = {self.say(row["label"]): self.say(row["after"]) for row in other.summary}
        lines = []
        for row in round.summary:
            label, after = self.say(row["label"]), self.say(row["after"])
            was = earlier.get(label, after)
            lines.append(Line(label, self.say(row["before"]), after, was if was != after else ""))
        return lines

    @property
    def steps(self) -> list[ReadStep]:
        return self.steps_of(self.round)

    def steps_of(self, round: Round) -> list[ReadStep]:
        return [self._step(step, round) for step in sorted(round.steps.all(), key=lambda step: step.position)]

    def _step(self, step: RoundStep, round: Round) -> ReadStep:
        seats = seats_that_count(step)
        replaced = [seat for seat in step.seats.all() if seat not in seats]
        state = verdict(step) or ("later" if not is_open(step) else "now")
        if round != self.round or self.status != Status.WAITING:
            state = verdict(step) or "never"
        return ReadStep(step, self._label(step, seats), seats, replaced, state)

    def _label(self, step: RoundStep, seats: list[Seat]) -> str:
        people = [name_of(seat.approver) for seat in seats] or [self._users.get(pk, "—") for pk in step.people]
        if step.role:
            label = str(Role(step.role).label)
            return f"{step.unit.name} · {label}" if step.unit else label
        return gettext(", ").join(people)

    @property
    def earlier_rounds(self) -> list["ReadRound"]:
        rounds = sorted(self.request.rounds.all(), key=lambda round: -round.number)
        return [ReadRound(round, self.lines_of(round), self.steps_of(round)) for round in rounds[1:]]

    @property
    def decisions(self) -> list:
        return [seat.decision for step in self.steps for seat in step.seats if getattr(seat, "decision", None)]


@dataclass(frozen=True)
class ReadRound:
    """A round that is over."""

    round: Round
    lines: list[Line]
    steps: list[ReadStep]
