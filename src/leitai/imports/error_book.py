"""Workbooks to send back: the refused rows with their reasons in the very cells, and an empty one to fill in."""

import io
from collections import defaultdict
from decimal import Decimal

import xlsxwriter
from django.utils.translation import gettext as _

from leitai.imports import kinds
from leitai.imports.actions.receiving import opened
from leitai.imports.kinds import Kind
from leitai.imports.messages import problem_sentence
from leitai.imports.models import Batch, Line
from leitai.imports.plans import Plan
from leitai.imports.reading import shown
from leitai.imports.reading.wide import VALUE

REASON = ("原因", "Reason")


def write_error_book(batch: Batch) -> bytes:
    """The refused rows as they stand in the file, each bad cell coloured and commented, and a column of reasons.

    Mended and sent again it maps like the file it came from; the column of reasons is ignored.
    """
    kind, plan = kinds.get(batch.kind), Plan.from_json(batch.plan)
    lines = defaultdict(list)
    for line in batch.lines.filter(fate=Line.Fate.REFUSED):
        lines[line.number].append(line)
    prepared = opened(batch)
    headings = prepared.raw.headings
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    formats = _formats(book)
    sheet = book.add_worksheet(_("Rows to mend"))
    width = max([len(headings), *(len(line.cells) for line in prepared.raw.lines() if line.number in lines)])
    for place, heading in enumerate([*headings, *[""] * (width - len(headings)), str(_("Reason"))]):
        sheet.write_string(0, place, heading, formats["heading"])
    row = 1
    for line in prepared.raw.lines():
        if line.number in lines:
            _write_row(sheet, row, line.cells, headings, lines[line.number], plan, kind, width, formats)
            row += 1
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, max(width - 1, 0), 16)
    sheet.set_column(width, width, 60)
    book.close()
    return out.getvalue()


def _formats(book) -> dict:
    return {
        "heading": book.add_format({"bold": True, "bottom": 1}),
        "bad": book.add_format(
            {"bg_color": "#FBE9CF", "font_color": "#8A5A00", "bottom": 2, "bottom_color": "#C98A1B"}
        ),
        "reason": book.add_format({"font_color": "#8A5A00", "text_wrap": True}),
        "required": book.add_format({"bold": True, "bottom": 1, "font_color": "#C2331B"}),
    }


def _write_row(
    sheet, row: int, cells, headings, lines: list[Line], plan: Plan, kind: Kind, width: int, formats
) -> None:
    reasons = _reasons(lines, headings, plan, kind)
    for place, cell in enumerate(cells):
        _write(sheet, row, place, cell, formats["bad"] if place in reasons else None)
    for place, said in reasons.items():
        if place is not None:
            if place >= len(cells) or shown(cells[place]) == "":
                sheet.write_blank(row, place, None, formats["bad"])
            sheet.write_comment(row, place, "\n".join(said), {"x_scale": 2})
    sheet.write_string(
        row, width, " ".join(dict.fromkeys(each for said in reasons.values() for each in said)), formats["reason"]
    )


def _reasons(lines: list[Line], headings: list[str], plan: Plan, kind: Kind) -> dict:
    columns = plan.columns_of()
    reasons = defaultdict(list)
    for line in lines:
        part = line.key.partition(":")[2]
        for problem in line.problems:
            heading = columns.get(problem["field"], "")
            heading = part if heading == VALUE else heading
            place = headings.index(heading) if heading in headings else None
            reasons[place].append(reason_of(problem, kind))
    return reasons


def reason_of(problem: dict, kind: Kind) -> str:
    """What is wrong, and what was perhaps meant."""
    said = problem_sentence(problem, kind)
    if not problem["field"]:
        return said
    label = str(kind.field(problem["field"]).label)
    perhaps = " / ".join(each["label"] or each["value"] for each in problem["offers"] if each["verb"] != "skip")
    said = said if problem["code"] == "missing" else _("%(label)s: %(reason)s") % {"label": label, "reason": said}
    return said + (" " + _("Perhaps: %(perhaps)s") % {"perhaps": perhaps} if perhaps else "")


def _write(sheet, row: int, place: int, cell, style) -> None:
    if isinstance(cell, Decimal) and len(cell.as_tuple().digits) <= 15:
        sheet.write_number(row, place, float(cell), style)
    elif shown(cell):
        sheet.write_string(row, place, shown(cell).strip(), style)


def write_template(kind: Kind) -> bytes:
    """An empty workbook with the headings one can fill in; what each means stands on a second sheet."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    formats = _formats(book)
    sheet, notes = book.add_worksheet(str(kind.label)[:31]), book.add_worksheet(_("How to fill in"))
    for place, title in enumerate((_("Column"), _("Required"), _("Example"), _("Note"))):
        notes.write_string(0, place, str(title), formats["heading"])
    for place, field in enumerate(kind.fields):
        sheet.write_string(0, place, str(field.label), formats["required" if field.required else "heading"])
        words = [str(label) for _key, label in field.choices()] if field.choices else []
        note = " ".join(part for part in (str(field.help), " / ".join(words)) if part)
        for column, text in enumerate((str(field.label), _("yes") if field.required else "", field.example, note)):
            notes.write_string(place + 1, column, str(text))
    sheet.set_column(0, len(kind.fields), 16)
    sheet.freeze_panes(1, 0)
    notes.set_column(0, 2, 18)
    notes.set_column(3, 3, 70)
    book.close()
    return out.getvalue()
