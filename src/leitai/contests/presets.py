"""Three contests to start from: most teams want one of them, and change a name and a number."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from leitai.contests.models import Contest, Prize
from leitai.metrics.queries import by_code
from leitai.tally.periods import containing


@dataclass(frozen=True)
class Preset:
    key: str
    name: str
    what: str
    icon: str
    metric: str
    sides_are: str
    prizes: tuple[tuple, ...]
    per_point: Decimal | None = None


PRESETS = {
    preset.key: preset
    for preset in (
        Preset(
            "sprint", _("Personal sprint"), _("Everyone for themselves, by sales; money for the first three."), "run",
            "sales", Contest.Sides.PEOPLE,
            ((1, 1, "money", 3000), (2, 2, "money", 2000), (3, 3, "money", 1000)),
        ),
        Preset(
            "teams", _("Team against team"), _("Teams by points, one for every 10,000; points for all of the winning team."),
            "users-group", "sales", Contest.Sides.UNITS, ((1, 1, "points", 4000),), Decimal(10_000),
        ),
        Preset(
            "pioneers", _("New customers"), _("Who wins the most new customers; a title and points for the first."), "user-plus",
            "new_customers", Contest.Sides.PEOPLE,
            ((1, 1, "title", _("pioneer of the month")), (1, 3, "points", 800)),
        ),
    )
}  # fmt: skip


def fields_of(preset: Preset, today: date) -> dict:
    """The columns of a fresh draft: next whole month, or what is left of this one from tomorrow in its first half."""
    period = containing("month", today)
    start = today + timedelta(days=1) if today.day <= 15 else period.end
    end = period.end if today.day <= 15 else period.next().end
    return {
        "metric": by_code(preset.metric),
        "sides_are": preset.sides_are,
        "start": start,
        "end": end,
        "cut_off": cut_off_of(end - timedelta(days=1)),
        "per_point": preset.per_point,
    }


def cut_off_of(last_day: date) -> datetime:
    """18:00 of the last day."""
    return datetime.combine(last_day, time(18), ZoneInfo(settings.TIME_ZONE))


def prizes_of(preset: Preset) -> list[Prize]:
    return [_prize(*each) for each in preset.prizes]


def _prize(first: int, last: int, kind: str, what) -> Prize:
    column = {"money": "amount", "points": "points", "title": "text", "gift": "text"}[kind]
    value = Decimal(what) if kind == "money" else str(what) if column == "text" else what
    return Prize(first=first, last=last, kind=kind, **{column: value})
