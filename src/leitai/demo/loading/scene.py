"""What every part of the loading looks at: the invented company, its staff, what happened, and the moment it is now."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from leitai.accounts.models import User
from leitai.demo.loading.staff import Staff
from leitai.demo.simulator import Company, Happening, Seller
from leitai.demo.simulator.happenings import ZONE
from leitai.organization.models import Person
from leitai.tally.calendars import WorkCalendar
from leitai.tally.periods import Period


@dataclass
class Scene:
    """`happened` is told to the end of this month; what lies after `now` only helps to set targets."""

    company: Company
    staff: Staff
    past: Period
    calendar: WorkCalendar
    now: datetime
    happened: list[Happening] = field(default_factory=list)

    @property
    def today(self) -> date:
        return self.now.astimezone(ZONE).date()

    @property
    def month(self) -> Period:
        return Period.month(self.today.year, self.today.month)

    def month_before(self, back: int) -> Period:
        month = self.month
        for _ in range(back):
            month = month.previous()
        return month

    def at(self, day: date, hour: int = 9, minute: int = 0) -> datetime:
        """That moment, or now where it is still to come."""
        return min(self.now, datetime.combine(day, time(hour, minute), ZONE))

    def ago(self, days: int, hour: int = 9, minute: int = 0) -> datetime:
        return self.at(self.today - timedelta(days=days), hour, minute)

    def person(self, name: str) -> Person:
        """Somebody by name, whatever they are here."""
        found = [*self.staff.people.values(), *self.staff.leads.values(), *self.staff.office.values()]
        return next(each for each in found if each.name == name)

    def user(self, name: str) -> User:
        return self.person(name).user

    def team(self, name: str, *, on: date | None = None) -> list[Seller]:
        """Those who sell in the team on a day."""
        day = on or self.today
        return [each for each in self.sellers(day) if each.team_on(day) == name]

    def sellers(self, on: date) -> list[Seller]:
        return [
            each for each in self.company.sellers if each.hired_on <= on and (each.left_on is None or on < each.left_on)
        ]
