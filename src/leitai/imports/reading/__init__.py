"""Files to rows, and nothing else: bytes in, tables out; knows neither Django nor what the rows mean.

    book = open_book(path, name)        # judged by content; FileRefused says why not
    table = find_table(book.sheets[0])  # headings found, titles and totals set aside
    for line in table.lines(): ...      # Line(number as in the file, cells)

A cell is text, an exact number (`Decimal`), a date, a datetime, a bool, or a `BadCell`; blank is "".
What was noticed on the way (encoding, formulas, a totals row left out) is a `Notice` in words elsewhere.
"""

from leitai.imports.reading.books import Book, Sheet, open_book
from leitai.imports.reading.cells import BadCell, Cell, FileRefused, Notice, shown
from leitai.imports.reading.tables import Layout, Line, Table, find_table

__all__ = [
    "BadCell",
    "Book",
    "Cell",
    "FileRefused",
    "Layout",
    "Line",
    "Notice",
    "Sheet",
    "Table",
    "find_table",
    "open_book",
    "shown",
]
