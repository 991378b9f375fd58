"""A list of people brings units, leads and logins with it; a second time it changes nothing."""

from datetime import date

import pytest

from leitai.accounts.models import User
from leitai.accounts.roles import Role
from leitai.audit.models import Entry
from leitai.imports.actions import UndoRefused, import_rows, undo, why_not_undo
from leitai.imports.models import Batch, Change
from leitai.imports.tests.files import write_csv
from leitai.imports.tests.fixtures import Importer
from leitai.organization.actions import add_unit, archive_unit, give_grade, move_person
from leitai.organization.models import Grade, Membership, Person, RoleAssignment, Unit
from tests.people import DAY, NOW, START


def home(name):
    return Membership.objects.get(person__name=name, end__isnull=True).unit


def leads(unit):
    return {each.user.person.name for each in RoleAssignment.objects.filter(unit=unit, role=Role.LEAD)}


def test_units_leads_grades_and_logins(importer, tmp_path):
    rows = [
        ["姓名", "工号", "大区", "部门", "直属上级", "职级", "手机号", "登录名", "入职日期"],
        ["周若溪", "00012", "华北区", "华北一部", "李明哲", "P5", "13800000000", "zhou", "2024-03-01"],
        ["李明哲", "00011", "华北区", "华北一部", "", "M1", "", "li.mz", ""],
    ]
    batch = importer("people", write_csv(tmp_path / "人员.csv", rows))
    assert batch.counts["new"] == 2
    assert home("周若溪").name == "华北一部"
    assert home("周若溪").parent.name == "华北区"
    assert leads(home("周若溪")) == {"李明哲"}
    assert Person.objects.get(name="周若溪").code == "00012"
    assert User.objects.get(username="zhou").has_usable_password() is False
    assert Grade.objects.filter(name="P5").exists()
    assert importer("people", write_csv(tmp_path / "人员.csv", rows)).counts["same"] == 2


def test_several_leads_of_one_unit_have_a_team_each(importer, tmp_path):
    rows = [
        ["sales_agent", "manager", "regional_office"],
        ["Anna", "Dustin", "Central"],
        ["Moses", "Melvin", "Central"],
        ["Zane", "Summer", "West"],
    ]
    importer("people", write_csv(tmp_path / "teams.csv", rows))
    assert (home("Anna").name, home("Anna").parent.name) == ("Dustin", "Central")
    assert home("Dustin") == home("Anna")
    assert (home("Zane").name, leads(home("Zane"))) == ("West", {"Summer"})


def test_a_tree_told_by_leads_alone(importer, tmp_path):
    rows = [
        ["EmployeeID", "LastName", "FirstName", "ReportsTo"],
        ["1", "Davolio", "Nancy", "2"],
        ["2", "Fuller", "Andrew", ""],
        ["5", "Buchanan", "Steven", "2"],
        ["6", "Suyama", "Michael", "5"],
    ]
    importer("people", write_csv(tmp_path / "e.csv", rows))
    assert home("Nancy Davolio").name == "Andrew Fuller"
    assert home("Michael Suyama") == home("Steven Buchanan")
    assert home("Michael Suyama").parent == home("Andrew Fuller")


def test_leads_in_a_circle_are_refused(importer, tmp_path):
    rows = [["姓名", "上级"], ["甲某", "乙某"], ["乙某", "甲某"]]
    batch = importer.check("people", write_csv(tmp_path / "a.csv", rows))
    assert {line.problems[0]["code"] for line in batch.lines.all()} == {"lead_circle"}


def test_a_move_is_a_change_from_today_and_undone_with_the_import(importer, cast, tmp_path):
    rows = [["姓名", "工号", "部门"], ["伟", "HY-wei", "华南二部"]]
    batch = importer("people", write_csv(tmp_path / "a.csv", rows))
    assert batch.counts["changed"] == 1
    assert home("伟") == cast.south
    undo(batch=batch, by=importer.user, at=NOW)
    assert home("伟") == cast.east


def test_undo_takes_back_whoever_nobody_needs_yet(importer, tmp_path):
    before = (Person.objects.count(), Unit.objects.count(), User.objects.count())
    rows = [["姓名", "部门", "上级", "登录名"], ["周若溪", "新部门", "李明哲", "zhou"]]
    batch = importer("people", write_csv(tmp_path / "a.csv", rows))
    assert why_not_undo(batch=batch, at=NOW) == []
    undo(batch=batch, by=importer.user, at=NOW)
    assert (Person.objects.count(), Unit.objects.count(), User.objects.count()) == before


def test_undo_names_who_has_signed_in_since(importer, tmp_path):
    rows = [["姓名", "部门", "登录名"], ["周若溪", "华东一部", "zhou"]]
    batch = importer("people", write_csv(tmp_path / "a.csv", rows))
    User.objects.filter(username="zhou").update(last_login=NOW)
    with pytest.raises(UndoRefused, match="zhou"):
        undo(batch=batch, by=importer.user, at=NOW)
    assert Person.objects.filter(name="周若溪").exists()


def test_customers_and_products_change_only_what_the_file_says(importer, tmp_path):
    from leitai.imports import kinds

    customers = kinds.get("customers").model
    importer(
        "customers", write_csv(tmp_path / "a.csv", [["客户名称", "客户编号", "所属行业"], ["绍兴越丰", "K1", "纺织"]])
    )
    batch = importer(
        "customers",
        write_csv(
            tmp_path / "b.csv", [["客户名称", "客户编号", "省份"], ["绍兴越丰", "K1", "浙江"], ["昆山启衡", "", "江苏"]]
        ),
    )
    assert (batch.counts["new"], batch.counts["changed"]) == (1, 1)
    assert customers.objects.values_list("industry", "region").get(code="K1") == ("纺织", "浙江")
    undo(batch=batch, by=importer.user, at=NOW)
    assert list(customers.objects.values_list("name", "region")) == [("绍兴越丰", "")]


@pytest.fixture
def hemin(cast, own_folder):
    """Sales operations import people, and may give nobody rights."""
    return Importer(cast.hemin.user)


def told(batch):
    return {(line.number, each["field"], each["code"]) for line in batch.lines.all() for each in line.problems}


def test_operations_make_nobody_an_administrator(hemin, cast, tmp_path):
    rows = [
        ["姓名", "工号", "角色", "登录名", "手机号"],
        ["何敏", "HY-hemin", "管理员", "", "13800000001"],
        ["周若溪", "HY-zhou", "", "zhou", ""],
        ["伟", "HY-wei", "销售", "wei", "13800000002"],
    ]
    batch = hemin("people", write_csv(tmp_path / "a.csv", rows))
    assert told(batch) == {(2, "role", "roles_reserved"), (3, "login", "logins_reserved")}
    assert batch.counts["changed"] == 1
    assert not RoleAssignment.objects.filter(user=cast.hemin.user, role=Role.ADMINISTRATOR).exists()
    assert RoleAssignment.objects.filter(user=cast.wei.user).count() == 1


def test_leads_named_by_operations_make_a_team_and_get_no_role(hemin, cast, tmp_path):
    rows = [["姓名", "部门", "上级"], ["周若溪", "新部门", "李明哲"], ["吴桐", "华东一部", "梅"]]
    batch = hemin.check("people", write_csv(tmp_path / "a.csv", rows))
    assert {each["code"]: each["facts"] for each in batch.notices}["leads_without_role"] == {"count": 1}
    hemin.post(batch)
    assert home("周若溪").name == "新部门"
    assert Person.objects.get(name="李明哲").user is None
    assert leads(cast.east) == {"梅"}


def test_what_an_administrator_checked_operations_do_not_carry_out(importer, hemin, cast, tmp_path):
    rows = [["姓名", "工号", "角色"], ["何敏", "HY-hemin", "管理员"]]
    batch = importer.check("people", write_csv(tmp_path / "a.csv", rows))
    assert batch.counts["changed"] == 1
    hemin.post(batch)
    assert not RoleAssignment.objects.filter(user=cast.hemin.user, role=Role.ADMINISTRATOR).exists()


def test_roles_begin_with_the_import_or_with_joining_and_end_with_leaving(importer, tmp_path):
    rows = [
        ["姓名", "角色", "登录名", "入职日期", "离职日期", "部门", "上级"],
        ["周若溪", "财务", "zhou", "2024-03-01", "", "新部门", "李明哲"],
        ["吴桐", "销售", "wu", "2026-12-01", "2027-12-01", "新部门", "李明哲"],
        ["郑前", "销售", "zheng", "2024-03-01", "2025-03-01", "新部门", "李明哲"],
    ]
    batch = importer("people", write_csv(tmp_path / "a.csv", rows))
    given = RoleAssignment.objects.filter(start__gt=START).values_list("user__person__name", "start", "end")
    assert set(given) == {
        ("周若溪", DAY, None),
        ("吴桐", date(2026, 12, 1), date(2027, 12, 1)),
        ("李明哲", DAY, None),
    }
    assert batch.counts["new"] == 3
    assert importer("people", write_csv(tmp_path / "a.csv", rows)).counts["same"] == 3


def test_a_planned_move_or_grade_is_named_in_the_preview(importer, cast, tmp_path):
    move_person(person=cast.wei, unit=cast.south, start=date(2026, 12, 1), by=None, at=NOW)
    give_grade(person=cast.li, grade=Grade.objects.create(name="P6", rank=1), start=date(2026, 12, 1), by=None, at=NOW)
    rows = [
        ["姓名", "工号", "部门", "职级"],
        ["伟", "HY-wei", "华南二部", ""],
        ["丽", "HY-li", "", "P5"],
        ["陈", "HY-chen", "华南二部", ""],
    ]
    batch = importer("people", write_csv(tmp_path / "a.csv", rows))
    assert told(batch) == {(2, "unit", "two_units"), (3, "grade", "two_grades")}
    stays = [["姓名", "工号", "部门"], ["伟", "HY-wei", "华东一部"]]
    assert importer("people", write_csv(tmp_path / "b.csv", stays)).counts["same"] == 1


def test_an_archived_unit_and_a_user_name_said_twice_are_refused_in_their_cells(importer, cast, tmp_path):
    add_unit(name="旧部门", parent=cast.whole, by=None, at=NOW)
    archive_unit(unit=Unit.objects.get(name="旧部门"), on=DAY, by=None, at=NOW)
    rows = [["姓名", "部门", "登录名"], ["周若溪", "旧部门", ""], ["吴桐", "", "wu"], ["郑前", "", "WU"]]
    batch = importer("people", write_csv(tmp_path / "a.csv", rows))
    assert told(batch) == {(2, "unit", "unit_archived"), (4, "login", "login_taken")}


def test_the_last_administrator_leaves_by_no_list_either(importer, cast, tmp_path):
    Person.objects.create(name="安", code="HY-an", user=cast.an, hired_on=START)
    batch = importer(
        "people", write_csv(tmp_path / "a.csv", [["姓名", "工号", "离职日期"], ["安", "HY-an", "2026-11-18"]])
    )
    assert told(batch) == {(2, "left_on", "last_administrator")}


def test_two_workers_on_one_import_write_it_once(importer, cast, tmp_path):
    rows = [["姓名", "部门"], ["周若溪", "华东一部"], ["吴桐", "华东一部"]]
    batch = importer.check("people", write_csv(tmp_path / "a.csv", rows))
    other = Batch.objects.get(pk=batch.pk)
    seen = []

    def clock():
        """While the first worker writes its chunk, the second does the whole import."""
        seen.append(1)
        if len(seen) == 2:
            importer.post(other)
        return NOW

    import_rows(batch=batch, today=DAY, by=importer.user, clock=clock)
    assert (batch.state, batch.counts["new"]) == (Batch.State.DONE, 2)
    assert Change.objects.filter(batch=batch).count() == 2
    assert Entry.objects.filter(verb="imported", subject_id=batch.pk).count() == 1
