"""What sales refuses, with the facts a page or an error workbook prints."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from leitai.sales.content import Problem

REASONS = {
    "kind": _("“%(kind)s” is no kind of record."),
    "number_missing": _("The number at the source is missing."),
    "too_long": _("At most %(limit)s characters are kept."),
    "too_many_decimals": _("At most four decimals are kept."),
    "too_large": _("This amount is larger than can be kept."),
    "order_negative": _("An order is not negative. What comes back is a return."),
    "return_positive": _("A return is written with a minus."),
    "shares_not_whole": _("The shares add up to %(percent)s%%, not to 100%%."),
    "share_not_positive": _("Every share is more than zero."),
    "share_twice": _("The same person is in the split twice."),
    "time_without_zone": _("The time names no time zone."),
    "control_character": _("This text holds a character that cannot be kept."),
}


def reason(problem: Problem) -> str:
    """The problem as a sentence in the reader's language."""
    facts = dict(problem.facts)
    if "shares" in facts:
        facts["percent"] = f"{Decimal(facts['shares']) / 10_000:f}"
    return REASONS[problem.code] % facts


class SalesError(Exception):
    """Something sales refuses; `str()` is a sentence for the person who asked."""

    def plainly(self) -> ValidationError:
        """The same for a form as a whole."""
        return ValidationError(str(self))


class ContentRefused(SalesError):
    """Contents that cannot be posted, as {external id: [Problem]}. Nothing was posted."""

    def __init__(self, problems: dict[str, list[Problem]]):
        self.problems = problems
        number, first = next(iter(problems.items()))
        super().__init__(f"{number}: {reason(first[0])}")

    def as_validation_error(self) -> ValidationError:
        """For a form with the fields of one content."""
        return ValidationError({each.field: str(reason(each)) for found in self.problems.values() for each in found})


class SaidTwice(SalesError):
    """One posting says two different things under one number."""

    def __init__(self, first, second):
        self.first, self.second = first, second
        self.differences = first.differences(second)
        super().__init__(
            _("%(number)s is in it twice and says different things (%(fields)s).")
            % {"number": first.external_id, "fields": ", ".join(self.differences)}
        )


class ChangedMeanwhile(SalesError):
    """The record one looked at no longer counts; `current` is the one that does, or None."""

    def __init__(self, record, current):
        self.record, self.current = record, current
        super().__init__(_("This record has been changed meanwhile."))


class RecordLocked(SalesError):
    """A run has paid on the record; `run_label` names it."""

    def __init__(self, record, run_label: str):
        self.record, self.run_label = record, run_label
        super().__init__(_("“%(run)s” has already paid on this record.") % {"run": run_label})


class UndoRefused(SalesError):
    """An import that cannot be undone: how many records are locked by a run or were changed since."""

    def __init__(self, *, locked: dict[str, int] | None = None, changed: list | None = None, undone: bool = False):
        self.locked, self.changed, self.undone = locked or {}, changed or [], undone
        super().__init__(" ".join(str(each) for each in self.reasons()))

    def reasons(self) -> list:
        """One sentence per reason."""
        said = []
        if self.undone:
            said.append(_("This import has been undone already."))
        for run, count in sorted(self.locked.items()):
            said.append(
                ngettext_lazy(
                    "“%(run)s” has paid on %(count)d of its records.",
                    "“%(run)s” has paid on %(count)d of its records.",
                    "count",
                )
                % {"run": run, "count": count}
            )
        if self.changed:
            said.append(
                ngettext_lazy(
                    "%(count)d record was changed since: %(some)s.",
                    "%(count)d records were changed since: %(some)s.",
                    "count",
                )
                % {"count": len(self.changed), "some": ", ".join(self.changed[:5])}
            )
        return said


class SplitOpen(SalesError):
    """A split of the record is already waiting for its people."""

    def __init__(self, proposal):
        self.proposal = proposal
        super().__init__(_("A split of this record is already waiting for an answer."))


class AlreadyReported(SalesError):
    """The sending under this key came in before, with something else in it; `deal` is what came in."""

    def __init__(self, deal):
        self.deal = deal
        super().__init__(_("This deal came in before, and with other figures. Look at it and correct it there."))


class ContractKnown(SalesError):
    """Somebody has already reported this contract; `record` or `deal` is it. Sent again with a word that it is
    meant, it is taken."""

    def __init__(self, *, contract_no: str, record=None, deal=None, own: bool = False):
        self.contract_no, self.record, self.deal, self.own = contract_no, record, deal, own
        said = (
            _("You have already reported contract %(number)s.")
            if own
            else _("Contract %(number)s has already been reported.")
        )
        super().__init__(said % {"number": contract_no})
