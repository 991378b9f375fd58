"""A stranger's CRM comes in by browser, four files one after the other, and equals what a csv script counts in them.

`../shared/data/maven_crm`: 35 agents under 6 managers in 3 offices, 8,800 opportunities, 6,711 of them decided.
"""

import csv
from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from leitai.accounts.models import User
from leitai.accounts.roles import Role, Scope
from leitai.metrics.queries import by_code, measure
from leitai.organization.models import Company, Person, RoleAssignment, Unit
from leitai.sales.models import Record
from leitai.sales.queries import check_totals
from leitai.tally.periods import Period
from tests.people import NOW
from tests.stories.looking import looking, patient

FOLDER = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "maven_crm"
A_LONG_WAY = 180_000
BOTH_YEARS = Period(date(2016, 1, 1), date(2018, 1, 1))
PPM = 1_000_000

look = looking("maven")
pytestmark = pytest.mark.skipif(not FOLDER.exists(), reason="../shared/data/maven_crm is not here")


@pytest.fixture
def page(browse, settings):
    """The administrator of a company that has nothing but a name, on the last day of its figures."""
    settings.LEITAI_NOW = "2017-12-31T09:12:00+08:00"
    Company.objects.create(id=1, name="Maven", currency="USD", created_at=NOW)
    Unit.objects.create(name="Maven")
    user = User.objects.create_user("an")
    RoleAssignment.objects.create(user=user, role=Role.ADMINISTRATOR, scope=Scope.ALL, start=date(2016, 1, 1))
    page = patient(browse(user))
    page.set_default_timeout(A_LONG_WAY)
    return page


def bring(page, kind: str, file: str) -> None:
    page.open(f"/imports/?kind={kind}")
    page.get_by_label("文件").set_input_files(FOLDER / file)
    page.wait_for_url("**/imports/*/")
    page.locator("form#post-rows .btn-primary").wait_for()
    look(page, f"{kind}-preview", also=(390,))
    page.locator("form#post-rows .btn-primary").click()
    page.get_by_text("行已导入").wait_for()
    look(page, f"{kind}-in", also=(390,))


def by_script() -> tuple[Counter, Counter, dict[str, Decimal]]:
    """Won, lost and amount of each agent, by the file alone."""
    won, lost, amounts = Counter(), Counter(), defaultdict(Decimal)
    with (FOLDER / "sales_pipeline.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            won[row["sales_agent"]] += row["deal_stage"] == "Won"
            lost[row["sales_agent"]] += row["deal_stage"] == "Lost"
            amounts[row["sales_agent"]] += Decimal(row["close_value"] or 0)
    return won, lost, amounts


def equals_the_script(won: Counter, lost: Counter, amounts: dict[str, Decimal]) -> None:
    names = dict(Person.objects.values_list("pk", "name"))
    agents = {name: pk for pk, name in names.items() if name in won}
    wins = measure(by_code("won"), BOTH_YEARS, by="person")
    money = measure(by_code("won_amount"), BOTH_YEARS, by="person")
    rates = measure(by_code("win_rate"), BOTH_YEARS, by="person")
    assert agents.keys() == won.keys() and len(agents) == 30
    for name, pk in agents.items():
        assert wins[pk] == won[name] * 10_000, name
        assert money[pk] == amounts[name] * 10_000, name
        # A ratio is cut, not rounded: nobody reaches a tier by rounding.
        assert rates[pk] == won[name] * PPM // (won[name] + lost[name]), name
    assert {pk for pk, value in wins.items() if value} <= set(agents.values())


def test_four_files_one_after_the_other(page):
    bring(page, "people", "sales_teams.csv")
    bring(page, "products", "products.csv")
    bring(page, "customers", "accounts.csv")
    bring(page, "records", "sales_pipeline.csv")
    assert RoleAssignment.objects.filter(role=Role.LEAD).count() == 6
    assert Person.objects.count() == 35 + 6
    assert Unit.objects.filter(parent__parent__isnull=True, parent__isnull=False).count() == 3
    won, lost, amounts = by_script()
    assert Record.objects.filter(live=True).count() == won.total() + lost.total() == 6_711
    assert check_totals() == []
    equals_the_script(won, lost, amounts)
    page.open("/records/?period=all")
    page.get_by_text("共 6,711 条记录").wait_for()
    look(page, "records", also=(390,))
    best = max(amounts, key=amounts.get)
    page.open(f"/people/{Person.objects.get(name=best).pk}/")
    page.get_by_text(best).first.wait_for()
    look(page, "agent", also=(390,))
    page.open(f"/metrics/{by_code('win_rate').pk}/")
    page.get_by_role("heading", name="本月领先").wait_for()
    look(page, "win-rate", also=(390,))
    page.open("/")
    page.get_by_text("本月赢单金额").wait_for()
    look(page, "today", also=(390,))
