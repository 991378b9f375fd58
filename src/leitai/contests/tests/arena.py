"""What tests of contests set up, in as few words as possible: a running contest, deals, the clock moved on."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from leitai.contests.actions import create_contest, publish_contest
from leitai.contests.models import Contest, Prize
from leitai.incentives.actions import plan_budget
from leitai.metrics.queries import by_code
from leitai.organization.models import Membership, Person
from leitai.sales.tests.posting import order, post

SHANGHAI = ZoneInfo("Asia/Shanghai")
START, END = date(2026, 11, 1), date(2026, 11, 21)
CUT_OFF = datetime(2026, 11, 20, 18, 0, tzinfo=SHANGHAI)
BEFORE = datetime(2026, 10, 30, 9, 0, tzinfo=SHANGHAI)
DURING = datetime(2026, 11, 18, 9, 12, tzinfo=SHANGHAI)
AFTER = CUT_OFF + timedelta(hours=1)
LATER = AFTER + timedelta(days=3)
MONEY = ((1, 1, "3000"), (2, 2, "2000"), (3, 3, "1000"))


def money(*places) -> list[Prize]:
    return [Prize(first=first, last=last, kind="money", amount=Decimal(amount)) for first, last, amount in places]


def budget(cast, planned="20000"):
    return plan_budget(
        name="第四季度激励", unit=None, start=date(2026, 10, 1), end=date(2027, 1, 1), planned=Decimal(planned),
        by=cast.tang.user, at=BEFORE,
    )  # fmt: skip


def drafted(cast, *, people=(), units=(), prizes=None, **fields) -> Contest:
    facts = {
        "name": "双十一冲刺",
        "metric": by_code("sales"),
        "start": START,
        "end": END,
        "cut_off": CUT_OFF,
        "budget_line": budget(cast),
    }
    return create_contest(
        people=people, units=units, prizes=money(*MONEY) if prizes is None else prizes,
        by=cast.hemin.user, at=BEFORE, **facts | fields,
    )  # fmt: skip


def running(cast, **more) -> Contest:
    """Published before its first day, among 伟, 丽 and 陈 unless said otherwise."""
    if "people" not in more and "units" not in more:
        more["people"] = [cast.wei, cast.li, cast.chen]
    contest = drafted(cast, **more)
    publish_contest(contest=contest, by=cast.hemin.user, at=BEFORE)
    return fresh(contest)


def fresh(contest: Contest) -> Contest:
    return Contest.objects.get(pk=contest.pk)


def deal(person, amount, number, *, day=DURING.date(), at=None, posted=None, **said):
    """A deal that counts on `day`, posted when it happened unless said otherwise."""
    moment = at or datetime.combine(day, datetime.min.time(), SHANGHAI) + timedelta(hours=10)
    post(order(person, amount, number, day=day, at=at, **said), at=posted or moment)


def crowd(unit, count: int, *, prefix="人") -> list[Person]:
    """Many people of one unit, without users."""
    people = Person.objects.bulk_create(Person(name=f"{prefix}{n:03}", code=f"{prefix}-{n:03}") for n in range(count))
    Membership.objects.bulk_create(Membership(person=person, unit=unit, start=date(2024, 1, 1)) for person in people)
    return people


def places(standings, sides) -> list[tuple]:
    names = {side.pk: str(side) for side in sides}
    return [(each.place, names[each.side]) for each in standings]
