"""What a contest looks like over its days: everybody's places, or how far one of two sides is ahead."""

from datetime import datetime
from itertools import dropwhile, pairwise

from django.utils.translation import ngettext, pgettext

from leitai.contests import entrants, figures, readings, rules, scoring
from leitai.contests.models import Contest
from leitai.contests.rules import Rules
from leitai.tally.amounts import from_units
from leitai.ui.figures import days

MOST_LINES = 6
FEW_PLACES = 8
OWN = "#D9442F"
TURN = "#8A8178"
OTHERS = ["#4E79B5", "#2B8277", "#BB8427", "#8E6391", "#8A8178", "#5E8C8A"]


def chart_of(contest: Contest, rows: dict[str, dict], now: datetime, *, own) -> dict | None:
    """Places by day of the sides one sees, best on top, and how often the lead changed.

    Days on which all are still level are left out; None before the second day.
    """
    sides = entrants.sides_of(contest)
    by = rules.in_force(contest)
    ranked = readings.places_by_day(contest, sides, now, by=by)
    ranked = dict(dropwhile(lambda day: max((place or 1 for place in day[1].values()), default=1) == 1, ranked.items()))
    if len(ranked) < 2:
        return None
    seen = [row["side"] for row in rows.values() if row["kind"] == "side"]
    shown = [side for side in seen if side in seen[:MOST_LINES] or (own and side == own.pk)]
    names = {side.pk: str(side) for side in sides}
    return {
        "option": _option(list(ranked), ranked, shown, names, own.pk if own else None),
        "lead_changes": _lead_changes(_changes_of_lead(ranked)),
        "table": [(names[side], [ranked[day][side] for day in ranked]) for side in shown],
        "days": list(ranked),
    }


def _option(dates: list, ranked: dict, shown: list[int], names: dict[int, str], own: int | None) -> dict:
    last = dates[-1]
    worst = max(
        (place for places in ranked.values() for side, place in places.items() if place and side in shown), default=2
    )
    series = []
    drawn = sorted(shown, key=lambda each: each != own, reverse=True)
    for side in drawn:
        mine = side == own
        series.append(
            {
                "name": names[side], "type": "line", "symbol": "circle", "symbolSize": 5,
                "showSymbol": len(dates) <= 2,
                "data": [ranked[day][side] for day in dates],
                "lineStyle": {"width": 3 if mine else 1.5}, "z": 5 if mine else 2,
                **({"itemStyle": {"color": OWN}} if mine else {}),
                "endLabel": {**_end_label(side, drawn, ranked[last], own),
                    "color": "inherit", "fontWeight": 600 if mine else 400},
                "emphasis": {"focus": "series"}, "labelLayout": {"moveOverlap": "shiftY"},
            }
        )  # fmt: skip
    return {
        "color": OTHERS,
        "grid": {"left": 8, "right": 88, "top": 12, "bottom": 4, "containLabel": True},
        "xAxis": {"type": "category", "data": [days.day(each) for each in dates], "boundaryGap": False},
        "yAxis": _places_axis(max(2, worst)),
        "series": series,
    }


def _places_axis(worst: int) -> dict:
    """Best on top. Among many, the first places get the room: from 1 to 2 is as far as from 20 to 40."""
    axis = {"inverse": True, "min": 1, "max": worst}
    return {**axis, "type": "log", "logBase": 2} if worst > FEW_PLACES else {**axis, "type": "value", "minInterval": 1}


def _end_label(side: int, drawn: list[int], places: dict, own: int | None) -> dict:
    """Whose line ends here: oneself always; of the others who end level one is named, with the number of the rest."""
    level = [each for each in drawn if each != own and places[each] == places[side]] if side != own else [side]
    named = level[0]
    rest = f" +{len(level) - 1}" if len(level) > 1 else ""
    return {"show": places[side] is not None and side == named, "formatter": "{a}" + rest}


def _lead_changes(count: int) -> str:
    return (
        ngettext("the lead changed once", "the lead changed %(count)d times", count) % {"count": count} if count else ""
    )


def _changes_of_lead(ranked: dict) -> int:
    leaders = [tuple(side for side, place in places.items() if place == 1) for places in ranked.values()]
    alone = [each[0] for each in leaders if len(each) == 1]
    return sum(before != after for before, after in pairwise(alone))


def lead_of(contest: Contest, left, right, now: datetime) -> dict | None:
    """How far `left` is ahead of `right` at the end of each day, below the line where it is behind; None before the
    second day that tells them apart."""
    by = rules.in_force(contest)
    past = readings.history(contest, [left, right], now)
    leads = {day: _margin(by, values.get(left.pk), values.get(right.pk)) for day, values in past.items()}
    leads = dict(dropwhile(lambda day: not day[1], leads.items()))
    if len(leads) < 2:
        return None
    turns = _turns(list(leads.values()))
    return {
        "option": _lead_option(by, leads, turns),
        "lead_changes": _lead_changes(len(turns)),
        "table": [(day, figures.score(by, lead), str(left if lead > 0 else right)) for day, lead in leads.items()],
        "above": str(left),
        "last": _signed(by, list(leads.values())[-1]),
    }


def _margin(by: Rules, left: int | None, right: int | None) -> int:
    """Above zero where `left` is ahead, also where less is better."""
    margin = (scoring.score(by, left) or 0) - (scoring.score(by, right) or 0)
    return margin if by.is_upward else -margin


def _turns(leads: list[int]) -> list[int]:
    """The days, by number, on which the other side came to lead."""
    found, before = [], 0
    for number, lead in enumerate(leads):
        if lead and before and (lead > 0) != (before > 0):
            found.append(number)
        before = lead or before
    return found


def _lead_option(by: Rules, leads: dict, turns: list[int]) -> dict:
    # Where to draw, and nothing else: what is said of a lead comes from `leads`, exact.
    plain = [round(float(from_units(lead)), 2) for lead in leads.values()]
    dates, most, last = [days.day(each) for each in leads], max(abs(each) for each in plain), len(plain) - 1
    mark = {"symbol": "circle", "symbolSize": 9}
    return {
        "format": "amount" if by.unit == "money" and by.per_point is None else "count",
        "grid": {"left": 8, "right": 72, "top": 20, "bottom": 4, "containLabel": True},
        "xAxis": {"type": "category", "data": dates, "boundaryGap": False, "axisLine": {"onZero": False, "show": False}},
        "yAxis": {"type": "value", "splitNumber": 3},
        "visualMap": {
            "show": False, "dimension": 1, "seriesIndex": 0, "min": -most, "max": most,
            "pieces": [{"gt": 0, "lte": most, "color": OWN}, {"gte": -most, "lte": 0, "color": OTHERS[0]}],
        },
        "series": [
            {
                "name": pgettext("ahead by", "lead"), "type": "line", "data": plain, "symbol": "none", "lineStyle": {"width": 2.5},
                "areaStyle": {"opacity": 0.13, "origin": 0},
                "markLine": {"silent": True, "symbol": "none", "label": {"show": False}, "data": [{"yAxis": 0}],
                    "lineStyle": {"type": "solid", "width": 1}},
                "markPoint": {"silent": True, **mark, "data": [{"coord": [dates[day], plain[day]]} for day in turns],
                    "itemStyle": {"color": TURN}, "label": {"show": False}},
            },
            {
                "type": "scatter", "data": [[dates[last], plain[last]]], "symbolSize": 11, "silent": True,
                "tooltip": {"show": False}, "itemStyle": {"color": OWN if plain[last] > 0 else OTHERS[0], "opacity": 1},
                "label": {"show": True, "position": "right", "fontSize": 14, "fontWeight": 600,
                    "formatter": _signed(by, list(leads.values())[-1])},
            },
        ],
    }  # fmt: skip


def _signed(by: Rules, margin: int) -> str:
    text = figures.score(by, abs(margin))
    return f"+{text}" if margin > 0 else f"−{text}" if margin < 0 else text
