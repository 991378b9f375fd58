"""Running cases: files in, a report out that says what was expected and what was found."""

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]

from leitai.tally.amounts import parse_amount, parse_rate
from leitai.tally.cases import contests, paying, splitting
from leitai.tally.cases.answers import Amount, Percent
from leitai.tally.cases.reading import CaseError, Entry, units, yes
from leitai.tally.days import parse_day

ENGINES = ("polars",)
Answers = dict[str, Any]

SHAPES: dict[str, Callable[[Entry, Entry], Answers]] = {
    "tiers": paying.pay,
    "whole": paying.pay,
    "rate": paying.pay,
    "curve": paying.pay,
    "matrix": paying.matrix,
    "draw": paying.draws,
    "split": splitting.split,
    "ramp": splitting.ramped,
    "standing": contests.standing,
    "prizes": contests.prizes,
    "measure": contests.measure,
    "attainment": contests.attainment,
    "period": contests.period,
    "reading": splitting.reading,
}
"""The key that names a case's rule, and what answers it."""


@dataclass(frozen=True)
class Outcome:
    """One case: where it is, its name, and what failed (nothing: it passed)."""

    path: Path
    name: str
    failures: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """All cases run. ``errors`` are files or cases that could not be read; each counts as failed."""

    outcomes: tuple[Outcome, ...] = ()
    errors: tuple[str, ...] = field(default=())

    @property
    def passed(self) -> int:
        return sum(not outcome.failures for outcome in self.outcomes)

    @property
    def failed(self) -> int:
        return len(self.outcomes) - self.passed + len(self.errors)

    def text(self) -> str:
        """Each failure with what was expected and found, then ``N passed, N failed``."""
        lines = []
        for outcome in self.outcomes:
            if outcome.failures:
                lines += [f"FAILED  {outcome.path.name} · {outcome.name}", *(f"        {f}" for f in outcome.failures)]
        lines += [f"ERROR   {error}" for error in self.errors]
        return "\n".join([*lines, f"{self.passed} passed, {self.failed} failed"])


def run_paths(paths: Iterable[str | Path], engine: str = "polars") -> Report:
    """Runs every case of these files, and of all *.yaml under these folders.

    A path without a case is an error. Raises ValueError for an engine there is not.
    """
    if engine not in ENGINES:
        raise ValueError(f"no engine {engine!r}; there is {', '.join(ENGINES)}")
    outcomes: list[Outcome] = []
    errors: list[str] = []
    for path in paths:
        try:
            for file in _files(Path(path)):
                _run_file(file, outcomes, errors)
        except CaseError as error:
            errors.append(str(error))
    return Report(tuple(outcomes), tuple(errors))


def main(argv: list[str] | None = None) -> int:
    """``leitai cases run PATH… [--engine polars]``: prints the report; 1 where anything failed."""
    parser = argparse.ArgumentParser(prog="leitai cases run", description="Run worked cases.")
    parser.add_argument("paths", nargs="+", metavar="PATH", help="YAML files, or folders of them")
    parser.add_argument("--engine", choices=ENGINES, default="polars", help="what calculates (polars)")
    options = parser.parse_args(argv)
    report = run_paths(options.paths, options.engine)
    sys.stdout.write(report.text() + "\n")
    return 1 if report.failed else 0


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    if not path.exists():
        raise CaseError(f"{path}: there is no such file or folder")
    found = sorted([*path.rglob("*.yaml"), *path.rglob("*.yml")])
    if not found:
        raise CaseError(f"{path}: no case in this folder")
    return found


def _run_file(path: Path, outcomes: list[Outcome], errors: list[str]) -> None:
    count = 0
    for number, document in enumerate(_documents(path), start=1):
        count += 1
        try:
            outcomes.append(_run(path, document, f"{path.name} case {number}"))
        except CaseError as error:
            errors.append(str(error))
    if not count:
        raise CaseError(f"{path}: no case in this file")


def _documents(path: Path) -> Iterator[object]:
    """The documents, every scalar a text: YAML's own 0.1 would be a float."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        yield from (document for document in yaml.load_all(text, yaml.BaseLoader) if document not in (None, ""))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CaseError(f"{path}: not readable as YAML ({error})") from error


def _run(path: Path, document: object, where: str) -> Outcome:
    case = Entry(document, where)
    name = case.text("name")
    case.where = f"{path.name} · {name}"
    case.text("source")
    case.text("note", None)
    given, expect = case.entry("given"), case.entry("expect")
    if not expect.data:
        raise CaseError(f"{case.where} expects nothing")
    shapes = [key for key in SHAPES if key in case]
    if len(shapes) != 1:
        raise CaseError(f"{case.where} should have one rule of: {', '.join(SHAPES)}")
    return Outcome(path, name, tuple(_failures(expect, _answers(SHAPES[shapes[0]], case, given))))


def _answers(shape: Callable[[Entry, Entry], Answers], case: Entry, given: Entry) -> Answers:
    """What the rule answers; a refusal is an answer too."""
    try:
        answers = shape(case, given)
    except CaseError:
        raise
    except ValueError as refused:
        if not hasattr(refused, "code"):
            raise CaseError(f"{case.where}: {refused}") from refused
        return {"refused": refused.code}
    case.done()
    given.done()
    return answers


def _failures(expect: Entry, answers: Answers) -> Iterator[str]:
    if "refused" in answers and "refused" not in expect:
        yield f"refused: {answers['refused']}"
        return
    for key, expected in expect.data.items():
        if key == "refused" and key not in answers:
            yield f"refused: expected {expected}, found no refusal"
            continue
        if key not in answers:
            raise CaseError(f"{expect.where} has the unknown key “{key}” (known: {', '.join(sorted(answers))})")
        try:
            wanted = _like(expected, answers[key])
        except (ValueError, KeyError, AttributeError, TypeError) as error:
            raise CaseError(f"{expect.where}: “{key}: {expected}” cannot be read ({error})") from error
        if wanted != answers[key]:
            yield f"{key}: expected {_shown(wanted)}"
            yield f"{' ' * len(key)}  found    {_shown(answers[key])}"


@dataclass(frozen=True)
class _Unlike:
    """Something expected that is of another kind than what was found."""

    text: object


def _like(expected: Any, answer: Any) -> Any:
    """The expected text read as the kind of value the answer is, for an exact comparison."""
    if isinstance(answer, dict) and isinstance(expected, dict):
        return {key: _like(value, answer.get(key)) for key, value in expected.items()}
    if isinstance(answer, list) and isinstance(expected, list):
        padded = [*answer, *[None] * len(expected)]
        return [_like(value, like) for value, like in zip(expected, padded, strict=False)]
    if isinstance(expected, dict | list):
        return _Unlike(expected)
    if expected in {"none", "—"}:
        return None
    readers: list[tuple[type, Callable[[str], Any]]] = [
        (bool, yes),
        (Amount, lambda text: Amount(units(text))),
        (Percent, lambda text: Percent(parse_rate(text))),
        (Decimal, parse_amount),
        (int, int),
        (date, parse_day),
        (str, str),
    ]
    reader = next((read for kind, read in readers if isinstance(answer, kind)), _Unlike)
    return reader(expected)


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_shown(item)}" for key, item in value.items())
    if isinstance(value, list):
        nested = any(isinstance(item, dict | list) for item in value)
        return ", ".join(f"({_shown(item)})" if nested else _shown(item) for item in value)
    if isinstance(value, _Unlike):
        return str(value.text)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value is None else str(value)
