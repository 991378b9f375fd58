"""What the preview shows: the bar of fates, rows with their reasons, columns with their fields."""

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from leitai.imports.headings import column_of
from leitai.imports.kinds import Kind
from leitai.imports.messages import problem_sentence
from leitai.imports.models import Batch, Line
from leitai.imports.plans import Plan
from leitai.imports.reading.wide import LAST_DAY, PERIOD, VALUE

MOST = 6


@dataclass
class Cell:
    text: str
    bad: bool = False
    number: bool = False
    name: bool = False
    before: str = ""
    leads: bool = False
    sums: bool = False


@dataclass
class Shown:
    """A row of the preview: its cells, and beneath them what is wrong and the ways out."""

    line: Line
    cells: list[Cell]
    reasons: list["Reason"] = field(default_factory=list)
    number_bad: bool = False


@dataclass
class Reason:
    field: str
    text: str
    said: str
    offers: list[dict]
    others: list[int]
    verb: str = ""
    hint: str = ""
    editable: bool = True
    elsewhere: bool = False


class Preview:
    def __init__(self, batch: Batch, kind: Kind, plan: Plan):
        self.batch, self.kind, self.plan = batch, kind, plan
        self.columns = self._columns()
        self._others: dict[int, list[int]] = {}

    def _columns(self):
        """The fields worth a column: what the kind puts first, among those the file fills."""
        known = self.plan.known()
        wanted = [key for key in self.kind.preview if key in known]
        rest = [each.key for each in self.kind.fields if each.key in known and each.key not in wanted]
        wanted = (wanted + rest)[:MOST]
        last = self.kind.sum_field
        ordered = [key for key in wanted if key != last] + ([last] if last in wanted else [])
        return [self.kind.field(key) for key in ordered]

    @cached_property
    def _lead(self):
        """What a row is about, on a phone: the first name a file may freely fill, else the first column."""
        return next((each for each in self.columns if each.free_text), next(iter(self.columns), None))

    def refused(self) -> list[Line]:
        """One line of each group of alike refusals, in the file's order."""
        groups: dict[tuple, Line] = {}
        for line in self.batch.lines.filter(fate=Line.Fate.REFUSED).iterator():
            key = _alike(line)
            first = groups.setdefault(key, line)
            if first is not line:
                self._others.setdefault(first.pk, []).append(line.number)
        return list(groups.values())

    def rows(self, lines, shown: str) -> list[Shown]:
        return [self._row(line, shown) for line in lines]

    def _row(self, line: Line, shown: str) -> Shown:
        bad = {problem["field"]: problem for problem in line.problems}
        row = Shown(line, [self._cell(line, each, each.key in bad) for each in self.columns])
        row.number_bad = not (set(bad) & {each.key for each in self.columns}) and bool(bad)
        row.reasons = [self._reason(line, problem) for problem in line.problems]
        return row

    def _cell(self, line: Line, each, bad: bool) -> Cell:
        text = line.cells.get(each.key, "")
        changed = line.changes.get(each.key)
        if each.is_figure and not bad:
            text = _figure(text)
        return Cell(
            text or (_("empty") if bad else ""),
            bad,
            each.is_figure,
            each.free_text,
            changed[0] or "–" if changed else "",
            leads=each is self._lead,
            sums=each.key == self.kind.sum_field,
        )

    def _reason(self, line: Line, problem: dict) -> Reason:
        key = problem["field"]
        label = str(self.kind.field(key).label) if key else ""
        said = problem_sentence(problem, self.kind)
        if key and key not in {each.key for each in self.columns}:
            said = _("%(label)s: %(reason)s") % {"label": label, "reason": said}
        others = self._others.get(line.pk, [])
        text = line.cells.get(key, "")
        elsewhere = problem["code"].startswith("surplus")
        reason = Reason(key, text, said, problem["offers"], others, editable=bool(key), elsewhere=elsewhere)
        reason.verb, reason.hint = self._words(reason, others)
        return reason

    def _words(self, reason: Reason, others: list[int]) -> tuple[str, str]:
        hint = ""
        if others:
            hint = ngettext("Line %(lines)s says the same.", "Lines %(lines)s say the same.", len(others)) % {
                "lines": _some(others)
            }
        if not reason.offers:
            return "", hint
        first = reason.offers[0]
        if first["verb"] == "skip":
            return _("Skip this line"), hint
        name = first["label"] or first["value"]
        if len(reason.offers) > 1 or first["verb"] == "choose":
            names = pgettext("list", ", ").join(each["label"] or each["value"] for each in reason.offers)
            return _("Choose one"), " ".join(part for part in (names, hint) if part)
        if self.kind.field(reason.field).is_typed and not others:
            return _("Use %(name)s") % {"name": name}, hint
        meant = _("Is %(name)s meant?") % {"name": name}
        verb = _("Yes, in all %(count)d lines") % {"count": len(others) + 1} if others else pgettext("answer", "Yes")
        return verb, " ".join(part for part in (meant, hint) if part)


def _figure(text: str) -> str:
    """A plain number as amounts are printed; whatever else stands there stays as it is in the file."""
    try:
        return f"{Decimal(text):,.2f}"
    except InvalidOperation:
        return text


def _alike(line: Line) -> tuple:
    """Rows are alike whose only problem is the same text in the same field; others stand alone."""
    if len(line.problems) != 1:
        return (line.pk,)
    problem = line.problems[0]
    if problem["code"].startswith("surplus"):
        return (problem["code"],)
    text = line.cells.get(problem["field"], "")
    return (problem["field"], problem["code"], text) if text else (line.pk,)


def _some(numbers: list[int]) -> str:
    return ", ".join(str(each) for each in numbers[:5]) + ("…" if len(numbers) > 5 else "")


@dataclass(frozen=True)
class Part:
    fate: str
    count: int
    x: str
    width: str


def fate_bar(counts: dict) -> list[Part]:
    """The parts of the bar in per cent of its width; none is too thin to be seen."""
    order = ("new", "changed", "same", "left_out", "refused")
    total = sum(counts.get(each, 0) for each in order)
    if not total:
        return []
    widths = {each: max(100 * counts[each] / total, 1.2) for each in order if counts.get(each)}
    scale, place, parts = 100 / sum(widths.values()), 0.0, []
    for fate, width in widths.items():
        parts.append(Part(fate, counts[fate], f"{place:.2f}%", f"{width * scale:.2f}%"))
        place += width * scale
    return parts


@dataclass(frozen=True)
class Matched:
    heading: str
    label: str
    sample: str


def matched_columns(batch: Batch, kind: Kind, plan: Plan) -> list[Matched]:
    """Each heading of the file with the field it goes to, and what the first line says there."""
    line = batch.lines.first()
    names = {PERIOD: None, LAST_DAY: _("month, its last day"), VALUE: _("figures of the months")}
    found = []
    for heading, key in plan.mapping.items():
        if heading in names and not key:
            continue
        label = str(kind.field(key).label) if key else ""
        sample = line.cells.get(key, "") if line and key else ""
        unit = plan.units.get(heading, column_of(heading).unit)
        found.append(
            Matched(
                names.get(heading) or heading, label + (UNITS.get(unit, "") if key == kind.sum_field else ""), sample
            )
        )
    for key, said in plan.fixed.items():
        if said:
            choices = dict(kind.field(key).choices()) if kind.field(key).choices else {}
            found.append(Matched(_("every row"), str(kind.field(key).label), str(choices.get(said, said))))
    return found


UNITS = {"wan": " ×10,000", "thousand": " ×1,000", "million": " ×1,000,000", "yi": " ×100,000,000"}
