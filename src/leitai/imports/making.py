"""What an import makes besides its rows: named in the preview, asked for where the kind says so, told when undone."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from leitai.imports.kinds import Kind, Made
from leitai.imports.models import Batch
from leitai.imports.plans import Plan

AT_FIRST = 12


@dataclass(frozen=True)
class Making:
    """“3 new products” with their names; `asks`: only after a yes, or taken for ones that are there."""

    what: str
    words: str
    asks: bool
    names: list[str]
    count: int
    known: list[str]

    @property
    def others(self) -> list[str]:
        return self.names[AT_FIRST:]

    @property
    def others_count(self) -> int:
        return self.count - min(AT_FIRST, len(self.names))

    @property
    def first_said(self) -> str:
        return pgettext("list", ", ").join(self.names[:AT_FIRST])

    @property
    def others_said(self) -> str:
        return pgettext("list", ", ").join(self.others) + ("…" if self.unnamed else "")

    @property
    def said(self) -> str:
        names = pgettext("list", ", ").join(self.names) + ("…" if self.unnamed else "")
        return _("Made: %(words)s (%(names)s)") % {"words": self.words, "names": names}

    @property
    def unnamed(self) -> int:
        """Names beyond those that are kept for the preview."""
        return self.count - len(self.names)


def makings(batch: Batch, kind: Kind) -> list[Making]:
    """In the order of `Kind.creates`."""
    kept = batch.counts.get("makes", {})
    return [
        Making(
            what,
            kind.making(what, told["count"]),
            what in kind.asks,
            told["names"],
            told["count"],
            kind.known_names(what) if what in kind.asks else [],
        )
        for what, _label, _default in kind.creates
        if (told := kept.get(what))
    ]


def unasked(batch: Batch, kind: Kind, said: set[str]) -> list[Making]:
    """What would be made and needs a yes that was not said."""
    return [each for each in makings(batch, kind) if each.asks and each.what not in said]


def unmade(batch: Batch, kind: Kind, plan: Plan) -> list[tuple[str, object]]:
    """(what, its words) that rows name, nobody knows, and the plan does not make: those rows are refused for it."""
    lacking = [(what, label) for what, label, _default in kind.creates if what not in plan.create]
    if not lacking:
        return []
    problems = batch.lines.filter(fate="refused").values_list("problems", flat=True)
    codes = {problem["code"] for each in problems.iterator() for problem in each}
    return [(what, label) for what, label in lacking if f"no_{what}" in codes]


def made_said(batch: Batch, kind: Kind) -> list[str]:
    """What the import made, and what of it goes, or went, when it is undone."""
    return [sentence for made in kind.made_by(batch) for sentence in _said(made, batch.is_undone)]


def _said(made: Made, is_undone: bool) -> list[str]:
    kept = pgettext("list", ", ").join(made.kept[:AT_FIRST]) + ("…" if len(made.kept) > AT_FIRST else "")
    facts = {"words": made.words, "kept": kept}
    if made.all_kept:
        told = _("It made %(words)s; something else uses them, so they stay: %(kept)s.")
    elif is_undone:
        told = _("It made %(words)s; they were taken back with it.")
    else:
        told = _("It made %(words)s; undoing takes them back too.")
    sentences = [told % facts]
    if made.kept and not made.all_kept:
        sentences.append(_("Something else uses these, so they stay: %(kept)s.") % facts)
    return sentences
