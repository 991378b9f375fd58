"""Targets from a file: a column for each month, a second time nothing, undone as a whole."""

from datetime import date

from django.utils import translation

from leitai.goals.models import Goal
from leitai.imports.actions import undo, why_not_undo
from leitai.imports.tests.files import write_csv
from tests.people import NOW


def targets():
    goals = Goal.objects.filter(withdrawal__isnull=True, in_force__isnull=False)
    return {(str(goal.owner), goal.start, goal.end): goal.in_force.target for goal in goals}


def test_a_wide_table_sets_a_target_a_month(importer, tmp_path):
    rows = [
        ["2026年销售目标（万元）"],
        ["姓名", "11月", "12月", "合计"],
        ["伟", "50", "60", "110"],
        ["丽", "", "40.5", "40.5"],
    ]
    batch = importer("targets", write_csv(tmp_path / "目标.csv", rows), units={"‹value›": "wan"})
    assert batch.counts["new"] == 3
    assert targets() == {
        ("伟", date(2026, 11, 1), date(2026, 12, 1)): 500_000_0000,
        ("伟", date(2026, 12, 1), date(2027, 1, 1)): 600_000_0000,
        ("丽", date(2026, 12, 1), date(2027, 1, 1)): 405_000_0000,
    }
    again = importer("targets", write_csv(tmp_path / "目标.csv", rows), units={"‹value›": "wan"})
    assert again.counts["same"] == 3


def test_units_and_quarters_of_a_long_table(importer, tmp_path):
    rows = [
        ["部门", "季度", "目标", "指标"],
        ["华东一部", "2026Q4", "500万", "净销售额"],
        ["没有的部门", "2026Q4", "1", "净销售额"],
        ["华东一部", "2026年", "2000万", "没有的指标"],
    ]
    batch = importer("targets", write_csv(tmp_path / "a.csv", rows))
    assert targets() == {("华东一部", date(2026, 10, 1), date(2027, 1, 1)): 50_000_000_000}
    assert [line.problems[0]["code"] for line in batch.lines.filter(fate="refused")] == ["no_unit", "no_metric"]


def test_undone_as_a_whole(importer, tmp_path):
    head = ["姓名", "月份", "目标"]
    importer("targets", write_csv(tmp_path / "a.csv", [head, ["伟", "2026-12", "100"]]))
    batch = importer(
        "targets", write_csv(tmp_path / "b.csv", [head, ["伟", "2026-12", "200"], ["丽", "2026-12", "50"]])
    )
    assert why_not_undo(batch=batch, at=NOW) == []
    undo(batch=batch, by=importer.user, at=NOW)
    assert targets() == {("伟", date(2026, 12, 1), date(2027, 1, 1)): 1_000_000}


def test_a_metric_is_found_by_its_name_in_either_language(importer, tmp_path):
    rows = [
        ["姓名", "月份", "指标", "目标"],
        ["伟", "2026-11", "Net sales", "50万"],
        ["丽", "2026-11", "净销售额", "40万"],
    ]
    for language in ("en", "zh-hans"):
        with translation.override(language):
            counts = importer.check("targets", write_csv(tmp_path / f"{language}.csv", rows)).counts
        assert (counts["new"], counts["refused"]) == (2, 0)
