"""What the pages of contests say besides the board: the strip of a list, who has acknowledged, what a trial says."""

from dataclasses import dataclass
from datetime import date, datetime

from django.shortcuts import redirect
from django.utils.translation import gettext as _

from leitai.contests import board, bringing, checks, entrants, figures, policies, queries, readings, rules, scoring
from leitai.contests.models import Contest, Count, Result
from leitai.contests.rules import Rules
from leitai.contests.state import State
from leitai.organization.rights import Rights
from leitai.ui.figures import days

TRIED = 5


@dataclass(frozen=True)
class Strip:
    """A running contest in one line. `own` is the viewer's row, where they take part."""

    contest: Contest
    facts: dict
    own: dict | None
    count: int


def strips(contests, rights: Rights, now: datetime) -> list[Strip]:
    """For all of them together, in their order."""
    sides = entrants.sides_of_many(contests)
    boards = board.read_many(sides, now)
    mine = queries.own_sides(rights, sides, on=now.date())
    return [_strip(contest, boards[contest.pk], mine[contest.pk]) for contest in sides]


def _strip(contest: Contest, current: board.Board, side) -> Strip:
    own = current.sides.get(f"s{side.pk}") if side else None
    return Strip(contest, current.facts, own, len(current.sides))


def draft(request, contest: Contest):
    """A draft has no page of its own yet: it opens where it is made."""
    if policies.may_manage(request.rights, contest):
        return redirect("contests:publication", contest.pk)
    from django.http import Http404

    raise Http404


@dataclass(frozen=True)
class Outcome:
    """An ended contest in a list: who won, or that it was called off."""

    contest: Contest
    state: str
    winners: str


def outcomes(contests) -> list[Outcome]:
    """From the results, in one query; a contest in public notice has none yet."""
    shown = list(contests)
    firsts: dict[int, list[str]] = {}
    won = Result.objects.filter(settlement__contest__in=shown, place=1, score__gt=0)
    for result in won.select_related("settlement", "side__person", "side__unit"):
        firsts.setdefault(result.settlement.contest_id, []).append(str(result.side))
    return [Outcome(each, _ended_as(each), " · ".join(firsts.get(each.pk, []))) for each in shown]


def _ended_as(contest: Contest) -> str:
    if hasattr(contest, "cancellation"):
        return State.CANCELLED
    return State.FINAL if hasattr(contest, "settlement") else State.PROVISIONAL


def acknowledgements(request, contest: Contest, version, side) -> dict:
    """How many of those who take part have read the rules, and whether the viewer still should."""
    users = queries.participants(contest).filter(user__isnull=False)
    said = version.acknowledgements.filter(user__person__in=users)
    facts = {"said": said.count(), "all": users.count()}
    return {
        "acknowledged_words": _("%(said)s of %(all)s have read them") % facts if facts["all"] else "",
        "should_acknowledge": side is not None and not version.acknowledgements.filter(user=request.user).exists(),
    }


def recounted(contest: Contest, state: str) -> Count | None:
    """The count that took the place of the first, while the notice runs."""
    count = readings.count_of(contest) if state == State.PROVISIONAL else None
    return count if count and count.number > 1 else None


def tried(contest: Contest, sides, today: date) -> dict:
    """先算后发: the rules over the period before, and how many could have reached a prize."""
    if not sides or contest.end <= contest.start:
        return {}
    by = rules.drafted(contest)
    [period] = checks.past_periods(contest, 1, today)
    trial = checks.trial(contest, sides, period)
    fair = checks.fairness(contest, sides, today)
    rows = [
        (name, each, figures.score(by, each.score), [figures.prize(w.kind, w.amount, w.points, w.text) for w in wins])
        for name, each, wins in trial.rows
    ]
    shown = TRIED if len(rows) >= TRIED + board.FEW else len(rows)
    nothing = not any(each.score for _name, each, _wins in trial.rows)
    return {
        "trial": trial,
        "trial_rows": rows[:shown],
        "trial_rest": board.rest_words(len(rows) - shown, contest.sides_are) if len(rows) > shown else "",
        "nothing": nothing,
        "fair": fair,
    }


def said(warning) -> str:
    """A warning as a sentence."""
    facts = {"words": "、".join(warning.words), "share": warning.share, "day": warning.day and days.day(warning.day)}
    return {
        "forfeit": _(
            "“%(words)s” may shame people or punish them together. Courts and teams take it badly; think again."
        ),
        "begun": _(
            "Everything since %(day)s 00:00 counts, also what was signed before you publish: %(share)s records in the company so far. "
            "To start even, choose a later first day."
        ),
        "no_records": _("Nothing was recorded for this metric in the last year: every score would stay at zero."),
        "out_of_reach": _("On past figures only %(share)s%% would have reached the score a prize asks for."),
        "more_prizes_than_sides": _("There are more prizes than the %(share)s sides; those left over are not given."),
    }[warning.code] % facts


def lines(contest: Contest, by: Rules, records, side, at) -> list[tuple]:
    """Each record with what it brought the side."""
    records = list(records)
    brought = bringing.contributions(contest, [side], at, records=[record.pk for record in records])
    found = []
    for record in records:
        part = None if brought is None else brought.get(record.pk, {}).get(side.pk, 0)
        points = scoring.score(by, part)
        found.append((record, "" if points is None else figures.score(by, points, full=True)))
    return found
