"""Founding the company, and bringing in units, people, roles, products, channels and customers."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.contrib.auth.hashers import make_password

from leitai.accounts.models import User
from leitai.accounts.roles import Role, Scope
from leitai.customers.models import Customer
from leitai.demo.simulator import words
from leitai.demo.simulator.company import Company, login_of
from leitai.demo.simulator.happenings import ZONE
from leitai.organization.actions import (
    add_unit,
    assign_role,
    end_employment,
    found_company,
    give_grade,
    give_login,
    hire,
    move_person,
)
from leitai.organization.models import Grade, Person, Unit
from leitai.sales.models import Channel, Product, Source

ADMINISTRATOR = "admin"
# Staff of the head office: name, role.
OFFICE = {"何敏": Role.OPERATIONS, "唐静": Role.FINANCE, "方致远": Role.DIRECTOR, "尹若兰": Role.OBSERVER}
GRADES = ["见习销售", "销售", "高级销售", "资深销售", "销售主管", "销售总监"]


@dataclass
class Staff:
    """What the loading of records looks names up in."""

    administrator: User
    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)  # by staff number
    leads: dict[str, Person] = field(default_factory=dict)  # by unit name
    office: dict[str, Person] = field(default_factory=dict)  # by name
    products: dict[str, Product] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    customers: dict[str, Customer] = field(default_factory=dict)  # by customer number
    source: Source | None = None


def bring_staff(company: Company, *, today: date, at: datetime) -> Staff:
    """The organisation as it grew: hired, moved and left on the days the simulator says."""
    since = today - timedelta(days=365 * 6)
    user = found_company(
        name=words.COMPANY, currency="CNY", username=ADMINISTRATOR, password=words.PASSWORD, today=since, at=at
    )
    staff = Staff(user)
    _bring_units(staff, company, at)
    _bring_leads(staff, company, since, at)
    _bring_sellers(staff, company, today, at)
    _bring_catalogue(staff, company)
    _give_passwords()
    return staff


def _bring_units(staff: Staff, company: Company, at) -> None:
    root = Unit.objects.get(parent__isnull=True)
    staff.units[root.name] = root
    for region, (_director, teams) in company.regions.items():
        staff.units[region] = add_unit(name=region, parent=root, by=staff.administrator, at=at)
        for team in teams:
            staff.units[team] = add_unit(name=team, parent=staff.units[region], by=staff.administrator, at=at)


def _bring_leads(staff: Staff, company: Company, since: date, at) -> None:
    for number, (name, role) in enumerate(OFFICE.items()):
        staff.office[name] = _bring(staff, name, f"HY{900 + number}", words.COMPANY, since, at)
        _give_role(staff, staff.office[name], role, None, since, at)
    number = 910
    for region, (director, teams) in company.regions.items():
        for unit, name, role in [
            (region, director, Role.DIRECTOR),
            *((team, lead, Role.LEAD) for team, lead in teams.items()),
        ]:
            person = staff.leads[unit] = _bring(staff, name, f"HY{number}", unit, since, at)
            _give_role(staff, person, role, staff.units[unit], since, at)
            number += 1


def _bring_sellers(staff: Staff, company: Company, today: date, at) -> None:
    grades = {name: Grade.objects.create(name=name, rank=rank + 1) for rank, name in enumerate(GRADES)}
    for seller in company.sellers:
        person = staff.people[seller.code] = _bring(staff, seller.name, seller.code, seller.team, seller.hired_on, at)
        _give_role(staff, person, Role.REP, None, seller.hired_on, at)
        for start, team in seller.moves:
            move_person(person=person, unit=staff.units[team], start=start, by=staff.administrator, at=at)
        years = (today - seller.hired_on).days // 365
        grade = grades[GRADES[min(years, 3)]]
        give_grade(person=person, grade=grade, start=seller.hired_on, by=staff.administrator, at=at)
        if seller.left_on:
            end_employment(person=person, left_on=seller.left_on, by=staff.administrator, at=at)


def _bring_catalogue(staff: Staff, company: Company) -> None:
    for number, (name, (line, price, cost, _weight)) in enumerate(words.PRODUCTS.items()):
        staff.products[name] = Product.objects.create(
            name=name, code=f"CP{number + 1:03d}", line=line, price=Decimal(price), cost=Decimal(price * cost // 1000)
        )
    staff.channels = {name: Channel.objects.create(name=name) for name in words.CHANNELS}
    for region, customers in company.customers.items():
        rows = [
            Customer(
                name=each.name,
                code=each.code,
                region=region,
                industry=each.industry,
                created_at=datetime.combine(each.since, time(9), ZONE),
            )
            for each in customers
        ]
        staff.customers |= {row.code: row for row in Customer.objects.bulk_create(rows)}
    staff.source = Source.objects.create(code="demo", name="演示数据")


def _bring(staff: Staff, name, code, unit, start, at) -> Person:
    person = hire(name=name, code=code, unit=staff.units[unit], start=start, by=staff.administrator, at=at)
    give_login(person=person, username=login_of(name), password=None, by=staff.administrator, at=at)
    return person


def _give_role(staff: Staff, person, role, unit, start, at) -> None:
    scope = Scope.OWN if role == Role.REP else Scope.UNIT if unit else Scope.ALL
    assign_role(user=person.user, role=role, scope=scope, unit=unit, start=start, by=staff.administrator, at=at)


def _give_passwords() -> None:
    """One hash for everybody: hashing a hundred times would take half a minute."""
    User.objects.exclude(username=ADMINISTRATOR).update(password=make_password(words.PASSWORD))


def staff_there() -> Staff:
    """The loaded company's own, looked up by number and name."""
    return Staff(
        administrator=User.objects.get(username=ADMINISTRATOR),
        units={unit.name: unit for unit in Unit.objects.all()},
        people={person.code: person for person in Person.objects.all()},
        products={product.name: product for product in Product.objects.all()},
        channels={channel.name: channel for channel in Channel.objects.all()},
        customers={customer.code: customer for customer in Customer.objects.all()},
        source=Source.objects.get(code="demo"),
    )
