"""A unit in a month: how it stands, how its people and the units below stand, and who is behind.

Every board costs the same number of queries whatever the number of people.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from leitai.goals.queries import targets
from leitai.metrics.models import Metric
from leitai.metrics.queries import measure
from leitai.organization.models import Membership, Person, Unit
from leitai.organization.queries import members_of, running, work_calendar
from leitai.organization.rights import unit_and_below
from leitai.tally.calendars import WorkCalendar
from leitai.tally.periods import Period
from leitai.today.standing import Standing


@dataclass(frozen=True)
class Board:
    """`people` and `units` are standings, the furthest behind first; `whole` is the unit's own."""

    unit: Unit
    metric: Metric
    period: Period
    today: date
    calendar: WorkCalendar
    whole: Standing
    people: list[Standing]
    units: list[Standing] = field(default_factory=list)

    @property
    def behind(self) -> list[Standing]:
        return [each for each in self.people if each.is_behind]

    @property
    def keeping_up(self) -> list[Standing]:
        return [each for each in self.people if each.ahead is not None and not each.is_behind]

    @property
    def workday(self) -> int:
        """Which working day of the period today is (or the last one was)."""
        return self.calendar.count(Period(self.period.start, self.today + timedelta(days=1)))

    @property
    def workdays(self) -> int:
        return self.calendar.count(self.period)


def board_of(unit: Unit, *, metric: Metric, period: Period, today: date) -> Board:
    """The unit with its people of today and the units right below it."""
    calendar = work_calendar(period.start.year)
    share = calendar.elapsed(period, today)
    people = list(members_of(unit_and_below(unit.pk), on=today))
    below = list(unit.children.filter(archived_at__isnull=True))
    standings = stand(people, metric=metric, period=period, today=today, share=share)
    own, *others = stand([unit, *below], metric=metric, period=period, today=today, share=share)
    return Board(unit, metric, period, today, calendar, own, _furthest_behind_first(standings), others)


def stand(
    whom: Sequence[Person] | Sequence[Unit], *, metric: Metric, period: Period, today: date, share: int
) -> list[Standing]:
    """The standings of people, or of units, in the order given."""
    if not whom:
        return []
    by = "unit" if isinstance(whom[0], Unit) else "person"
    ids = {f"{by}_ids": [each.pk for each in whom]}
    measured = measure(metric, period, by=by, as_of=today, **ids)
    wanted = targets(metric, period, **ids)
    return [Standing(each, measured.get(each.pk) or 0, wanted.get(each.pk), share) for each in whom]


def teammates(person: Person, *, on: date) -> tuple[Unit | None, list[Person]]:
    """The person's unit and everyone who belongs to it that day."""
    spell = Membership.objects.filter(running(on), person=person).select_related("unit").first()
    if spell is None:
        return None, []
    return spell.unit, list(members_of([spell.unit_id], on=on))


def _furthest_behind_first(standings: list[Standing]) -> list[Standing]:
    return sorted(standings, key=lambda each: (each.ahead is None, each.ahead or 0, -each.measured))
