"""Close, count again, settle, call off. Settling is a run on the count: the same count gives the same result."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

import leitai
from leitai.audit import actions as audit
from leitai.contests import entrants, readings, rules
from leitai.contests.actions.publishing import ensure_open, locked
from leitai.contests.counting import digest_of, outcome, take_count
from leitai.contests.errors import ContestError
from leitai.contests.events import told
from leitai.contests.models import Cancellation, Closure, Contest, Count, Result, Settlement
from leitai.contests.policies import settlers
from leitai.contests.queries import participants
from leitai.contests.rules import Rules
from leitai.contests.scoring import Standing, Win
from leitai.contests.state import counted_until
from leitai.incentives.actions import AwardDraft, grant_awards, release_budget
from leitai.notifications.actions import notify, retract
from leitai.organization.models import Person
from leitai.tally.amounts import from_units


@transaction.atomic
def close_contest(*, contest: Contest, by, at: datetime) -> Closure:
    """Take the count: the provisional result is shown until the notice ends. What is entered from here on, such as a
    transfer back then, does not reach it. Closing twice gives the same closure.

    Raises ContestError `not_published` · `cancelled` · `not_over` (until).
    """
    contest = locked(contest)
    if hasattr(contest, "closure"):
        return contest.closure
    ensure_open(contest)
    until = counted_until(contest)
    if at < until:
        raise ContestError("not_over", until=_spoken(until))
    closure = Closure.objects.create(
        contest=contest, counted_until=until, notice_until=at + timedelta(days=contest.notice_days), by=by, at=at
    )
    _count(closure, by=by, at=at)
    audit.record(contest, "closed", by=by, at=at, after={"notice_until": closure.notice_until})
    _tell(contest, gettext_noop("“%(name)s” is over: the provisional result is up"), "contest_closed", at)
    told(contest)
    return closure


@transaction.atomic
def recount_contest(*, contest: Contest, reason: str, by, at: datetime) -> Count:
    """After an objection: read again what was entered until the cut-off, where people belonged to as it is known now.

    Everyone who takes part is told, and the new result is up for the whole notice. Raises ContestError `not_closed` ·
    `settled` · `reason_missing` · `same_count`.
    """
    contest = locked(contest)
    if hasattr(contest, "settlement"):
        raise ContestError("settled")
    if not hasattr(contest, "closure"):
        raise ContestError("not_closed")
    if not reason.strip():
        raise ContestError("reason_missing", field="reason")
    before = readings.count_of(contest)
    count = _count(contest.closure, reason=reason, by=by, at=at, before=before)
    contest.closure.notice_until = at + timedelta(days=contest.notice_days)
    contest.closure.save(update_fields=["notice_until"])
    audit.record(
        contest, "counted again", by=by, at=at, before={"values": before.inputs["values"]},
        after={"values": count.inputs["values"], "reason": reason, "notice_until": contest.closure.notice_until},
    )  # fmt: skip
    _tell(contest, gettext_noop("“%(name)s” was counted again: %(reason)s"), "contest_counted_again", at, reason=reason)
    told(contest)
    return count


def _count(closure: Closure, *, reason: str = "", by, at: datetime, before: Count | None = None) -> Count:
    inputs = take_count(closure.contest, rules.in_force(closure.contest), at)
    if before and before.inputs == inputs:
        raise ContestError("same_count")
    number = before.number + 1 if before else 1
    return Count.objects.create(closure=closure, number=number, inputs=inputs, reason=reason, by=by, at=at)


@transaction.atomic
def settle_contest(*, contest: Contest, by, at: datetime) -> Settlement:
    """The result for good, with its prizes. However often and from wherever it is called, it happens once.

    Raises ContestError `not_closed` · `notice_runs` (until) · `cancelled`.
    """
    contest = locked(contest)
    if hasattr(contest, "settlement"):
        return contest.settlement
    if hasattr(contest, "cancellation"):
        raise ContestError("cancelled")
    if not hasattr(contest, "closure"):
        raise ContestError("not_closed")
    if at < contest.closure.notice_until:
        raise ContestError("notice_runs", until=_spoken(contest.closure.notice_until))
    settlement = _freeze(contest, by=by, at=at)
    retract(subject=contest, kinds=["contest_to_settle"], at=at)
    audit.record(contest, "settled", by=by, at=at, after={"digest": settlement.digest})
    _tell(contest, gettext_noop("“%(name)s” is settled"), "contest_settled", at)
    told(contest)
    return settlement


@transaction.atomic
def remind_to_settle(*, contest: Contest, at: datetime) -> None:
    """Whoever may settle is told that the notice is over; each of them once for each count."""
    notify(
        recipients=settlers(on=localdate(at)), kind="contest_to_settle", subject=contest, at=at,
        title=gettext_noop("The notice of “%(name)s” is over: settle it"), params={"name": str(contest)},
        dedupe_key=f"settle:{contest.pk}:{contest.closure.notice_until.timestamp():.0f}",
    )  # fmt: skip


@transaction.atomic
def cancel_contest(*, contest: Contest, reason: str, by, at: datetime) -> Cancellation:
    """Call a published contest off before it is closed; what was held is free again."""
    contest = ensure_open(locked(contest))
    if not reason.strip():
        raise ContestError("reason_missing", field="reason")
    cancellation = Cancellation.objects.create(contest=contest, reason=reason, by=by, at=at)
    if contest.budget_line:
        release_budget(line=contest.budget_line, subject=contest, by=by, at=at, reason=reason)
    audit.record(contest, "called off", by=by, at=at, after={"reason": reason})
    _tell(contest, gettext_noop("“%(name)s” was called off: %(reason)s"), "contest_cancelled", at, reason=reason)
    told(contest)
    return cancellation


def _freeze(contest: Contest, *, by, at: datetime) -> Settlement:
    version = rules.newest(contest)
    by_rules = Rules.from_json(version.data)
    inputs = readings.count_of(contest).inputs
    found, won = outcome(by_rules, inputs)
    settlement = Settlement.objects.create(
        contest=contest, version=version, inputs=inputs, digest=digest_of(inputs, found, won),
        engine=leitai.__version__, by=by, at=at,
    )  # fmt: skip
    _write_results(settlement, found, won, by=by, at=at)
    return settlement


def _write_results(settlement: Settlement, found: list[Standing], won: list[Win], *, by, at: datetime) -> None:
    contest = settlement.contest
    sides = {side.position: side for side in entrants.sides_of(contest)}
    people = _members(settlement.inputs)
    for standing in found:
        side = sides[standing.side]
        score = None if standing.score is None else from_units(standing.score)
        result = Result.objects.create(
            settlement=settlement, side=side, place=standing.place, value=standing.value, score=score
        )
        drafts = [_draft(contest, side, people.get(side.position), win) for win in won if win.side == standing.side]
        if drafts:
            result.awards.set(grant_awards(awards=drafts, budget_line=contest.budget_line, by=by, at=at))
    if contest.budget_line:
        reason = _("left over from “%(name)s”") % {"name": str(contest)}
        release_budget(line=contest.budget_line, subject=contest, by=by, at=at, reason=reason)


def _members(inputs: dict) -> dict[int, list[Person]]:
    """Who shares a team's prize: those who fought for it, wherever they belong by now."""
    found = Person.objects.in_bulk([pk for _position, ids in inputs["members"] for pk in ids])
    return {position: [found[pk] for pk in ids if pk in found] for position, ids in inputs["members"]}


def _draft(contest: Contest, side, members: list[Person] | None, win: Win) -> AwardDraft:
    why = _("“%(name)s”, place %(place)s") % {"name": str(contest), "place": win.place}
    return AwardDraft(
        kind=win.kind, why=why, person=side.person, unit=side.unit, members=members, amount=from_units(win.amount), points=win.points,
        text=win.text, subject=contest,
    )  # fmt: skip


def _tell(contest: Contest, title: str, kind: str, at: datetime, **more) -> None:
    notify(
        recipients=participants(contest), kind=kind, subject=contest, at=at, title=title,
        params={"name": str(contest), **more},
    )  # fmt: skip


def _spoken(moment: datetime) -> str:
    return f"{localtime(moment):%Y-%m-%d %H:%M}"
