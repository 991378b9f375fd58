"""People pasted from a spreadsheet: one row a person, in four columns; what is wrong is said per cell."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from leitai.accounts.roles import Role, Scope
from leitai.organization.actions import add_unit, assign_role, give_login, hire
from leitai.organization.models import Person, Unit

COLUMNS = ("name", "mobile", "role", "unit")
LABELS = {
    "name": pgettext_lazy("person", "name"),
    "mobile": gettext_lazy("mobile"),
    "role": gettext_lazy("position"),
    "unit": gettext_lazy("unit"),
}
MOST_ROWS = 500
SINCE = date(2000, 1, 1)  # who is in the sheet sold before today as well, and for this unit
mobile_shape = RegexValidator(r"^\+?[0-9][0-9 \-]{5,19}$")

# How people write the two roles of a sales team, in the languages the product speaks.
ROLE_WORDS = {
    Role.REP: {"", "rep", "sales", "销售", "业务员", "销售代表", "業務", "客户经理"},
    Role.LEAD: {"lead", "manager", "主管", "经理", "组长", "部长"},
    Role.DIRECTOR: {"director", "总监", "總監", "大区经理"},
}


@dataclass
class Row:
    """One line of the grid as typed; `wrong` maps a column to its message."""

    number: int
    name: str = ""
    mobile: str = ""
    role: str = ""
    unit: str = ""
    wrong: dict[str, str] = field(default_factory=dict)

    @property
    def is_blank(self) -> bool:
        return not any(getattr(self, column) for column in COLUMNS)

    @property
    def cells(self) -> list[tuple[str, str, str, str]]:
        """(column, its name, what was typed, what is wrong with it) for each cell."""
        return [(column, LABELS[column], getattr(self, column), self.wrong.get(column, "")) for column in COLUMNS]


def read(post) -> list[Row]:
    """The rows of a posted grid, blank ones left out."""
    columns = {column: [each.strip() for each in post.getlist(column)[:MOST_ROWS]] for column in COLUMNS}
    count = max((len(cells) for cells in columns.values()), default=0)
    rows = [
        Row(number + 1, **{name: cells[number] if number < len(cells) else "" for name, cells in columns.items()})
        for number in range(count)
    ]
    return [row for row in rows if not row.is_blank]


def check(rows: list[Row]) -> list[Row]:
    """Fill in what is wrong with each cell; answers the rows that are right."""
    logins = set(Person.objects.values_list("code", flat=True))
    for row in rows:
        if not row.name:
            row.wrong["name"] = _("Write a name.")
        if role_of(row.role) is None:
            row.wrong["role"] = _("Write rep, lead or director.")
        if row.mobile:
            _check_mobile(row, logins)
    return [row for row in rows if not row.wrong]


def _check_mobile(row, taken) -> None:
    try:
        mobile_shape(row.mobile)
    except ValidationError:
        row.wrong["mobile"] = _("This is not a phone number.")
        return
    if row.mobile.isdecimal() and row.mobile.startswith("1") and len(row.mobile) != 11:
        row.wrong["mobile"] = _("A mobile has 11 digits, this one %(count)d.") % {"count": len(row.mobile)}
    elif row.mobile in taken:
        row.wrong["mobile"] = _("Somebody with this number is here already.")
    taken.add(row.mobile)


def role_of(word: str) -> str | None:
    return next((role for role, words in ROLE_WORDS.items() if word.lower() in words), None)


@transaction.atomic
def bring_in(*, rows: list[Row], by, today: date, at: datetime) -> list[Person]:
    """Hire each row; its unit is made below the company where there is none of that name.

    Whoever has a mobile gets it as user name, and no password: an administrator sets the first one.
    """
    root = Unit.objects.get(parent__isnull=True)
    units = {unit.name: unit for unit in Unit.objects.filter(archived_at__isnull=True)}
    people = []
    for row in rows:
        if row.unit and row.unit not in units:
            units[row.unit] = add_unit(name=row.unit, parent=root, by=by, at=at)
        people.append(_bring_in(row, units.get(row.unit, root), by, today, at))
    return people


def _bring_in(row, unit, by, today, at) -> Person:
    code = row.mobile or _next_code()
    person = hire(name=row.name, code=code, mobile=row.mobile, unit=unit, start=SINCE, by=by, at=at)
    Person.objects.filter(pk=person.pk).update(hired_on=None)
    user = give_login(person=person, username=code, password=None, by=by, at=at)
    role = role_of(row.role)
    scope = {"scope": Scope.OWN} if role == Role.REP else {"scope": Scope.UNIT, "unit": unit}
    assign_role(user=user, role=role, start=today, by=by, at=at, **scope)
    return person


def _next_code() -> str:
    number = Person.objects.count() + 1
    while Person.objects.filter(code=f"P{number:04d}").exists():
        number += 1
    return f"P{number:04d}"
