"""The verbs of imports: receive a file, settle how it is read, check, import, undo."""

from leitai.imports.actions.checking import check
from leitai.imports.actions.posting import import_rows
from leitai.imports.actions.receiving import Refused, cancel, receive, remember, settle
from leitai.imports.actions.undoing import UndoRefused, undo, why_not_undo

__all__ = [
    "Refused",
    "UndoRefused",
    "cancel",
    "check",
    "import_rows",
    "receive",
    "remember",
    "settle",
    "undo",
    "why_not_undo",
]
