"""The cast of the tests: 梅 leads 华东一部, 伟 and 丽 sell for her; 陈 sells in 华南二部, which 强 leads.

何敏 runs sales operations, 唐静 is finance, 沈立群 directs the whole company, 安 administers it.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from leitai.accounts.models import User
from leitai.accounts.roles import Role, Scope
from leitai.organization.models import Company, Membership, Person, RoleAssignment, Unit

START = date(2024, 1, 1)
DAY = date(2026, 11, 18)
NOW = datetime(2026, 11, 18, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai
PASSWORD = "leitai-demo-1"


@dataclass
class Cast:
    """Everybody, by name. Each has a `.user` who signs in with the pinyin name and `PASSWORD`."""

    company: Company
    whole: Unit
    east: Unit
    south: Unit
    mei: Person
    wei: Person
    li: Person
    chen: Person
    qiang: Person
    hemin: Person
    tang: Person
    shen: Person
    an: User
    extra: dict = field(default_factory=dict)


def make_cast() -> Cast:
    company = Company.objects.create(id=1, name="恒远智能装备", created_at=NOW)
    whole = Unit.objects.create(name="恒远智能装备")
    east = Unit.objects.create(name="华东一部", parent=whole)
    south = Unit.objects.create(name="华南二部", parent=whole)
    an = User.objects.create_user("an", password=PASSWORD)
    grant(an, Role.ADMINISTRATOR)
    return Cast(
        company=company, whole=whole, east=east, south=south, an=an,
        mei=hire("梅", "mei", east, Role.LEAD, unit=east),
        wei=hire("伟", "wei", east, Role.REP),
        li=hire("丽", "li", east, Role.REP),
        qiang=hire("强", "qiang", south, Role.LEAD, unit=south),
        chen=hire("陈", "chen", south, Role.REP),
        hemin=hire("何敏", "hemin", whole, Role.OPERATIONS, scope=Scope.ALL),
        tang=hire("唐静", "tang", whole, Role.FINANCE, scope=Scope.ALL),
        shen=hire("沈立群", "shen", whole, Role.DIRECTOR, scope=Scope.ALL),
    )  # fmt: skip


def hire(name: str, login: str, home: Unit, role: str, *, scope: str = "", unit: Unit | None = None) -> Person:
    """A person with a user, a membership since START and one role."""
    user = User.objects.create_user(login, password=PASSWORD)
    person = Person.objects.create(name=name, code=f"HY-{login}", user=user, hired_on=START)
    Membership.objects.create(person=person, unit=home, start=START)
    grant(user, role, scope=scope or (Scope.UNIT if unit else Scope.OWN), unit=unit)
    return person


def grant(user: User, role: str, *, scope: str = Scope.ALL, unit: Unit | None = None) -> RoleAssignment:
    return RoleAssignment.objects.create(user=user, role=role, scope=scope, unit=unit, start=START)
