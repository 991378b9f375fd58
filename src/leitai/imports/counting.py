"""The counts of a batch in words, and its sums held against the file's."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leitai.imports.models import Batch

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Reconciliation:
    """File total = importable + refused + left out, plus what was edited here."""

    in_file: Decimal
    importable: Decimal
    refused: Decimal
    left_out: Decimal
    edited: Decimal
    unread: int

    @property
    def difference(self) -> Decimal:
        return self.in_file + self.edited - self.importable - self.refused - self.left_out


def reconciliation(batch: Batch) -> Reconciliation | None:
    """None where the file states no amounts."""
    counts = batch.counts
    if not counts.get("has_sum"):
        return None
    names = ("in_file", "importable", "refused_amount", "left_out_amount", "edited")
    return Reconciliation(*(Decimal(counts[name]) for name in names), counts.get("unread", 0))


def importable(counts: dict) -> int:
    return counts.get("new", 0) + counts.get("changed", 0) + counts.get("same", 0)


def in_total(counts: dict) -> int:
    return importable(counts) + counts.get("refused", 0) + counts.get("left_out", 0)


def amount(value: Decimal) -> str:
    return f"{value:,.4f}" if value != value.quantize(CENT) else f"{value:,.2f}"


def totals_lines(batch: Batch) -> list[str]:
    """For the command: what became of the rows, and the sum check."""
    counts = batch.counts
    said = [
        _(
            "%(total)d rows: %(new)d new, %(changed)d changed, %(same)d the same, %(refused)d refused, %(left_out)d left out."
        )
        % {
            "total": in_total(counts),
            **{key: counts.get(key, 0) for key in ("new", "changed", "same", "refused", "left_out")},
        }
    ]
    if found := reconciliation(batch):
        said.append(
            _(
                "Total of the file %(in_file)s = importable %(importable)s + refused %(refused)s + left out %(left_out)s; difference %(difference)s."
            )
            % {
                key: amount(getattr(found, key))
                for key in ("in_file", "importable", "refused", "left_out", "difference")
            }
        )
        if found.edited:
            said.append(_("Edited here: %(edited)s.") % {"edited": amount(found.edited)})
        if found.unread:
            said.append(
                ngettext(
                    "The amount of %(count)d row cannot be read.",
                    "The amounts of %(count)d rows cannot be read.",
                    found.unread,
                )
                % {"count": found.unread}
            )
    return said
