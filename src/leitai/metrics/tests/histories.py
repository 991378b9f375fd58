"""Random histories for hypothesis: people in a small tree who move, and records that are shared, revised, returned."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from leitai.customers.models import Customer
from leitai.organization.actions.people import move_person
from leitai.organization.models import Membership, Person, Unit
from leitai.sales.actions import post_records
from leitai.sales.content import Content
from leitai.sales.models import Channel, Product, Source
from tests.people import NOW, START

FIRST = date(2026, 9, 1)
DAYS = 75


def make_stage() -> dict:
    """Two regions below a company, three people, three customers, products of two lines, two channels."""
    whole = Unit.objects.create(name="恒远")
    east, south = (Unit.objects.create(name=name, parent=whole) for name in ("华东", "华南"))
    team = Unit.objects.create(name="华东一组", parent=east)
    people = [Person.objects.create(name=name, code=name) for name in ("伟", "丽", "陈")]
    for person, unit in zip(people, (team, east, south), strict=True):
        Membership.objects.create(person=person, unit=unit, start=START)
    customers = [
        Customer.objects.create(name=f"客户{n}", region=region, created_at=NOW)
        for n, region in enumerate(("上海", "广东", ""))
    ]
    return {
        "units": [whole, east, south, team],
        "people": people,
        "customers": customers,
        "products": [
            Product.objects.create(name=f"机型{n}", line=line) for n, line in enumerate(("伺服", "伺服", "视觉"))
        ],
        "channels": [Channel.objects.create(name=name) for name in ("直销", "经销")],
        "source": Source.objects.create(code="crm", name="CRM"),
    }


kinds = st.sampled_from(["order"] * 5 + ["return"] * 2 + ["payment", "won", "lost", "activity", "rating", "assist"])
money = st.integers(1, 10**7).map(lambda cents: Decimal(cents) / 100)


@st.composite
def happenings(draw):
    """A list of steps: ("post", fields) with numbers that repeat, so that some revise; ("move", who, where, day)."""
    steps = []
    for _ in range(draw(st.integers(1, 25))):
        if draw(st.integers(0, 9)) == 0:
            steps.append(("move", draw(st.integers(0, 2)), draw(st.integers(0, 3)), draw(st.integers(0, DAYS))))
            continue
        kind = draw(kinds)
        amount = draw(money)
        steps.append(
            (
                "post",
                {
                    "external_id": f"{kind[0]}{draw(st.integers(1, 12))}",
                    "kind": kind,
                    "day": FIRST + timedelta(draw(st.integers(0, DAYS))),
                    "person": draw(st.integers(0, 2)),
                    "amount": -amount if kind == "return" else amount,
                    "discount": draw(st.sampled_from([Decimal(0), Decimal("3.21")])) * (-1 if kind == "return" else 1),
                    "cost": draw(st.one_of(st.none(), money)),
                    "quantity": Decimal(draw(st.integers(0, 10))),
                    "customer": draw(st.one_of(st.none(), st.integers(0, 2))),
                    "product": draw(st.one_of(st.none(), st.integers(0, 2))),
                    "channel": draw(st.one_of(st.none(), st.integers(0, 1))),
                    "order_no": draw(st.sampled_from(["", "", "N1", "N2"])),
                    "refers": draw(st.one_of(st.just(""), st.integers(1, 12).map(lambda n: f"o{n}"))),
                    "share": draw(st.sampled_from([None, None, 333_333, 500_000])),
                },
            )
        )
    return steps


def play(stage: dict, steps) -> None:
    for step in steps:
        if step[0] == "post":
            _post(stage, **step[1])
        else:
            _move(stage, *step[1:])


def _post(stage, *, person, customer, product, channel, refers, share, kind, **said) -> None:
    people = stage["people"]
    shares = () if share is None else ((people[person].pk, share), (people[(person + 1) % 3].pk, 1_000_000 - share))
    content = Content(
        kind=kind, person_id=people[person].pk, shares=shares,
        customer_id=None if customer is None else stage["customers"][customer].pk,
        product_id=None if product is None else stage["products"][product].pk,
        channel_id=None if channel is None else stage["channels"][channel].pk,
        refers_to_external_id=refers if kind == "return" else "", **said,
    )  # fmt: skip
    post_records(source=stage["source"], contents=[content], by=None, at=NOW)


def _move(stage, who, where, day) -> None:
    person, start = stage["people"][who], FIRST + timedelta(day)
    if not person.memberships.filter(start__gt=start).exists():
        move_person(person=person, unit=stage["units"][where], start=start, by=None, at=datetime.now(NOW.tzinfo))
