"""What contests say on the pages of lower rooms, and their place in the navigation."""

from django.utils.translation import gettext_lazy as _

from leitai import clock
from leitai.contests import board, entrants, figures, pages, queries, rules, scoring
from leitai.contests.state import with_endings
from leitai.tally.amounts import to_units
from leitai.ui import places, slots

MOST_STRIPS = 3


def register() -> None:
    """Called once the applications are ready."""
    places.register("contests", label=_("PK contests"), icon="trophy", url="contests:index", count=running_count)
    slots.register("today.live", "contests", provider=live_strips, template="contests/slots/strips.html", order=10)
    slots.register("person.main", "contests", provider=of_person, template="contests/slots/person.html", order=60)
    slots.register("sales.deal.earns", "contests", provider=deal_earns, template="contests/slots/deal.html", order=30)


def running_count(request):
    now = clock.now()
    count = queries.running_now(queries.contests_visible_to(request.rights, on=now.date()), now).count()
    return places.Count(_("%(count)s on") % {"count": count}, live=True) if count else None


def _running(request, now):
    return queries.running_now(with_endings(queries.contests_visible_to(request.rights, on=now.date())), now)


def live_strips(request, person=None, unit=None) -> dict | None:
    """The contests the viewer is in, or leads somebody in; the nearest cut-off first."""
    now = clock.now()
    found = pages.strips(_running(request, now).order_by("cut_off")[:MOST_STRIPS], request.rights, now)
    return {"strips": found, "now": now} if found else None


def of_person(request, person) -> dict | None:
    """The running contests of somebody, with their place where the viewer may see it."""
    now = clock.now()
    sides = entrants.sides_of_many(_running(request, now).filter(sides__person=person))
    boards = board.read_many(sides, now)
    mine = queries.own_sides(request.rights, sides, on=now.date())
    found = []
    for contest, theirs in sides.items():
        rows = board.show(boards[contest.pk], board.audience(request.rights, contest, own=mine[contest.pk]))
        side = next(side for side in theirs if side.person_id == person.pk)
        if row := rows.get(f"s{side.pk}"):
            found.append((contest, row))
    return {"contests_of_person": found} if found else None


def deal_earns(request, *, draft, **_) -> dict | None:
    """What the deal being written would score, and what is missing to the next place, in each running contest of its
    seller; the gap only where the viewer sees that row."""
    if draft.person is None:
        return None
    now = clock.now()
    open_to_it = list(_running(request, now).filter(start__lte=draft.day, end__gt=draft.day))
    rules.hold_all(open_to_it)
    sides = entrants.sides_of_many(each for each in open_to_it if _counts_amounts(each))
    boards = board.read_many(sides, now)
    seller = queries.sides_of_person(draft.person.pk, sides, on=draft.day)
    mine = queries.own_sides(request.rights, sides, on=now.date())
    found = []
    for contest in sides:
        side = seller[contest.pk]
        if side:
            rows = board.show(boards[contest.pk], board.audience(request.rights, contest, own=mine[contest.pk]))
            found.append(_carried(contest, boards[contest.pk].rules, draft.amount, rows.get(f"s{side.pk}")))
    return {"carried": found} if found else None


def _counts_amounts(contest) -> bool:
    """Only where a sale counts as its amount: what an order would do to another metric is not known yet."""
    definition = rules.meaning(contest).definition
    plain = (
        len(definition.parts) == 1 and not definition.parts[0].bottom and not definition.growth and not definition.per
    )
    return plain and any("order" in term.kinds and term.field in ("amount", "net") for term in definition.parts[0].top)


def _carried(contest, by, amount, row) -> dict:
    return {
        "contest": contest,
        "worth": figures.score(by, scoring.score(by, to_units(amount))),
        "unit": figures.score_unit(by),
        "row": row,
    }
