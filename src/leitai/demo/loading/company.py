"""The whole demo company, from an empty database to this moment."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from leitai import jobs
from leitai.audit import actions as audit
from leitai.demo.loading import contests, goals, matters, pay, runs, talk, work
from leitai.demo.loading.inbox import tidy_inboxes
from leitai.demo.loading.records import post_past
from leitai.demo.loading.scene import Scene
from leitai.demo.loading.staff import bring_staff
from leitai.demo.simulator import Happening, happenings_of, invent_company, words
from leitai.demo.simulator.company import Company, Regions
from leitai.demo.simulator.happenings import ZONE
from leitai.organization.queries import work_calendar
from leitai.search.actions import catch_up
from leitai.tally.calendars import WorkCalendar
from leitai.tally.periods import Period

LOADED = "demo loaded"


def load_company(*, seed: int, months: int, now: datetime, regions: Regions = words.REGIONS) -> Iterator[str]:
    """Load it; says what is done as it goes. All of it or nothing: a company half loaded would look whole.

    `now` decides what has happened: the same seed at the same moment makes the same company.
    """
    immediate, jobs.huey.immediate = jobs.huey.immediate, True
    try:
        with transaction.atomic():
            scene = set_scene(seed=seed, months=months, now=now, regions=regions)
            staff = scene.staff
            yield f"{len(staff.people) + len(staff.leads) + len(staff.office)} people in {len(staff.units)} units"
            for month, count in post_past(scene):
                yield f"{month:%Y-%m}: {count} records"
            for part in (goals, pay, contests, runs, matters, work, talk):
                yield from part.load(scene)
            audit.record(staff.source, LOADED, by=staff.administrator, at=now, after={"seed": seed})
        tidy_inboxes(scene)
        yield f"{catch_up()} entries in the search index"
    finally:
        jobs.huey.immediate = immediate


def set_scene(*, seed: int, months: int, now: datetime, regions: Regions) -> Scene:
    today = now.astimezone(ZONE).date()
    company = invent_company(seed, today=today, regions=regions)
    staff = bring_staff(company, today=today, at=now)
    past = stretch(today, months)
    calendar = work_calendar(*range(past.start.year, past.end.year + 1))
    return Scene(company, staff, past, calendar, now, list(happened_in(company, past, calendar)))


def stretch(today, months: int) -> Period:
    """The last `months` calendar months, this one included."""
    month = Period.month(today.year, today.month)
    start = month
    for _ in range(months - 1):
        start = start.previous()
    return Period(start.start, month.end)


def happened_in(company: Company, past: Period, calendar: WorkCalendar) -> Iterator[Happening]:
    for seller in company.sellers:
        for month in past.split("month"):
            yield from happenings_of(company, seller, month, calendar)
