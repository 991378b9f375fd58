"""PK擂台: the list, one contest, and what one side's score is made of."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render

from leitai import clock
from leitai.accounts.access import may, signed_in
from leitai.contests import (
    board,
    charts,
    ending_notes,
    figures,
    pages,
    policies,
    queries,
    rules,
    teams,
    telling,
)
from leitai.contests.coming import coming
from leitai.contests.models import Contest
from leitai.contests.results import result_of
from leitai.contests.state import State, known_at, starts_at, state_of, with_endings
from leitai.metrics import queries as metrics
from leitai.notifications.actions import mark_subject_read
from leitai.sales.queries import record_filter
from leitai.tally.periods import Period

A_PAGE = 50
ENDED_SHOWN = 20
OPEN = (State.PUBLISHED, State.RUNNING, State.OVER)
NOT_BEGUN = (State.DRAFT, State.PUBLISHED)


@may(signed_in)
def index(request):
    """Running contests with their leaders, then those to come, those waiting for somebody, and the past."""
    now = clock.now()
    visible = with_endings(queries.contests_visible_to(request.rights, on=now.date()))
    ended = Paginator(queries.ended(visible), ENDED_SHOWN).get_page(request.GET.get("page"))
    context = {
        "running": pages.strips(queries.running_now(visible, now), request.rights, now),
        "waiting": [(each, state_of(each, now)) for each in queries.past_the_cut_off(visible, now)],
        "coming": list(queries.coming(visible, now)),
        "drafts": list(queries.drafts(visible)) if policies.may_organise(request.rights) else [],
        "ended": pages.outcomes(ended),
        "page": ended,
        "may_organise": policies.may_organise(request.rights),
        "now": now,
    }
    return render(request, "contests/index.html", context)


@may(signed_in)
def show(request, contest_id):
    now = clock.now()
    contest = find(request, contest_id)
    state = state_of(contest, now)
    if state == State.DRAFT:
        return pages.draft(request, contest)
    mark_subject_read(user=request.user, subject=contest, at=now)
    current = board.read(contest, now)
    side = queries.side_of(request.rights, contest, on=now.date())
    audience = board.audience(request.rights, contest, own=side)
    rows = board.show(current, audience)
    version = rules.newest(contest)
    context = {
        "contest": contest,
        "state": state,
        "states": State,
        "open_states": OPEN,
        "starts_at": starts_at(contest),
        "day_number": (now.date() - contest.start).days + 1,
        "now": now,
        "facts": rows["facts"],
        "rows": [(key, row) for key, row in rows.items() if row["kind"] in ("side", "rest")],
        "deals": [(key, row) for key, row in rows.items() if row["kind"] == "deal"],
        "own": f"s{side.pk}" if side else "",
        "own_name": str(side) if side else "",
        "shows_ranking": state in (State.RUNNING, State.OVER, State.CANCELLED) and len(current.sides) != 2,
        "unfolds": state in (State.RUNNING, State.OVER)
        and contest.sides_are == Contest.Sides.UNITS
        and len(current.sides) > 2,
        "own_row": rows.get(f"s{side.pk}") if side else None,
        "score_unit": figures.score_unit(current.rules),
        "sentences": telling.sentences(current.rules),
        "version": version,
        "coming": coming(contest, current.rules) if state == State.PUBLISHED else None,
        "result": result_of(contest, current, rows, own=f"s{side.pk}" if side else "")
        if state in (State.PROVISIONAL, State.FINAL)
        else None,
        **(_race(request, contest, rows, audience, side, now) if state != State.PUBLISHED else {}),
        "may_manage": policies.may_manage(request.rights, contest),
        "may_settle": policies.may_settle(request.rights, contest),
        "may_object": state == State.PROVISIONAL and now < contest.closure.notice_until,
        "later": ending_notes.later_changes(contest, now) if state == State.FINAL else [],
        "recounted": pages.recounted(contest, state),
        **pages.acknowledgements(request, contest, version, side),
    }
    return render(request, "contests/contest.html", context)


@may(signed_in)
def chart(request, contest_id):
    """The fragment of what the days brought, as it is now, of the sides the viewer sees."""
    now = clock.now()
    contest = find(request, contest_id)
    if state_of(contest, now) in NOT_BEGUN:
        raise Http404
    own = queries.side_of(request.rights, contest, on=now.date())
    current = board.read(contest, now, with_deals=False)
    audience = board.audience(request.rights, contest, own=own)
    rows = board.show(current, audience)
    context = {"contest": contest, **_race(request, contest, rows, audience, own, now)}
    return render(request, "contests/chart.html", context)


def _race(request, contest, rows, audience, own, now) -> dict:
    """Who was ahead on which day; of two sides by how much, and of two teams their people one against one."""
    two = teams.two_of(contest, own)
    if not two:
        return {"chart": charts.chart_of(contest, rows, now, own=own)}
    facts = {"two": two, "corners": [rows[f"s{side.pk}"] for side in two], "lead": charts.lead_of(contest, *two, now)}
    if contest.sides_are == Contest.Sides.UNITS:
        facts["pairs"] = teams.pairs(contest, two, now, audience=audience, own=request.rights.person_id)
        facts["own_person"] = request.rights.person_id
    return facts


@may(signed_in)
def members(request, contest_id, side_id):
    """The fragment of a team's people, opened under it."""
    now = clock.now()
    contest = find(request, contest_id)
    found = get_object_or_404(contest.sides.filter(unit__isnull=False).select_related("unit"), pk=side_id)
    audience = board.audience_of(request.rights, contest, on=now.date())
    if state_of(contest, now) in NOT_BEGUN or f"s{found.pk}" not in board.show(
        board.read(contest, now, with_deals=False), audience
    ):
        raise Http404
    own = request.rights.person_id
    context = {"members": teams.members_of(contest, found, now, audience=audience, own=own), "own_person": own}
    return render(request, "contests/members.html", context)


@may(signed_in)
def side(request, contest_id, side_id):
    """The records a side's score is made of, as far as the viewer may see them. Hidden sides are not found."""
    now = clock.now()
    contest = find(request, contest_id)
    found = get_object_or_404(contest.sides.select_related("person", "unit"), pk=side_id)
    rows = board.show(
        board.read(contest, now, with_deals=False), board.audience_of(request.rights, contest, on=now.date())
    )
    if f"s{found.pk}" not in rows or state_of(contest, now) in NOT_BEGUN:
        raise Http404
    by, meaning = rules.in_force(contest), rules.meaning(contest)
    behind = metrics.records_behind(
        meaning, Period(contest.start, contest.end), person=found.person, unit=found.unit, as_of=now.date(),
        known_at=known_at(contest, now),
    )  # fmt: skip
    seen = behind.filter(record_filter(request.rights)).prefetch_related("credits")
    page = Paginator(seen, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "contest": contest,
        "side": found,
        "row": rows[f"s{found.pk}"],
        "page": page,
        "lines": pages.lines(contest, by, page, found, now),
        "hidden": behind.count() - page.paginator.count,
        "score_unit": figures.score_unit(by),
        "rule": telling.sentences(by)[0],
        "now": now,
    }
    return render(request, "contests/side.html", context)


def find(request, contest_id: int) -> Contest:
    """The contest, if this viewer may see it."""
    visible = with_endings(queries.contests_visible_to(request.rights, on=clock.today()))
    return get_object_or_404(visible.select_related("budget_line"), pk=contest_id)
