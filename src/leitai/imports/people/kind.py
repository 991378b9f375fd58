"""The fields of a list of people, and what becomes of each row."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from leitai.accounts.models import User
from leitai.accounts.roles import Role
from leitai.imports import fields as read
from leitai.imports.fields import Field, simple
from leitai.imports.finding import PeopleFinder
from leitai.imports.kinds import CHANGED, NEW, SAME, Kind, Occasion, Row, Session
from leitai.imports.people.posting import Posting
from leitai.imports.people.standing import Standing
from leitai.imports.people.undoing import undo, why_not_undo
from leitai.imports.people.units import UnitTree, path_of
from leitai.imports.reading import Notice
from leitai.organization.models import Person
from leitai.organization.policies import may_give_roles
from leitai.organization.queries import is_last_administrator

ROLES = {
    Role.ADMINISTRATOR: ("系统管理员", "管理员"),
    Role.OPERATIONS: ("销售运营", "运营"),
    Role.FINANCE: ("财务", "会计"),
    Role.DIRECTOR: ("总监", "销售总监", "区域总监"),
    Role.LEAD: ("主管", "销售主管", "经理", "销售经理", "部门经理", "组长", "团队负责人"),
    Role.REP: ("销售", "业务员", "销售代表", "客户经理", "销售顾问"),
    Role.OBSERVER: ("观察者", "只读"),
}


a_role = read.choice(ROLES)


def role_choices():
    return list(Role.choices)


@dataclass
class Draft:
    """A row as a person: what it says, and what there is."""

    name: str
    code: str
    path: tuple[str, ...]
    lead: str = ""
    person_id: int | None = None
    changed: dict = field(default_factory=dict)


class PeopleKind(Kind):
    key = "people"
    label = _("People")
    noun = _("people")
    order = 10
    icon = "users"
    preview = ("name", "code", "unit", "lead", "role", "mobile")
    surveys = ("name", "first_name", "last_name", "code", "unit", "unit_above", "lead")
    fields = (
        Field("name", pgettext_lazy("person", "name"), read.text(120), synonyms=("姓名", "员工姓名", "人员姓名", "销售", "业务员", "员工", "成员", "用户名称", "销售员", "sales_agent", "full_name", "employee", "employee_name", "salesperson"), example="周若溪"),
        Field("first_name", _("first name"), read.text(60), synonyms=("firstname", "given_name")),
        Field("last_name", _("last name"), read.text(60), synonyms=("lastname", "family_name", "surname")),
        Field("code", _("staff number"), read.code(), synonyms=("工号", "员工编号", "员工号", "人员编码", "人员编号", "职员编码", "业务员编码", "employee_id", "employeeid", "staff_no", "userid"), example="HY-0012"),
        Field("unit", _("unit"), read.text(200), synonyms=("部门", "所属部门", "部门名称", "团队", "所在部门", "组织", "regional_office", "department", "team", "office"), example="华东一部", help=_("Levels are set apart by a slash.")),
        Field("unit_above", _("unit above"), read.text(120), synonyms=("大区", "区域", "上级部门", "一级部门", "事业部", "分公司"), example="华东区"),
        Field("lead", _("lead"), read.text(120), synonyms=("上级", "直属上级", "直接上级", "主管", "经理", "部门负责人", "汇报对象", "团队负责人", "manager", "reports_to", "reportsto", "supervisor"), example="李明哲"),
        Field("role", _("role"), a_role, synonyms=("角色", "岗位角色", "系统角色"), example="销售", choices=role_choices),
        Field("grade", _("grade"), read.text(60), synonyms=("职级", "级别", "职等", "grade", "level"), example="P5"),
        Field("mobile", _("mobile"), read.code(32), synonyms=("手机", "手机号", "手机号码", "联系电话", "移动电话", "mobile"), example="13800000000"),
        Field("email", _("mail"), read.text(254), synonyms=("邮箱", "电子邮箱", "邮件", "企业邮箱", "email", "e-mail"), example="zhou@example.com"),
        Field("login", _("user name"), read.text(150), synonyms=("登录名", "账号", "登录账号", "用户名", "username", "login"), example="zhouruoxi"),
        Field("hired_on", _("joined"), read.day, synonyms=("入职日期", "入职时间", "入司日期", "hire_date", "hiredate", "joined"), example="2024-03-01"),
        Field("left_on", _("left"), read.day, synonyms=("离职日期", "离职时间", "leave_date", "left"), example=""),
    )  # fmt: skip
    messages = {
        "name_missing": _("There is neither a name nor a staff number."),
        "no_lead": _("Nobody here or in the file is called “%(text)s”."),
        "login_taken": _("The user name “%(text)s” is taken."),
        "left_before_joined": _("The person leaves before joining."),
        "lead_circle": _("Following leads upward comes back to “%(text)s”."),
        "roles_reserved": _("Only administrators give roles. Empty the cell, or let an administrator import the file."),
        "logins_reserved": _(
            "Only administrators give user names. Empty the cell, or let an administrator import the file."
        ),
        "two_units": _(
            "The person moves to “%(unit)s” on %(start)s already. End that first, or leave the unit as it is."
        ),
        "two_grades": _("The person has grade “%(grade)s” from %(start)s on already."),
        "last_administrator": _("This is the last administrator. Make somebody else one first."),
        "unit_archived": _("“%(text)s” is out of use. Choose another unit."),
    }

    def missing(self, plan):
        known = plan.known()
        has_name = "name" in known or {"first_name", "last_name"} <= known
        return [] if has_name else [self.field("name")]

    def session(self, occasion: Occasion) -> "PeopleSession":
        return PeopleSession(occasion)

    def why_not_undo(self, batch):
        return why_not_undo(batch)

    def undo(self, batch, *, by, at):
        undo(batch, by=by, at=at)


class PeopleSession(Session):
    """Leads and units may be named before or after the row that defines them, so all rows are surveyed first."""

    def __init__(self, occasion: Occasion):
        super().__init__(occasion)
        self.finder = PeopleFinder()
        self.tree = UnitTree()
        self.drafts: dict[str, Draft] = {}
        self.logins = {name.casefold(): pk for pk, name in User.objects.values_list("person__pk", "username")}
        self.gives_roles = may_give_roles(occasion.rights)
        self.standing = Standing(occasion.day)
        self._seen: dict[str, tuple[int, dict]] = {}
        self._logins_said: dict[str, int] = {}
        self.posting: Posting | None = None

    def survey(self, rows):
        leads: dict[str, str] = {}
        for row in rows:
            draft = _draft(row)
            for known in filter(None, (draft.code, simple(draft.name))):
                self.drafts.setdefault(known.casefold(), draft)
            leads[draft.code or draft.name] = draft.lead
        self.tree.learn(self._unique_drafts(), self._lead_name)

    def _unique_drafts(self):
        return list({id(draft): draft for draft in self.drafts.values()}.values())

    def notices(self) -> list[Notice]:
        """Leads without the role: their team is made, and nobody is given rights that the importer may not give."""
        if self.gives_roles:
            return []
        new = sum(not self._leads(name, path) for path, name in self.tree.leads.items())
        return [Notice("leads_without_role", {"count": new})] if new else []

    def _leads(self, name: str, path) -> bool:
        return (self.finder.find(name)[0], self.tree.id_of(path)) in self.standing.leading

    def _lead_name(self, text: str) -> str:
        """The name of the lead a row names by number or name."""
        draft = self.drafts.get(text.casefold()) or self.drafts.get(simple(text))
        if draft:
            return draft.name
        person_id, _problem = self.finder.find(text)
        return self.finder.people[person_id].name if person_id else text

    def judge(self, rows: list[Row]) -> None:
        for row in rows:
            self._judge(row)

    def _judge(self, row: Row) -> None:
        draft = row.subject = _draft(row)
        if not draft.name and not draft.code:
            return row.refuse("name", "name_missing")
        if not self._once(row, draft):
            return None
        draft.person_id = self._who(row, draft)
        self._check(row, draft)
        if row.problems:
            return None
        if draft.person_id is None:
            row.fate = NEW
            return None
        row.changes = draft.changed = self._differences(row, draft)
        if row.problems:
            return None
        row.fate = CHANGED if row.changes else SAME
        return None

    def _once(self, row: Row, draft: Draft) -> bool:
        known = draft.code.casefold() or simple(draft.name)
        first = self._seen.setdefault(known, (row.number, row.texts))
        if first[0] != row.number:
            row.refuse(
                "code" if draft.code else "name",
                "twice_same" if first[1] == row.texts else "twice_different",
                line=first[0],
            )
        return not row.problems

    def _who(self, row: Row, draft: Draft) -> int | None:
        if draft.code and (found := self.finder.by_code(draft.code)):
            return found
        if draft.code:
            return None
        found, problem = self.finder.find(draft.name)
        if problem and problem[0] == "two_people":
            row.refuse("name", problem[0], *problem[1], **problem[2])
        return found

    def _check(self, row: Row, draft: Draft) -> None:
        self._check_login(row, draft)
        if not self.gives_roles:
            self._leave_rights_alone(row, draft)
        if name := self.tree.archived(self.tree.home(draft)):
            row.refuse("unit", "unit_archived", text=name)
        hired, left = _day(row.values.get("hired_on")), _day(row.values.get("left_on"))
        if hired and left and left <= hired:
            row.refuse("left_on", "left_before_joined")
        if left and self._is_last_administrator(draft, left):
            row.refuse("left_on", "last_administrator")
        if draft.lead and (circle := self.tree.circle(draft.name)):
            row.refuse("lead", "lead_circle", text=circle)

    def _check_login(self, row: Row, draft: Draft) -> None:
        login = row.values.get("login", "").casefold()
        if not login:
            return
        first = self._logins_said.setdefault(login, row.number)
        if first != row.number or self.logins.get(login, draft.person_id or -1) != (draft.person_id or -1):
            row.refuse("login", "login_taken", text=row.values["login"])

    def _leave_rights_alone(self, row: Row, draft: Draft) -> None:
        """What is reserved for administrators on the pages is reserved here too; what one has already may be told."""
        person = self.finder.people.get(draft.person_id)
        if (role := row.values.get("role")) and role not in self.standing.roles.get(draft.person_id, ()):
            row.refuse("role", "roles_reserved")
        if row.values.get("login") and not (person and person.user_id):
            row.refuse("login", "logins_reserved")

    def _is_last_administrator(self, draft: Draft, left: date) -> bool:
        person = self.finder.people.get(draft.person_id)
        if person is None or person.left_on == left or Role.ADMINISTRATOR not in self.standing.roles.get(person.pk, ()):
            return False
        return is_last_administrator(person.user, on=left)

    def _differences(self, row: Row, draft: Draft) -> dict:
        person = self.finder.people[draft.person_id]
        said = {key: row.values[key] for key in ("mobile", "email") if key in row.values}
        if draft.code and draft.name:
            said["name"] = draft.name
        found = {key: (getattr(person, key), value) for key, value in said.items() if getattr(person, key) != value}
        for key in ("hired_on", "left_on"):
            if (value := _day(row.values.get(key))) and getattr(person, key) != value:
                found[key] = (str(getattr(person, key) or ""), value.isoformat())
        if row.values.get("login") and not person.user_id:
            found["login"] = ("", row.values["login"])
        return found | self._moves(row, draft, person)

    def _moves(self, row: Row, draft: Draft, person: Person) -> dict:
        """Another unit, grade or role from today on. Whoever has left has none; what is planned stands in the way."""
        left = _day(row.values.get("left_on")) or person.left_on
        if left and left <= self.occasion.day:
            return {}
        found, standing = {}, self.standing
        path, home = self.tree.home(draft), standing.units.get(person.pk)
        if path and self.tree.id_of(path) != home:
            found["unit"] = (self.tree.name_of(home), "/".join(path))
            if planned := standing.planned_units.get(person.pk):
                row.refuse("unit", "two_units", unit=planned[0], start=planned[1])
        grade, held = row.values.get("grade"), standing.grades.get(person.pk, "")
        if grade and grade != held:
            found["grade"] = (held, grade)
            if planned := standing.planned_grades.get(person.pk):
                row.refuse("grade", "two_grades", grade=planned[0], start=planned[1])
        role, roles = row.values.get("role"), standing.roles.get(person.pk, [])
        if role and role not in roles and (person.user_id or row.values.get("login")):
            found["role"] = ("、".join(str(Role(each).label) for each in roles), str(Role(role).label))
        return found

    def post(self, rows: list[Row], *, batch, by, at: datetime) -> None:
        if self.posting is None:
            self.posting = Posting(self, batch=batch, by=by, at=at, today=self.occasion.day)
        self.posting.post(rows)


def _draft(row: Row) -> Draft:
    values = row.values
    name = values.get("name") or " ".join(filter(None, (values.get("first_name"), values.get("last_name"))))
    path = (*path_of(values.get("unit_above", "")), *path_of(values.get("unit", "")))
    return Draft(name, values.get("code", ""), path, values.get("lead", ""))


def _day(value) -> date | None:
    return value.date() if isinstance(value, datetime) else value
