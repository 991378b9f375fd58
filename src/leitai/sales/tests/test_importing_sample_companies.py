"""Real files of strangers, by command, held against scripts that know nothing of this product."""

import csv
from collections import Counter, defaultdict
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import Count, Q, Sum

from leitai.imports.tests.files import SHARED
from leitai.organization.models import Company, Membership, Person, RoleAssignment, Unit
from leitai.sales.models import Record
from leitai.sales.queries import check_totals
from tests.people import NOW


def need(name):
    folder = SHARED / name
    return pytest.mark.skipif(not folder.exists(), reason=f"../shared/data/{name} is not here")


@pytest.fixture
def company(db, own_folder):
    Unit.objects.create(name="Company")
    return Company.objects.create(id=1, name="Company", currency="USD", created_at=NOW)


def run(*arguments, fails=False) -> str:
    out = StringIO()
    try:
        call_command("import", *map(str, arguments), "--language", "en", stdout=out, stderr=StringIO())
    except SystemExit as left:
        assert fails and left.code == 1
    return out.getvalue()


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@need("maven_crm")
def test_maven_by_command(company):
    folder = SHARED / "maven_crm"
    run("people", folder / "sales_teams.csv")
    run("products", folder / "products.csv")
    run("customers", folder / "accounts.csv")
    said = run("records", folder / "sales_pipeline.csv", "--source", "maven")
    assert "8800 rows: 6711 new, 0 changed, 0 the same, 0 refused, 2089 left out." in said
    assert "difference 0.00" in said

    leads = RoleAssignment.objects.filter(role="lead")
    assert leads.count() == 6
    assert Person.objects.count() == 35 + 6
    assert Unit.objects.filter(parent__parent__isnull=True, parent__isnull=False).count() == 3
    assert Membership.objects.filter(unit__in=leads.values("unit")).count() == 41

    pipeline = rows(folder / "sales_pipeline.csv")
    won, lost, sums = Counter(), Counter(), defaultdict(Decimal)
    for row in pipeline:
        won[row["sales_agent"]] += row["deal_stage"] == "Won"
        lost[row["sales_agent"]] += row["deal_stage"] == "Lost"
        sums[row["sales_agent"]] += Decimal(row["close_value"] or 0)
    found = (
        Record.objects.filter(live=True)
        .values("person__name")
        .annotate(won=Count("id", filter=Q(kind="won")), lost=Count("id", filter=Q(kind="lost")), amount=Sum("amount"))
    )
    assert {(each["person__name"], each["won"], each["lost"], each["amount"]) for each in found} == {
        (name, won[name], lost[name], sums[name]) for name in won
    }
    assert len([person for person in Person.objects.all() if not person.records.exists()]) == 5 + 6
    assert set(Record.objects.values_list("product__name", flat=True)) <= {
        row["product"] for row in rows(folder / "products.csv")
    }
    assert check_totals() == []
    assert "6711 the same" in run("records", folder / "sales_pipeline.csv", "--source", "maven")


@need("northwind")
def test_northwind_lines_with_their_orders(company):
    folder = SHARED / "northwind"
    run("people", folder / "Employees.csv")
    run("customers", folder / "Customers.csv")
    run("products", folder / "Products.csv")
    said = run(
        "records",
        folder / "Order_Details.csv",
        "--with",
        folder / "Orders.csv",
        "--key",
        "OrderID",
        "--source",
        "northwind",
    )
    assert "2155 rows: 2155 new, 0 changed, 0 the same, 0 refused" in said

    orders = {row["OrderID"]: row for row in rows(folder / "Orders.csv")}
    names = {row["EmployeeID"]: f"{row['FirstName']} {row['LastName']}" for row in rows(folder / "Employees.csv")}
    sums = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for row in rows(folder / "Order_Details.csv"):
        amount = Decimal(row["UnitPrice"]) * Decimal(row["Quantity"])
        own = sums[names[orders[row["OrderID"]]["EmployeeID"]]]
        own[0] += amount
        own[1] += (amount * Decimal(row["Discount"])).quantize(Decimal("0.0001"))
    found = Record.objects.filter(live=True).values("person__name").annotate(a=Sum("amount"), d=Sum("discount"))
    assert {each["person__name"]: [each["a"], each["d"]] for each in found} == dict(sums)
    assert Record.objects.values("order_no").distinct().count() == len(orders) == 830
    assert Record.objects.filter(live=True, customer__isnull=True).count() == 0
    assert check_totals() == []
    assert "2155 the same" in run(
        "records", folder / "Order_Details.csv", "--with", folder / "Orders.csv", "--source", "northwind"
    )


@need("superstore_cn_antv_s2")
def test_superstore_says_once_what_is_wrong_and_brings_what_parses(company, tmp_path):
    path = SHARED / "superstore_cn_antv_s2" / "tableau-supermarket.csv"
    Person.objects.create(name="周若溪", code="HY-1")
    said = ["records", path, "--set", "person=周若溪", "--map", "discount=-"]
    assert "1000 refused" in run(*said, "--dry-run", fails=True)
    assert "596 new, 0 changed, 0 the same, 404 refused" in run(
        *said, "--free-text", "product_name", "--errors", tmp_path / "e.xlsx", fails=True
    )
    assert (tmp_path / "e.xlsx").stat().st_size > 10_000
    assert "383 new, 0 changed, 596 the same, 21 refused" in run(
        *said, "--free-text", "product_name", "--thousands", fails=True
    )
    assert Record.objects.filter(live=True).count() == 979
