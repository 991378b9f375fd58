"""Import kinds: what can be imported. The room that owns the data registers its kind in `ready()`:

    kinds.register(CustomersKind())

A kind names its fields and who may import it; per file it opens a session, which judges rows and then posts
them, a chunk at a time. Everything else (reading, matching columns, preview, progress, error workbook, undo)
is done here, alike for all.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from leitai.imports.fields import CellRefused, Column, Field
from leitai.imports.reading import Cell, Notice
from leitai.organization.rights import NOBODY, Rights

NEW, SAME, CHANGED, REFUSED, LEFT_OUT = "new", "same", "changed", "refused", "left_out"
FATES = (NEW, CHANGED, SAME, REFUSED, LEFT_OUT)


@dataclass(frozen=True)
class Offer:
    """A way out of a problem, one click: put `value` into the cell, here and wherever the same text stands."""

    value: str
    label: str = ""
    verb: str = "use"  # use | choose | skip


@dataclass
class Problem:
    """Why a row is refused: the field it is about ("" for the row), a code with its facts, and ways out."""

    field: str
    code: str
    facts: dict = field(default_factory=dict)
    offers: tuple[Offer, ...] = ()


@dataclass
class Row:
    """One row on its way in. `values` holds what was read; a session adds problems, a fate, and what changes.

    `stated` is the amount as the file says it, whatever sign it is kept with. `twin_of` is the line that says the
    same in every cell, 0 where there is none.
    """

    key: str
    number: int
    values: dict[str, object]
    texts: dict[str, str]
    problems: list[Problem] = field(default_factory=list)
    fate: str = ""
    changes: dict[str, tuple[str, str]] = field(default_factory=dict)
    stated: Decimal | None = None
    subject: object = None
    twin_of: int = 0

    def refuse(self, key: str, code: str, *offers: Offer, **facts) -> None:
        self.problems.append(Problem(key, code, facts, offers))
        self.fate = REFUSED

    @property
    def is_open(self) -> bool:
        """Whether nothing has been decided on it yet."""
        return not self.fate and not self.problems


@dataclass(frozen=True)
class Occasion:
    """What a session may need to know of the import it works for. `settings` are the kind's own choices.

    `rights` are those of whoever checks or imports: a file may do nothing that its importer may not do by hand.
    """

    source: str
    day: date
    columns: dict[str, Column]
    create: frozenset[str] = frozenset()
    settings: dict = field(default_factory=dict)
    file_name: str = ""
    rights: Rights = NOBODY


@dataclass(frozen=True)
class Made:
    """“3 products” that an import made besides its rows; `kept` are names of those that something else uses."""

    words: str
    kept: tuple[str, ...] = ()
    all_kept: bool = False


class Session:
    """One pass over one file. `judge` and `post` see the rows in the file's order, in chunks; both may remember."""

    def __init__(self, occasion: Occasion):
        self.occasion = occasion

    def survey(self, rows: Iterable[Row]) -> None:
        """Look at all rows once, before any is judged; with the fields of `Kind.surveys` alone."""

    def makes(self) -> dict[str, list[str]]:
        """Names of what posting the rows judged so far would make besides them, by the words of `Kind.creates`."""
        return {}

    def notices(self) -> list[Notice]:
        """What to say once about how rows are known; asked at the end."""
        return []

    def judge(self, rows: list[Row]) -> None:
        """Give every row without problems a fate: new, same, changed, refused (with problems) or left out."""
        raise NotImplementedError

    def post(self, rows: list[Row], *, batch, by, at: datetime) -> None:
        """Write the rows judged new or changed, in the caller's transaction."""
        raise NotImplementedError


class Kind:
    """What can be imported: its words, its fields, its rights, its sessions.

    `sum_field` is the amount whose total is held against the file's. `period_field` and `value_field` say where
    the month (its `period_edge`: first or last day) and the cell of a wide table go; None: no wide tables.
    """

    key: str
    label: object
    noun: object = ""
    fields: tuple[Field, ...] = ()
    sum_field: str | None = None
    period_field: str | None = None
    value_field: str | None = None
    period_edge = "last"
    period_until: str | None = None  # the field that takes the last day besides, where the first goes to period_field
    preview: tuple[str, ...] = ()  # the fields that come first in the preview
    surveys: tuple[str, ...] = ()  # the fields that a session wants to see of all rows before it judges any
    creates: tuple[tuple[str, object, bool], ...] = ()  # (what, label, default)
    asks: frozenset[str] = frozenset()  # what of it is made only after a yes in the preview
    messages: dict[str, object] = {}
    order = 100
    icon = "table-import"

    def may_import(self, rights) -> bool:
        return rights.sees_all("administrator", "operations")

    def field(self, key: str) -> Field:
        return next(each for each in self.fields if each.key == key)

    def missing(self, plan) -> list[Field]:
        """Required fields that neither a column nor a fixed value fills."""
        known = plan.known()
        return [each for each in self.fields if each.required and each.key not in known]

    def told_by(self, headings: list[str], file_name: str) -> dict[str, str]:
        """Fields that hold for every row, where no column fills them; shown, and open to change."""
        return {}

    def why_left_out(self, values: dict) -> str:
        """A code where such a row is nothing to import, whatever else it lacks (an open opportunity); "" otherwise."""
        return ""

    def session(self, occasion: Occasion) -> Session:
        raise NotImplementedError

    def making(self, what: str, count: int) -> str:
        """“3 products”, of what `creates` names."""
        return str(count)

    def known_names(self, what: str) -> list[str]:
        """Names that stand already for what `creates` names, to choose from."""
        return []

    def made_by(self, batch) -> list["Made"]:
        """What the import made besides its rows, in sentences: how much of it goes with undoing, and what stays."""
        return []

    def why_not_undo(self, batch) -> list[str]:
        """Sentences against undoing it; empty: it can be undone."""
        return []

    def undo(self, batch, *, by, at: datetime) -> None:
        raise NotImplementedError


_registered: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Registering the same key again replaces it, so that `ready()` may run twice."""
    _registered[kind.key] = kind


def get(key: str) -> Kind:
    """Raises KeyError for a kind nobody registered."""
    return _registered[key]


def all_kinds() -> list[Kind]:
    return sorted(_registered.values(), key=lambda kind: (kind.order, kind.key))


def kinds_for(rights) -> list[Kind]:
    """The kinds this viewer may import."""
    return [kind for kind in all_kinds() if kind.may_import(rights)]


__all__ = ["Cell", "CellRefused", "Column", "Field", "Kind", "Occasion", "Offer", "Problem", "Row", "Session"]
