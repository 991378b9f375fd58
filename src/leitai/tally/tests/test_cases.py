"""Worked cases: the shipped ones hold, a wrong one says what was found, a careless one is an error."""

from pathlib import Path

import pytest

from leitai.tally import cases
from leitai.tally.cases import main, run_paths

SHIPPED = Path(cases.__file__).parent
GOOD = """
name: Five percent
source: ours
rate: 5%
given: {sold: "1,000"}
expect: {commission: 50}
"""


def report_of(folder, text):
    path = folder / "case.yaml"
    path.write_text(text, encoding="utf-8")
    return run_paths([path])


def test_every_shipped_case_holds():
    report = run_paths([SHIPPED])
    assert report.failed == 0, report.text()
    assert report.passed >= 80
    assert report.text().endswith(f"{report.passed} passed, 0 failed")


@pytest.mark.parametrize(
    ("old", "new", "expected", "found"),
    [
        ("commission: 50", "commission: 50.01", "commission: expected 50.01", "found    50.00"),
        ("commission: 50", "lines: [50, 0]", "lines: expected 50.00, 0", "found    50.00"),
        ("commission: 50", "lines: 50", "lines: expected 50", "found    50.00"),
        ("commission: 50", "by person: {伟: 50}", "by person: expected 伟", "—: 50.00"),
        ("commission: 50", "refused: hole", "refused: expected hole", "found no refusal"),
        ("commission: 50", "blended: 5.0001%", "blended: expected 5.0001%", "found    5%"),
        ("rate: 5%", "tiers: [{from: 0, to: 5, rate: 1%}, {from: 6, rate: 2%}]", "refused: hole", ""),
    ],
)
def test_a_wrong_case_says_what_was_found(tmp_path, old, new, expected, found):
    report = report_of(tmp_path, GOOD.replace(old, new))
    assert (report.passed, report.failed) == (0, 1)
    assert expected in report.text() and found in report.text()
    assert "case.yaml · Five percent" in report.text()


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("commission: 50", "comission: 50", "unknown key “comission”"),
        ("given: {sold", "given: {boundary: x, sold", "unknown key “boundary”"),
        ("rate: 5%", "rate: 5%\nroundng: up", "unknown key “roundng”"),
        ("rate: 5%", "rates: 5%", "should have one rule of"),
        ("rate: 5%", "rate: 5%\ndraw: {guarantee: 5}", "should have one rule of"),
        ("rate: 5%", "rate: five", "cannot be read"),
        ("commission: 50", "commission: fifty", "cannot be read"),
        ("{commission: 50}", "{}", "expects nothing"),
        ("source: ours", "", "lacks “source”"),
        ("name: Five percent", "- name", "not readable as YAML"),
        ("given: {sold: \"1,000\"}", "given: 5", "should be a list of"),
    ],
)  # fmt: skip
def test_a_careless_case_is_an_error(tmp_path, old, new, says):
    report = report_of(tmp_path, GOOD.replace(old, new))
    assert (report.passed, report.failed) == (0, 1)
    assert says in report.text()


def test_one_unreadable_case_does_not_hide_the_others(tmp_path):
    report = report_of(tmp_path, GOOD + "---\nname: x\n---" + GOOD)
    assert (report.passed, report.failed) == (2, 1)


@pytest.mark.parametrize("content", [None, "", "# nothing here\n"])
def test_a_path_without_a_case_is_an_error(tmp_path, content):
    if content is not None:
        (tmp_path / "empty.yaml").write_text(content)
    report = run_paths([tmp_path])
    assert (report.passed, report.failed) == (0, 1)
    assert "no case in this" in report.text()


def test_a_path_that_is_not_there_is_an_error(tmp_path):
    assert "no such file" in run_paths([tmp_path / "nowhere"]).text()


def test_the_command_prints_and_exits(tmp_path, capsys):
    (tmp_path / "good.yaml").write_text(GOOD)
    assert main([str(tmp_path), "--engine", "polars"]) == 0
    assert capsys.readouterr().out == "1 passed, 0 failed\n"
    assert main([str(tmp_path), str(tmp_path / "nowhere")]) == 1
    with pytest.raises(SystemExit):
        main([str(tmp_path), "--engine", "abacus"])
    with pytest.raises(ValueError, match="abacus"):
        run_paths([tmp_path], engine="abacus")
