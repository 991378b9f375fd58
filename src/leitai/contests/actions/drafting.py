"""Make a draft and change it. Published contests change by `amend_contest` only."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction

from leitai.audit import actions as audit
from leitai.contests.actions.asking import stop_asking
from leitai.contests.errors import ContestError
from leitai.contests.guards import refuse_stakes
from leitai.contests.models import Contest, Prize, Side
from leitai.contests.queries import asked_to_publish
from leitai.organization.models import Person, Unit
from leitai.organization.queries import members_of
from leitai.organization.rights import unit_and_below
from leitai.tally.amounts import CENT, to_units


@transaction.atomic
def create_contest(
    *,
    people: Iterable[Person] = (),
    units: Iterable[Unit] = (),
    prizes: Sequence[Prize] = (),
    by,
    at: datetime,
    **fields,
) -> Contest:
    """A draft. `fields` are columns of Contest; people and units as in set_sides. Raises as edit_contest."""
    contest = Contest(created_by=by, created_at=at, **fields)
    _check(contest)
    contest.save()
    _put_sides(contest, people, units, on=contest.start)
    _put_prizes(contest, prizes)
    audit.record(contest, "drafted", by=by, at=at)
    return contest


@transaction.atomic
def edit_contest(*, contest: Contest, by, at: datetime, **fields) -> Contest:
    """Change columns of a draft. Raises ContestError `published` · `being_asked` · `ends_before_start` · `points_of_ratio`; ValidationError for a stake."""
    contest = _draft(contest)
    for name, value in fields.items():
        setattr(contest, name, value)
    _check(contest)
    contest.save(update_fields=list(fields))
    audit.record(contest, "edited", by=by, at=at, after={"fields": sorted(fields)})
    return contest


@transaction.atomic
def set_sides(
    *, contest: Contest, people: Iterable[Person] = (), units: Iterable[Unit] = (), by, at: datetime
) -> list[Side]:
    """Who takes part: people, and with them everyone who belongs to these units on the first day; or, where units
    compete, the units themselves. Nobody is entered twice."""
    contest = _draft(contest)
    sides = _put_sides(contest, people, units, on=contest.start)
    audit.record(contest, "sides set", by=by, at=at, after={"sides": len(sides)})
    return sides


@transaction.atomic
def set_prizes(*, contest: Contest, prizes: Sequence[Prize], by, at: datetime) -> None:
    """Replace the prizes. Raises ContestError `prize_empty` · `prize_places` · `prize_not_cents`; ValidationError for a stake."""
    contest = _draft(contest)
    _put_prizes(contest, prizes)
    audit.record(contest, "prizes set", by=by, at=at, after={"prizes": len(prizes)})


@transaction.atomic
def discard_contest(*, contest: Contest, by, at: datetime) -> None:
    """Throw a draft away, and with it the question whether to publish it. Nobody but its makers ever saw it."""
    stop_asking(contest, at=at)
    contest = _draft(contest)
    audit.record(contest, "discarded", by=by, at=at, before={"name": str(contest)})
    contest.delete()


def _draft(contest: Contest) -> Contest:
    """The row, locked, while it may still be edited."""
    locked = Contest.objects.select_for_update(of=("self",)).get(pk=contest.pk)
    if hasattr(locked, "publication"):
        raise ContestError("published")
    if asked_to_publish(locked):
        raise ContestError("being_asked")
    return locked


def _check(contest: Contest) -> None:
    if contest.end <= contest.start:
        raise ContestError("ends_before_start", field="last_day")
    if contest.per_point is not None and contest.metric.is_ratio:
        raise ContestError("points_of_ratio", field="per_point")
    refuse_stakes(f"{contest.name} {contest.note}")


def _put_sides(contest: Contest, people: Iterable[Person], units: Iterable[Unit], *, on: date) -> list[Side]:
    contest.sides.all().delete()
    if contest.sides_are == Contest.Sides.UNITS:
        entered = [{"unit": unit} for unit in dict.fromkeys(units)]
    else:
        below = set().union(*(unit_and_below(unit.pk) for unit in units))
        members = members_of(below, on=on).order_by("id") if below else ()
        entered = [{"person": person} for person in dict.fromkeys([*people, *members])]
    return Side.objects.bulk_create(
        Side(contest=contest, position=position, **who) for position, who in enumerate(entered, start=1)
    )


def _put_prizes(contest: Contest, prizes: Sequence[Prize]) -> None:
    for prize in prizes:
        if prize.last < prize.first:
            raise ContestError("prize_places", field="prizes")
        if not (
            prize.text.strip()
            if prize.kind in ("gift", "title")
            else prize.points
            if prize.kind == "points"
            else prize.amount
        ):
            raise ContestError("prize_empty", field="prizes")
        if to_units(prize.amount) % CENT:
            raise ContestError("prize_not_cents", field="prizes")
        refuse_stakes(prize.text)
        prize.contest, prize.pk = contest, None
    contest.prizes.all().delete()
    Prize.objects.bulk_create(prizes)
