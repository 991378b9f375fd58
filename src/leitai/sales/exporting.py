"""Records as a file for Excel. No cell is ever read as a formula, whatever somebody wrote into a note."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO

import xlsxwriter

from leitai.sales.columns import Column

MOST_ROWS = 1_000_000
EXACT_IN_EXCEL = Decimal(10) ** 11
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def as_csv(columns: list[Column], records: Iterable) -> Iterator[str]:
    """The lines, the first with the mark by which Excel knows UTF-8."""
    yield "\ufeff" + _line([str(column.label) for column in columns])
    for record in records:
        yield _line([_plain(column.value(record)) for column in columns])


def as_workbook(columns: list[Column], records: Iterable, *, title: str) -> bytes:
    """An xlsx; days and amounts are days and numbers, texts are texts even where they look like anything else."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"constant_memory": True, "in_memory": False})
    sheet = book.add_worksheet(title[:31])
    head = book.add_format({"bold": True, "bottom": 1})
    formats = {
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "amount": book.add_format({"num_format": "#,##0.00##"}),
    }
    for place, column in enumerate(columns):
        sheet.write_string(0, place, str(column.label), head)
        sheet.set_column(place, place, 28 if column.cell in ("customer", "note") else 14)
    sheet.freeze_panes(1, 0)
    line = 0
    for line, record in enumerate(records, start=1):
        for place, column in enumerate(columns):
            _write(sheet, line, place, column.value(record), formats)
    sheet.autofilter(0, 0, line, len(columns) - 1)
    book.close()
    return buffer.getvalue()


def _write(sheet, line: int, place: int, value, formats: dict) -> None:
    match value:
        case None | "":
            return
        # Excel keeps fifteen digits; a larger amount stays whole as text.
        case Decimal() if abs(value) < EXACT_IN_EXCEL:
            sheet.write_number(line, place, value, formats["amount"])
        case date():
            sheet.write_datetime(line, place, value, formats["day"])
        case _:
            sheet.write_string(line, place, str(value))


def _line(cells: list[str]) -> str:
    out = StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


def _plain(value) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}" if value else "0"
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    return f"'{text}" if text.startswith(BEGINS_A_FORMULA) else text
