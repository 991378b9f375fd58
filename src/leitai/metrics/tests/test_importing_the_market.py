"""The market's size from a file."""

from decimal import Decimal

from leitai.imports.actions import undo
from leitai.imports.tests.files import write_csv
from leitai.metrics.models import MarketSeries
from tests.people import NOW


def sizes():
    return {(str(row.month), row.line): row.size for row in MarketSeries.objects.all()}


def test_months_lines_and_undo(importer, tmp_path):
    head = ["月份", "产品线", "市场规模（万元）"]
    importer("market", write_csv(tmp_path / "a.csv", [head, ["2026-01", "温控", "1200"], ["2026年2月", "温控", "0"]]))
    assert sizes() == {("2026-01-01", "温控"): Decimal(12_000_000)}
    batch = importer(
        "market", write_csv(tmp_path / "b.csv", [head, ["2026-01", "温控", "1300"], ["2026-02", "温控", "900"]])
    )
    assert (batch.counts["changed"], batch.counts["new"]) == (1, 1)
    undo(batch=batch, by=importer.user, at=NOW)
    assert sizes() == {("2026-01-01", "温控"): Decimal(12_000_000)}


def test_a_wide_table(importer, tmp_path):
    importer("market", write_csv(tmp_path / "2026年市场.csv", [["产品线", "1月", "2月"], ["温控", "10万", "20万"]]))
    assert len(sizes()) == 2
