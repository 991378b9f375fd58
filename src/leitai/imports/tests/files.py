"""Files for the tests, made on the spot."""

import csv
import io
from pathlib import Path

import openpyxl

SHARED = Path(__file__).resolve().parents[4].parent / "shared" / "data"


def csv_bytes(rows, *, encoding="utf-8", separator=",", end="\r\n") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, lineterminator=end).writerows(rows)
    return out.getvalue().encode(encoding)


def write_csv(path: Path, rows, **how) -> Path:
    path.write_bytes(csv_bytes(rows, **how))
    return path


def write_xlsx(path: Path, rows, *, merge=(), title="Sheet1", more=None) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for span in merge:
        sheet.merge_cells(span)
    for name, other in (more or {}).items():
        another = book.create_sheet(name)
        for row in other:
            another.append(list(row))
    book.save(path)
    return path
