"""What the stories of pay begin with: a scheme on signed amounts, deals, and a run made final."""

from datetime import UTC, date, datetime
from decimal import Decimal

from leitai.incentives.actions import (
    assign_scheme,
    calculate_run,
    create_scheme,
    finalise_run,
    publish_version,
    request_run,
    save_draft,
)
from leitai.incentives.rules import Rules, component
from leitai.metrics.queries import by_code
from leitai.sales.actions import Content, post_records
from leitai.sales.models import Source
from leitai.tally.periods import Period

START = date(2026, 7, 1)
OCTOBER, NOVEMBER, DECEMBER = (Period.month(2026, month) for month in (10, 11, 12))
WAN = 100_000_000
STAIRS = ((0, 40 * WAN, 30_000), (40 * WAN, 80 * WAN, 40_000), (80 * WAN, None, 52_000))


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 1, tzinfo=UTC)


def rules(tiers=STAIRS, metric="net_sales", **more) -> Rules:
    return Rules((component("签约提成", by_code(metric), tiers, **more),))


def scheme_for(cast, rules_=None, *, name="签约提成", start=START, unit=None, budget_line=None, pays="month"):
    """A published scheme for everyone in a unit (the company)."""
    scheme = create_scheme(name=name, pays=pays, budget_line=budget_line, by=cast.hemin.user, at=at(start))
    assign_scheme(scheme=scheme, unit=unit or cast.whole, start=start, by=cast.hemin.user, at=at(start))
    version = save_draft(scheme=scheme, rules=rules_ or rules(), start=start, by=cast.hemin.user, at=at(start))
    publish_version(version=version, by=cast.tang.user, at=at(start))
    return scheme


def source() -> Source:
    return Source.objects.get_or_create(code="erp", defaults={"name": "金蝶"})[0]


def sell(person, amount, day, number, *, on=None, **more):
    """One deal, posted the day it happened unless told otherwise."""
    given = {"kind": "order", "amount": Decimal(amount), **more}
    content = Content(external_id=number, day=day, person_id=person.pk, **given)
    return post_records(source=source(), contents=[content], by=None, at=at(on or day)).records[0]


def calculate(cast, period, *, when=None):
    when = when or at(period.end)
    run = request_run(period=period, by=cast.hemin.user, at=when)
    return calculate_run(run=run, at=when)


def pay(cast, period, *, when=None):
    """A run of the period, calculated and made final."""
    run = calculate(cast, period, when=when)
    return finalise(cast, run, when or at(period.end))


def finalise(cast, run, when):
    finalise_run(run=run, by=cast.tang.user, at=when)
    run.refresh_from_db()
    return run


def statement_of(run, person):
    return run.statements.get(person=person)


def amounts(run, person) -> list[tuple[str, Decimal]]:
    return list(statement_of(run, person).lines.values_list("kind", "amount"))
