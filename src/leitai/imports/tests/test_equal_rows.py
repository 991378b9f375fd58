"""Rows that say the same in every cell: only the first comes in, unless somebody says that all are meant."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from leitai.imports.tests.files import write_csv
from leitai.sales.models import Record

HEAD = ["日期", "销售", "客户", "金额", "备注"]
ROWS = [
    ["2026-11-01", "伟", "甲", "100", ""],
    ["2026-11-01", "伟", "甲", "100", ""],
    ["2026-11-02", "丽", "乙", "5", "上午"],
    ["2026-11-02", "丽", "乙", "5", "下午"],
]


@pytest.fixture
def client(client, cast):
    client.force_login(cast.an)
    return client


def file(tmp_path, rows=ROWS, head=HEAD):
    return write_csv(tmp_path / "流水.csv", [head, *rows])


def test_only_the_first_comes_in_and_the_preview_names_the_other(importer, client, tmp_path):
    batch = importer.check("records", file(tmp_path))
    assert [batch.counts[each] for each in ("new", "left_out", "twins")] == [3, 1, {"count": 1, "pairs": [(3, 2)]}]
    assert "第 3 行同第 2 行" in client.get(reverse("imports:batch", args=[batch.pk])).content.decode()


def test_all_come_in_where_somebody_says_so_and_may_be_skipped_again(importer, client, tmp_path):
    batch = importer.check("records", file(tmp_path))
    for verb, new in (("keep", 4), ("skip", 3)):
        client.post(reverse("imports:twins", args=[batch.pk]), {"verb": verb})
        batch.refresh_from_db()
        assert (batch.counts["new"], batch.counts["twins"]["count"]) == (new, 1)


def test_a_column_that_is_not_imported_tells_rows_apart(importer, tmp_path):
    rows = [[*row, str(place)] for place, row in enumerate(ROWS)]
    batch = importer.check("records", file(tmp_path, rows, [*HEAD, "序号"]))
    assert (batch.counts["new"], batch.counts["twins"]["count"]) == (4, 0)


def test_months_that_say_the_same_are_no_equal_rows_of_a_wide_table(importer, tmp_path):
    head = ["业务员", "产品", "1月", "2月"]
    batch = importer.check(
        "records", file(tmp_path, [["伟", "甲", "5", "6"], ["伟", "甲", "5", "7"]], head), fixed={"kind": "order"}
    )
    assert (batch.counts["new"], batch.counts["twins"]["count"]) == (4, 0)


def test_a_line_whose_like_was_skipped_by_hand_comes_in(importer, tmp_path):
    def skip_the_first(plan):
        plan.skips = ["2"]

    batch = importer.check("records", file(tmp_path), change=skip_the_first)
    assert [batch.counts[each] for each in ("new", "left_out")] == [3, 1]


@pytest.mark.parametrize(("options", "count"), [((), 3), (("--keep-equal-rows",), 4)])
def test_the_command_says_it_too(importer, tmp_path, capsys, options, count):
    call_command("import", "records", str(file(tmp_path)), *options)
    assert "第 3 行同第 2 行" in capsys.readouterr().out
    assert Record.objects.filter(live=True).count() == count
