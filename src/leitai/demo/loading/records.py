"""What happened becomes records, in portions that were known when they were."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from leitai.demo.loading.scene import Scene
from leitai.demo.loading.staff import Staff
from leitai.demo.simulator import Happening
from leitai.demo.simulator.happenings import ZONE
from leitai.sales.actions import Content, Posting, post_records

BY_DAY = 75
"""Days back from which each day comes in by itself: contests ask what was known at a cut-off."""
BY_HOUR = 2


def post_past(scene: Scene) -> Iterator[tuple[date, int]]:
    """Post all up to now; tells (first day of the month, records) as each month is done."""
    portions = defaultdict(list)
    for each in scene.happened:
        if each.at <= scene.now and each.day in scene.past:
            portions[known_at(each, scene.now)].append(each)
    counts: dict[date, int] = defaultdict(int)
    for at in sorted(portions):
        month = portions[at][0].day.replace(day=1)
        if counts and month not in counts:
            yield max(counts), counts[max(counts)]
        counts[month] += post(scene.staff, portions[at], at=at).new
    if counts:
        yield max(counts), counts[max(counts)]


def known_at(each: Happening, now: datetime) -> datetime:
    """The end of its month, lately of its day, and these days of its hour; never after now."""
    back = (now.astimezone(ZONE).date() - each.day).days
    if back <= BY_HOUR:
        return min(now, each.at.replace(minute=0, second=0) + timedelta(hours=1))
    if back <= BY_DAY:
        return datetime.combine(each.day, time(20), ZONE)
    following = (each.day.replace(day=1) + timedelta(days=32)).replace(day=1)
    last = min(following, now.astimezone(ZONE).date() - timedelta(days=BY_DAY))
    return datetime.combine(last, time(), ZONE)


def post(staff: Staff, happened: Iterable[Happening], *, at: datetime) -> Posting:
    contents = [content_of(staff, each) for each in happened]
    return post_records(source=staff.source, contents=contents, by=staff.administrator, at=at)


def content_of(staff: Staff, each: Happening) -> Content:
    order = each.number if each.kind == "order" else each.refers_to
    return Content(
        external_id=each.number,
        kind=each.kind,
        day=each.day,
        at=each.at,
        person_id=staff.people[each.seller].pk,
        customer_id=staff.customers[each.customer].pk if each.customer else None,
        product_id=staff.products[each.product].pk if each.product else None,
        channel_id=staff.channels[each.channel].pk if each.channel else None,
        amount=Decimal(each.amount),
        quantity=Decimal(each.quantity),
        cost=None if each.cost is None else Decimal(each.cost),
        discount=Decimal(each.discount),
        order_no=order,
        contract_no=order,
        refers_to_external_id=each.refers_to,
        shares=tuple((staff.people[code].pk, share) for code, share in each.shares),
    )
