"""Whether a draft can be published: what stands against it, and what to think about first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.timezone import localdate

from leitai.contests import entrants, guards, readings, rules, scoring
from leitai.contests.errors import ContestError
from leitai.contests.guards import Warning
from leitai.contests.models import Contest, Side
from leitai.contests.state import counted_until, starts_at
from leitai.incentives.queries.budget import balance_of
from leitai.metrics import queries as metrics
from leitai.organization.models import Unit
from leitai.tally.amounts import from_units
from leitai.tally.periods import Period, containing, run_of

LATEST_CUT_OFF = timedelta(days=8)
LOOKED_BACK = 3


def obstacles(contest: Contest, at: datetime, *, amending: bool = False) -> list[ContestError]:
    """Everything that keeps it from being published, in the order of the form."""
    sides = entrants.sides_of(contest)
    found = [*_times(contest, at, amending), *_sides(sides), *_prizes(contest)]
    return found + list(_budget(contest, at, amending))


def ensure_fit(contest: Contest, at: datetime, *, amending: bool = False) -> None:
    """Raises the first obstacle."""
    for obstacle in obstacles(contest, at, amending=amending):
        raise obstacle


def _times(contest: Contest, at: datetime, amending: bool) -> Iterator[ContestError]:
    if contest.end <= contest.start:
        yield ContestError("ends_before_start", field="last_day")
        return
    end = starts_at(contest) + (contest.end - contest.start)
    if not starts_at(contest) < contest.cut_off <= end + LATEST_CUT_OFF:
        yield ContestError("cut_off_outside", field="cut_off")
    elif contest.cut_off <= at:
        yield ContestError("already_over", field="cut_off")


def _sides(sides: list[Side]) -> Iterator[ContestError]:
    if not sides:
        yield ContestError("no_sides", field="people")
    elif len(sides) == 1:
        yield ContestError("one_side", field="people", name=str(sides[0]))
    units = {side.unit_id: side.unit for side in sides if side.unit_id}
    for unit in units.values():
        for above in Unit.objects.get(pk=unit.pk).ancestors():
            if above.pk in units:
                yield ContestError("overlapping", field="units", inner=unit.name, outer=above.name)


def _prizes(contest: Contest) -> Iterator[ContestError]:
    if contest.per_point is not None and contest.metric.is_ratio:
        yield ContestError("points_of_ratio", field="per_point")
    taken: set[int] = set()
    for prize in rules.drafted(contest).prizes:
        if prize.kind == "money":
            doubled = taken & set(prize.places)
            if doubled:
                yield ContestError("prize_overlap", field="prizes", place=min(doubled))
            taken |= set(prize.places)


def _budget(contest: Contest, at: datetime, amending: bool) -> Iterator[ContestError]:
    from leitai.incentives.queries.budget import balance_with_subject

    line = contest.budget_line
    if line is None:
        yield ContestError("no_budget", field="budget_line")
        return
    due = localdate(counted_until(contest) + timedelta(days=contest.notice_days))
    if not line.start <= due < line.end:
        yield ContestError("budget_outside", field="budget_line", name=line.name, day=due)
    free = balance_of(line).free + (balance_with_subject(line, contest).committed if amending else 0)
    worst = rules.worst_case(contest)
    if worst > free:
        yield ContestError(
            "budget_short", field="budget_line", name=line.name, free=f"{free:,.2f}", amount=f"{worst:,.2f}"
        )


@dataclass(frozen=True)
class Fairness:
    """What the same rules would have said of the same sides in the periods just before.

    Of `of` sides `winners` would have won something at least once, and `reachable` reached the least score.
    """

    winners: int
    reachable: int
    of: int
    periods: tuple[Period, ...]


def warnings(contest: Contest, at: datetime) -> list[Warning]:
    """What to think about before publishing. None of it forbids."""
    texts = " ".join([contest.name, contest.note, *(prize.text for prize in contest.prizes.all())])
    found = [Warning("forfeit", guards.forfeits_in(texts))] if guards.forfeits_in(texts) else []
    sides = entrants.sides_of(contest)
    if contest.start <= at.date():
        already = metrics.records_behind(rules.meaning(contest), Period(contest.start, contest.end), as_of=at.date())
        found.append(Warning("begun", share=already.order_by().count(), day=contest.start))
    if sides and contest.end > contest.start:
        fair = fairness(contest, sides, at.date())
        if not _measured_lately(contest, sides):
            found.append(Warning("no_records"))
        elif contest.least_score is not None and guards.too_few(fair.reachable, fair.of):
            found.append(Warning("out_of_reach", share=round(100 * fair.reachable / fair.of)))
        beyond = [prize for prize in rules.drafted(contest).prizes if prize.last > len(sides)]
        if beyond and len(sides) > 1:
            found.append(Warning("more_prizes_than_sides", share=len(sides)))
    return found


def fairness(contest: Contest, sides: list[Side], today: date) -> Fairness:
    """Over the last three periods of the same length: how many sides won, and how many reached what a prize asks for."""
    by = rules.drafted(contest)
    periods = past_periods(contest, LOOKED_BACK, today)
    able: set[int] = set()
    won: set[int] = set()
    for period in periods:
        found = scoring.standings(by, readings.past_values(contest, sides, period))
        able |= {standing.side for standing in found if scoring.may_win(by, standing)}
        won |= {win.side for win in scoring.wins(by, found)}
    return Fairness(len(won), len(able), len(sides), periods)


def past_periods(contest: Contest, count: int, today: date) -> tuple[Period, ...]:
    """The newest first: whole months for a month, else as many days up to yesterday as the contest has."""
    period = Period(contest.start, contest.end)
    last = (
        containing(period.kind, today).previous() if period.kind else Period(today - (period.end - period.start), today)
    )
    return tuple(reversed(run_of(last, count)))


def _measured_lately(contest: Contest, sides: list[Side]) -> bool:
    """Whether the metric has any record of anyone in the last year."""
    year = Period(contest.start - timedelta(days=365), contest.end)
    return metrics.records_behind(rules.meaning(contest), year).order_by().exists()


@dataclass(frozen=True)
class Trial:
    """先算后发: who would have won what over a past period."""

    period: Period
    rows: tuple
    cost: object


def trial(contest: Contest, sides: list[Side], period: Period) -> Trial:
    """The contest's rules over a past period. Ties stand as equal: who was first is not asked of the past."""
    by = rules.drafted(contest)
    found = scoring.standings(by, readings.past_values(contest, sides, period))
    won: dict[int, list] = {}
    for win in scoring.wins(by, found):
        won.setdefault(win.side, []).append(win)
    names = {side.pk: str(side) for side in sides}
    rows = tuple((names[each.side], each, won.get(each.side, [])) for each in found)
    cost = from_units(sum(win.amount for wins in won.values() for win in wins))
    return Trial(period, rows, cost)
