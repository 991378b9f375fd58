"""Deals that come in while the demo runs, so that boards move."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from leitai.audit.models import Entry
from leitai.contests.models import Contest
from leitai.demo.loading.company import LOADED, happened_in, stretch
from leitai.demo.loading.records import post
from leitai.demo.loading.staff import Staff, staff_there
from leitai.demo.simulator import Company, Happening, Seller, invent_company, words
from leitai.demo.simulator.happenings import ZONE
from leitai.organization.queries import work_calendar
from leitai.sales.models import Kind, Record

FOR_A_CONTEST = 3
"""Those in a running contest sell this much more often: people look there."""
RETURNED = 1 / 14
_SMALL_FIRST = [1 / price**2 for _line, price, _cost, _weight in words.PRODUCTS.values()]
"""Far more arrive in an hour than the company sells: small ones keep the boards moving and the month as it was."""


@dataclass
class Arrivals:
    """One deal at a time for somebody who is there, now and then a return.

    What arrives depends on the company and the moment alone, and a number carries its moment, so stopping and
    starting again repeats nothing.
    """

    company: Company
    staff: Staff
    loaded_at: datetime

    @classmethod
    def of_demo(cls) -> "Arrivals":
        """The loaded demo company, as it was loaded. Raises Entry.DoesNotExist where there is none."""
        loaded = Entry.objects.get(verb=LOADED)
        staff = staff_there()
        regions = {name: facts for name, facts in words.REGIONS.items() if name in staff.units}
        regions = {
            name: (director, {team: lead for team, lead in teams.items() if team in staff.units})
            for name, (director, teams) in regions.items()
        }
        today = loaded.at.astimezone(ZONE).date()
        return cls(invent_company(loaded.after["seed"], today=today, regions=regions), staff, loaded.at)

    def catch_up(self, *, at: datetime) -> int:
        """What the simulator tells of the time the demo was not running; how many records. Twice is once."""
        past = stretch(at.astimezone(ZONE).date(), 1 + _months_between(self.loaded_at, at))
        calendar = work_calendar(*range(past.start.year, past.end.year + 1))
        due = [each for each in happened_in(self.company, past, calendar) if self.loaded_at < each.at <= at]
        known = set(
            Record.objects.filter(
                source=self.staff.source, external_id__in=[each.refers_to for each in due]
            ).values_list("external_id", flat=True)
        ) | {each.number for each in due}
        return post(self.staff, [each for each in due if not each.refers_to or each.refers_to in known], at=at).new

    def one(self, *, at: datetime) -> Happening:
        """Post one more, drawn from the moment it arrives at."""
        draw = Random(f"{self.company.seed}:{at.isoformat()}")
        happening = (self._return(draw, at) if draw.random() < RETURNED else None) or self._deal(draw, at)
        post(self.staff, [happening], at=at)
        return happening

    def _deal(self, draw: Random, at: datetime) -> Happening:
        here = list(self._here(at))
        seller: Seller = draw.choices([each for each, _weight in here], [weight for _each, weight in here])[0]
        product, (_line, price, cost, _weight) = draw.choices(list(words.PRODUCTS.items()), _SMALL_FIRST)[0]
        amount = max(1000, round(price * draw.uniform(0.4, 1.3) / 100) * 100)
        day = at.astimezone(ZONE).date()
        region = self.company.region_of(seller.team_on(day))
        return Happening(
            "order", _number(at), day, at, seller.code, draw.choice(self.company.customers_on(day, region)).code, product,
            draw.choice(list(words.CHANNELS)), amount, 1, amount * cost // 1000,
        )  # fmt: skip

    def _here(self, at: datetime) -> Iterator[tuple[Seller, int]]:
        """Everybody there, and how likely the deal is theirs."""
        day = at.astimezone(ZONE).date()
        running = Contest.objects.filter(
            publication__isnull=False, closure__isnull=True, start__lte=day, cut_off__gt=at
        )
        competing = set(running.values_list("sides__person__code", flat=True))
        for each in self.company.sellers:
            if each.hired_on <= day and (each.left_on is None or day < each.left_on):
                yield each, each.skill * (FOR_A_CONTEST if each.code in competing else 1)

    def _return(self, draw: Random, at: datetime) -> Happening | None:
        """Part of an order of the last weeks comes back; None where every one has had its return."""
        since = at.astimezone(ZONE).date() - timedelta(days=30)
        mine = Record.objects.filter(source=self.staff.source, live=True, day__gte=since)
        back_already = mine.filter(kind=Kind.RETURN).values("refers_to_external_id")
        orders = mine.filter(kind=Kind.ORDER, split=False).exclude(external_id__in=back_already)
        found = list(orders.order_by("id").values_list("pk", flat=True))
        if not found:
            return None
        order = orders.select_related("person", "customer", "product", "channel").get(pk=draw.choice(found))
        back = int(order.amount) * draw.choice([20, 30, 50]) // 100
        return Happening(
            "return", f"{_number(at)}-T", at.astimezone(ZONE).date(), at, order.person.code,
            order.customer.code if order.customer else "", order.product.name if order.product else "",
            order.channel.name if order.channel else "", -back, refers_to=order.external_id,
        )  # fmt: skip


def _number(at: datetime) -> str:
    return f"HY-{at:%y%m}-L{at:%d%H%M%S}"


def _months_between(start: datetime, end: datetime) -> int:
    first, last = start.astimezone(ZONE), end.astimezone(ZONE)
    return (last.year - first.year) * 12 + last.month - first.month
