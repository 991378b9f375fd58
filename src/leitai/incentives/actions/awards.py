"""Grant and withdraw awards, give points for something."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from leitai.audit.actions import record
from leitai.incentives.actions.budget import recover_budget, spend_budget
from leitai.incentives.errors import AwardError
from leitai.incentives.models import Award, BudgetLine, Redemption, Withdrawal
from leitai.incentives.queries.awards import points_of
from leitai.organization.models import Person, Unit
from leitai.organization.queries import members_of
from leitai.organization.rights import unit_and_below
from leitai.tally.allocation import allocate
from leitai.tally.amounts import CENT, from_units, to_units
from leitai.ui.subjects import label_of

Kind = Award.Kind


@dataclass(frozen=True)
class AwardDraft:
    """An award to be granted. Money or points for a unit are split evenly among `members`, whoever earned it;
    None: those who are in it, or below, on the day.

    `amount` is the money, or what a gift or a journey costs the budget (0: nothing). `subject` is what it comes
    from (a contest); `day` defaults to the day it is granted.
    """

    kind: str
    why: str
    person: Person | None = None
    unit: Unit | None = None
    members: Sequence[Person] | None = None
    amount: Decimal = Decimal(0)
    points: int = 0
    text: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    subject: Model | None = None
    day: date | None = None


@transaction.atomic
def grant_awards(
    *,
    awards: Sequence[AwardDraft],
    budget_line: BudgetLine | None,
    by,
    at: datetime,
    over: bool = False,
    reason: str = "",
) -> list[Award]:
    """Grant all or none, in the order given, and spend their cost. A prize for a unit with nobody in it falls to no
    one: it is noted in the history of what it comes from (else of the unit), and nothing is spent.

    What a subject holds of the line is used first. Money becomes a line of the person's next statement. Raises
    AwardError; BudgetError as spend_budget (`over` with a `reason`: finance only).
    """
    granted = []
    for draft in awards:
        parts = _to_people(_checked(draft), timezone.localdate(at))
        granted += [_grant(part, budget_line, by=by, at=at) for part in parts]
        if not parts:
            _note_nobody(draft, by=by, at=at)
    costs: dict[tuple[str, int], Decimal] = defaultdict(Decimal)
    for award in granted:
        costs[award.source] += award.amount
    if any(costs.values()) and budget_line is None:
        raise AwardError("no_budget")
    for source, cost in costs.items():
        if cost:
            why = reason or granted[0].why
            spend_budget(line=budget_line, subject=source, amount=cost, by=by, at=at, reason=why, over=over)
    return granted


@transaction.atomic
def withdraw_award(*, award: Award, reason: str, by, at: datetime) -> Withdrawal:
    """The award no longer stands; its cost returns to the budget, and what was paid comes back with the next
    statement. Raises AwardError `already_withdrawn`."""
    award = Award.objects.select_for_update(of=("self",)).get(pk=award.pk)
    if Withdrawal.objects.filter(award=award).exists():
        raise AwardError("already_withdrawn")
    withdrawal = Withdrawal.objects.create(award=award, reason=reason, by=by, at=at)
    if award.amount:
        recover_budget(line=award.budget_line, subject=award.source, amount=award.amount, by=by, at=at, reason=reason)
    record(award, "withdrawn", by=by, at=at, after={"reason": reason})
    return withdrawal


@transaction.atomic
def redeem_points(*, person: Person, points: int, text: str, day: date, by, at: datetime) -> Redemption:
    """Give points for something. Raises AwardError `not_enough_points` · `no_points`."""
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if points <= 0:
        raise AwardError("no_points")
    held = points_of([person.pk])[person.pk]
    if points > held:
        raise AwardError("not_enough_points", points=held, asked=points)
    redemption = Redemption.objects.create(person=person, points=points, text=text, day=day, by=by, at=at)
    record(redemption, "redeemed", by=by, at=at, after={"person": person.pk, "points": points})
    return redemption


def _checked(draft: AwardDraft) -> AwardDraft:
    if draft.person is None and draft.unit is None:
        raise AwardError("no_owner")
    if draft.kind == Kind.MONEY and draft.amount <= 0:
        raise AwardError("no_amount")
    if draft.kind == Kind.MONEY and to_units(draft.amount) % CENT:
        raise AwardError("not_to_the_cent")
    if draft.kind == Kind.POINTS and draft.points <= 0:
        raise AwardError("no_points")
    if draft.kind not in (Kind.MONEY, Kind.POINTS) and not draft.text.strip():
        raise AwardError("no_text")
    return draft


def _to_people(draft: AwardDraft, today: date) -> list[AwardDraft]:
    """One draft per member where money or points go to a unit; parts that come to nothing are left out."""
    draft = replace(draft, day=draft.day or today)
    if draft.person is not None or draft.kind not in (Kind.MONEY, Kind.POINTS):
        return [draft]
    people = _members(draft)
    if not people:
        return []
    even = [1] * len(people)
    amounts = allocate(to_units(draft.amount), even, step=CENT)
    points = allocate(draft.points, even)
    parts = zip(people, amounts, points, strict=True)
    return [
        replace(draft, person=person, amount=from_units(amount), points=score)
        for person, amount, score in parts
        if amount or score
    ]


def _members(draft: AwardDraft) -> list[Person]:
    """By id and each once, so that the cents that do not divide go the same way every time."""
    if draft.members is None:
        return list(members_of(unit_and_below(draft.unit.pk), on=draft.day).order_by("id"))
    return sorted(set(draft.members), key=lambda person: person.pk)


def _note_nobody(draft: AwardDraft, *, by, at: datetime) -> None:
    facts = {"unit": draft.unit.pk, "kind": draft.kind, "amount": draft.amount, "points": draft.points}
    record(draft.subject or draft.unit, "fell to nobody", by=by, at=at, after={**facts, "why": draft.why})


def _grant(draft: AwardDraft, line: BudgetLine | None, *, by, at: datetime) -> Award:
    award = Award.objects.create(
        kind=draft.kind, person=draft.person, unit=draft.unit, amount=draft.amount, points=draft.points,
        text=draft.text, starts_on=draft.starts_on, ends_on=draft.ends_on, why=draft.why,
        subject_type=label_of(draft.subject) if draft.subject else "",
        subject_id=draft.subject.pk if draft.subject else None,
        budget_line=line if draft.amount else None, day=draft.day, granted_by=by, granted_at=at,
    )  # fmt: skip
    record(award, "granted", by=by, at=at, after={"kind": draft.kind, "amount": draft.amount, "points": draft.points})
    return award
