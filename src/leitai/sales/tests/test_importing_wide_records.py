"""A table of persons and months with a row of measures becomes records that say both."""

from decimal import Decimal

from leitai.imports.tests.files import write_xlsx
from leitai.sales.models import Record


def test_persons_by_months_with_amount_and_quantity(importer, tmp_path):
    rows = [
        ["2026年上半年业绩表"],
        ["", "", "1月", "", "2月", "", "合计", ""],
        ["业务员", "部门", "金额（万元）", "数量", "金额（万元）", "数量", "金额（万元）", "数量"],
        ["伟", "华东", 1.5, 3, 2, 4, 3.5, 7],
        ["丽", "华东", "", "", 1, 1, 1, 1],
        ["合计", "", 1.5, 3, 3, 5, 4.5, 8],
    ]
    path = write_xlsx(tmp_path / "业绩.xlsx", rows, merge=["A1:H1", "C2:D2", "E2:F2", "G2:H2"])
    batch = importer("records", path)
    assert (batch.counts["new"], batch.counts["refused"]) == (3, 0)
    found = Record.objects.values_list("person__name", "day", "amount", "quantity").order_by("day", "person_id")
    assert [(name, str(day), amount, quantity) for name, day, amount, quantity in found] == [
        ("伟", "2026-01-31", Decimal(15_000), 3),
        ("伟", "2026-02-28", Decimal(20_000), 4),
        ("丽", "2026-02-28", Decimal(10_000), 1),
    ]
