"""Today: a lead and upward see their unit, operations and finance what waits for them, a rep sees oneself."""

from django.shortcuts import render
from django.utils.translation import gettext

from leitai import clock
from leitai.accounts.access import may, signed_in
from leitai.accounts.roles import Role, Scope
from leitai.metrics.addresses import address_of
from leitai.organization.models import Unit
from leitai.organization.queries import work_calendar
from leitai.tally.amounts import from_units
from leitai.tally.periods import Period
from leitai.today.behind import GROUPED_OVER, Row, by_unit
from leitai.today.boards import board_of, stand, teammates
from leitai.today.desks import is_desk, lines_of
from leitai.today.headline import headline_metric
from leitai.today.news import news_of, yesterday
from leitai.today.ranks import place_of
from leitai.today.reasons import reasons_for

BEHIND_SHOWN = 6


@may(signed_in)
def index(request):
    today = clock.today()
    period = Period.month(today.year, today.month)
    unit = led_unit(request.rights)
    if is_desk(request.rights):
        return _of_desk(request, unit, period, today)
    if unit is not None:
        return _of_unit(request, unit, period, today)
    if request.person is not None:
        return _of_rep(request, period, today)
    return render(request, "today/stranger.html")


def led_unit(rights) -> Unit | None:
    """The unit whose day this is: of a lead the one they lead, of who works across the company the company."""
    led = [grant for grant in rights.grants if grant.scope == Scope.UNIT and grant.role in (Role.LEAD, Role.DIRECTOR)]
    if rights.sees_all():
        return Unit.objects.filter(parent__isnull=True).first()
    if not led:
        return None
    widest = max(led, key=lambda grant: len(grant.unit_ids))
    return Unit.objects.with_tree_fields().filter(pk__in=widest.unit_ids).first()


def _of_desk(request, unit, period, today):
    """What waits, and in one figure how the company does, for who sees all of it."""
    board = board_of(unit, metric=headline_metric(period), period=period, today=today) if unit else None
    lines = lines_of(request, today=today, now=clock.now())
    return render(request, "today/desk.html", {"lines": lines, "board": board})


def _of_unit(request, unit, period, today):
    board = board_of(unit, metric=headline_metric(period), period=period, today=today)
    grouped = len(board.behind) > GROUPED_OVER
    shown = board.behind if grouped else board.behind[:BEHIND_SHOWN]
    why = reasons_for([each.who for each in shown], period=period, today=today, share=board.whole.due_share)
    behind = [Row(each, why.get(each.who.pk)) for each in shown]
    rest = board.behind[len(shown) :]
    since = yesterday(today, board.calendar)
    return render(
        request,
        "today/lead.html",
        {
            "board": board,
            "behind": behind,
            "rest": rest,
            "rest_gap": sum(each.short_by for each in rest),
            "month": address_of(period),
            "groups": by_unit(behind, on=today) if grouped else [],
            **_together(board),
            "news": news_of(unit, since=since, today=today),
            "period": period,
        },
    )


def _together(board) -> dict:
    """The two furthest behind, and what those who keep up are ahead by."""
    worst = board.behind[:2]
    return {
        "worst": worst,
        "worst_names": gettext(" and ").join(str(each.who) for each in worst),
        "worst_gap": sum(each.short_by for each in worst),
        "ahead_together": from_units(sum(each.ahead for each in board.keeping_up)),
    }


def _of_rep(request, period, today):
    metric, calendar = headline_metric(period), work_calendar(period.start.year)
    share = calendar.elapsed(period, today)
    (standing,) = stand([request.person], metric=metric, period=period, today=today, share=share)
    unit, mates = teammates(request.person, on=today)
    place = place_of(request.person, mates, metric=metric, period=period, today=today)
    return render(
        request,
        "today/rep.html",
        {"standing": standing, "metric": metric, "unit": unit, "place": place, "period": period},
    )
