"""What incentives say on the pages of others."""

from datetime import date
from decimal import Decimal

from leitai import clock
from leitai.incentives import policies
from leitai.incentives.estimating import earned_by, standings
from leitai.incentives.formulas import rate, tier_name
from leitai.incentives.models import Line
from leitai.incentives.queries.paying import people_payable_by
from leitai.incentives.queries.schemes import version_on
from leitai.incentives.queries.statements import months_of, statements_visible_to
from leitai.incentives.runs.roster import schemes_of
from leitai.organization.models import Person
from leitai.tally.amounts import from_units
from leitai.tally.periods import Period, containing, run_of
from leitai.ui import slots

TYPICAL_DEAL = Decimal(50_000)
DEALS = (TYPICAL_DEAL, TYPICAL_DEAL * 2, TYPICAL_DEAL * 4)
MONTHS = 6


def register() -> None:
    slots.register(
        "sales.deal.earns", "incentives", provider=deal_earns, template="incentives/slots/deal_earns.html", order=10
    )
    slots.register(
        "person.side", "incentives", provider=last_months, template="incentives/slots/last_months.html", order=30
    )
    slots.register(
        "sales.record.side", "incentives", provider=paid_on, template="incentives/slots/paid_on.html", order=40
    )
    slots.register(
        "goals.pay_meaning", "incentives", provider=pay_meaning, template="incentives/slots/pay_meaning.html"
    )
    slots.register("today.next_deal", "incentives", provider=next_deal, template="incentives/slots/next_deal.html")


def deal_earns(request, *, draft, **_) -> dict | None:
    """What the deal being written would add to the viewer's own pay. Nobody is told what a colleague earns."""
    if draft.person is None or draft.person != request.person:
        return None
    stands = standings(draft.person, on=draft.day)
    return {"earns": earned_by(stands, draft.amount)} if stands else None


def paid_on(request, *, record, **_) -> dict | None:
    """On the page of a record: the statement lines it is in, as far as the viewer may open them."""
    seen = statements_visible_to(request.rights, on=clock.today())
    lines = Line.objects.filter(
        record__source=record.source, record__external_id=record.external_id, statement__in=seen
    )
    lines = lines.select_related("statement__run", "statement__person").order_by("statement__run__start", "id")
    return {"lines": lines} if lines else None


def pay_meaning(request, *, goal, **_) -> dict | None:
    """On the page of one's own goal: what reaching it pays."""
    person = request.person
    if person is None or goal.person_id != person.pk:
        return None
    held = [
        (scheme, component)
        for scheme in schemes_of(person.pk, on=clock.today())
        if (version := version_on(scheme, containing(scheme.pays, clock.today()).start))
        for component in version.rules.components
        if component.needs_target and component.metric == goal.metric.code
    ]
    rows = [(tier_name(c, n), rate(c, tier[2])) for _, c in held for n, tier in enumerate(c.tiers)]
    return {"tiers": rows} if rows else None


def next_deal(request, *, person=None, **_) -> dict | None:
    """再签 5 万, 10 万 or 20 万 → +¥2,600: for oneself."""
    if person is None or person != request.person:
        return None
    stands = standings(person, on=clock.today())
    if not stands:
        return None
    gap = stands[0].gap
    return {
        "choices": [(amount, earned_by(stands, amount)) for amount in DEALS],
        "gap": None if gap is None else from_units(gap),
        "next_rate": _next_rate(stands[0]),
    }


def _next_rate(standing) -> str:
    return rate(standing.component, standing.next_rate) if standing.next_rate is not None else ""


def last_months(request, *, person: Person, **_) -> dict | None:
    """What the person was paid in the last months: to themselves, and to those who pay them."""
    today = clock.today()
    if person != request.person and not pays(request.rights, person, on=today):
        return None
    periods = run_of(Period.month(today.year, today.month).previous(), MONTHS)
    paid = months_of([person.pk], first=periods[0].start, end=periods[-1].end).get(person.pk)
    if not paid:
        return None
    most = max(paid.values()) or 1
    rows = [(each.start, paid.get(each.start), int(paid.get(each.start, 0) * 1_000_000 / most)) for each in periods]
    return {"months": rows[::-1], "person": person, "own": person == request.person}


def pays(rights, person: Person, *, on: date) -> bool:
    """Whether a viewer pays this person."""
    return policies.may_pay(rights) and people_payable_by(rights, on=on).filter(pk=person.pk).exists()
