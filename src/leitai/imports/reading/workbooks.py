"""Excel workbooks. calamine reads values fast but sees no formulas, errors or `00000` formats: those are
looked up in the sheet's own XML, which also proves that the parts unpack to what they claim."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from leitai.imports.reading.cells import BadCell, Cell, FileRefused, Notice, exact, plain_number

_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_VALUE = re.compile(rb"<(?:\w+:)?v[^>]*>([^<]+)</")
_ATTRIBUTE = re.compile(rb'\b(r|s|t)="([^"]*)"')
_PLACE = re.compile(r"([A-Z]+)(\d+)")
_PADDED = re.compile(r"^0{2,}$")
_CHUNK = 2**20


@dataclass
class Finds:
    """What one sheet's XML tells beyond values: cells by (row, column), counted from 0."""

    bad: dict[tuple[int, int], BadCell] = field(default_factory=dict)
    padded: dict[tuple[int, int], int] = field(default_factory=dict)
    formulas: int = 0


class WorkbookSheet:
    """A sheet that can be walked through again and again."""

    def __init__(self, sheet, finds: Finds, hidden: bool = False):
        self.name, self.hidden = sheet.name, hidden
        self._sheet, self._finds = sheet, finds
        self.merged = sheet.merged_cell_ranges or []

    def rows(self) -> Iterator[list[Cell]]:
        if self._sheet.start is None:
            return
        left = [""] * self._sheet.start[1]
        for number, values in enumerate(self._sheet.iter_rows()):
            row = left + [exact(value) for value in values]
            yield self._corrected(number, row)

    def _corrected(self, number: int, row: list[Cell]) -> list[Cell]:
        finds = self._finds
        if finds.bad or finds.padded:
            for column, cell in enumerate(row):
                row[column] = _corrected(cell, finds, (number, column))
        return row

    def notices(self) -> list[Notice]:
        uncalculated = sum(cell.code == "uncalculated" for cell in self._finds.bad.values())
        found = [Notice("formulas", {"count": self._finds.formulas})] if self._finds.formulas else []
        return found + ([Notice("uncalculated", {"count": uncalculated})] if uncalculated else [])


def _corrected(cell: Cell, finds: Finds, place: tuple[int, int]) -> Cell:
    if place in finds.bad:
        return finds.bad[place]
    if place in finds.padded and isinstance(cell, Decimal):
        return plain_number(cell).zfill(finds.padded[place])
    return cell


def open_workbook(path: Path, form: str) -> list[WorkbookSheet]:
    """The worksheets, hidden ones last. Raises FileRefused: ``password``, ``broken``, ``bomb``."""
    finds = _look_through(path) if form == "xlsx" else {}
    try:
        book = CalamineWorkbook.from_path(str(path))
        sheets = [
            WorkbookSheet(book.get_sheet_by_name(each.name), finds.get(each.name, Finds()), _is_hidden(each))
            for each in book.sheets_metadata
            if each.typ == SheetTypeEnum.WorkSheet
        ]
    except PasswordError as error:
        raise FileRefused("password") from error
    except (CalamineError, ValueError, OSError) as error:
        raise FileRefused("broken") from error
    return sorted(sheets, key=lambda sheet: sheet.hidden)


def _is_hidden(sheet) -> bool:
    return sheet.visible != SheetVisibleEnum.Visible


def _look_through(path: Path) -> dict[str, Finds]:
    try:
        with zipfile.ZipFile(path) as packed:
            widths = _padded_styles(packed)
            parts = _sheet_parts(packed)
            found = {name: _look_at(packed, part, widths) for name, part in parts.items()}
            if "xl/sharedStrings.xml" in packed.namelist():
                for _ in _chunks(packed, "xl/sharedStrings.xml"):
                    pass
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError, RuntimeError, EOFError, OSError) as error:
        raise FileRefused("broken") from error
    return found


def _sheet_parts(packed: zipfile.ZipFile) -> dict[str, str]:
    """Sheet names and the parts that hold them, through the workbook's relations."""
    relations = {node.get("Id"): node.get("Target", "") for node in _parse(packed, "xl/_rels/workbook.xml.rels")}
    parts = {}
    for node in _parse(packed, "xl/workbook.xml").iter():
        if node.tag.endswith("}sheet"):
            relation = next((value for key, value in node.attrib.items() if key.endswith("}id")), "")
            target = relations.get(relation, "").lstrip("/")
            part = target if target.startswith("xl/") else f"xl/{target}"
            if part in packed.namelist():
                parts[node.get("name", "")] = part
    return parts


def _parse(packed: zipfile.ZipFile, part: str):
    text = packed.read(part)
    # No workbook has a document type; one that does wants its entities expanded.
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise FileRefused("bomb")
    return ElementTree.fromstring(text)


def _padded_styles(packed: zipfile.ZipFile) -> dict[bytes, int]:
    """Styles whose numbers are shown with leading zeros, and to how many digits."""
    if "xl/styles.xml" not in packed.namelist():
        return {}
    root = _parse(packed, "xl/styles.xml")
    formats = {
        node.get("numFmtId"): len(node.get("formatCode", ""))
        for node in root.iter()
        if node.tag.endswith("}numFmt") and _PADDED.match(node.get("formatCode", ""))
    }
    cells = next((node for node in root if node.tag.endswith("}cellXfs")), ())
    styles = {str(index).encode(): formats.get(node.get("numFmtId")) for index, node in enumerate(cells)}
    return {index: width for index, width in styles.items() if width}


def _look_at(packed: zipfile.ZipFile, part: str, widths: dict[bytes, int]) -> Finds:
    finds = Finds()
    for text in _chunks(packed, part):
        if b"<f" in text or b":f" in text or b't="e"' in text or widths:
            for attributes, inside in _CELL.findall(text):
                _note(dict(_ATTRIBUTE.findall(attributes)), inside, widths, finds)
    return finds


def _note(attributes: dict[bytes, bytes], inside: bytes, widths: dict[bytes, int], finds: Finds) -> None:
    is_formula, kind = bool(_FORMULA.search(inside)), attributes.get(b"t")
    finds.formulas += is_formula
    value = _VALUE.search(inside)
    if kind == b"e":
        finds.bad[_place(attributes)] = BadCell("error", value[1].decode() if value else "#")
    elif is_formula and not value and kind != b"str":
        finds.bad[_place(attributes)] = BadCell("uncalculated")
    elif width := widths.get(attributes.get(b"s", b"")):
        finds.padded[_place(attributes)] = width


def _place(attributes: dict[bytes, bytes]) -> tuple[int, int]:
    found = _PLACE.match(attributes.get(b"r", b"").decode("ascii", "replace"))
    if not found:
        return -1, -1
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1


def _chunks(packed: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The part in pieces that end with a row; zipfile checks length and sum as it goes."""
    rest = b""
    with packed.open(part) as stream:
        while piece := stream.read(_CHUNK):
            text = rest + piece
            cut = text.rfind(b"row>") + 4
            if cut < 4:
                rest = text[-_CHUNK:]
                continue
            yield text[:cut]
            rest = text[cut:]
    yield rest
