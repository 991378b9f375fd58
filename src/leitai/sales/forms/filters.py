"""What a list of records is narrowed by. It lives in the address; what cannot be read is left out."""

from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from leitai.organization.rights import unit_and_below
from leitai.sales.models import Kind
from leitai.sales.queries.records import RecordQuerySet
from leitai.tally.periods import Period, containing

PERIODS = {
    "month": _("This month"),
    "last-month": _("Last month"),
    "quarter": _("This quarter"),
    "year": _("This year"),
    "all": pgettext_lazy("period", "All time"),
    "days": _("From … to …"),
}
SORTS = {"-day": ("-day", "-id"), "day": ("day", "id"), "-amount": ("-amount", "-id"), "amount": ("amount", "id")}
NUMBERS = ("person", "unit", "product", "channel", "customer", "batch")


class RecordFilter:
    """One asked-for list. `asked` holds the address as typed, for the fields and the links of the page."""

    def __init__(self, asked: QueryDict, *, today: date):
        self.asked, self.today = asked, today
        self.numbers = {name: self._number(name) for name in NUMBERS}

    def _number(self, name: str) -> int | None:
        text = self.asked.get(name, "")
        return int(text) if text.isdecimal() and len(text) < 18 else None

    @property
    def q(self) -> str:
        return self.asked.get("q", "").replace("\x00", "").strip()[:100]

    @property
    def kind(self) -> str:
        kind = self.asked.get("kind", "")
        return kind if kind in Kind.values else ""

    @property
    def sort(self) -> str:
        sort = self.asked.get("sort", "")
        return sort if sort in SORTS else "-day"

    @property
    def period_key(self) -> str:
        if self.asked.get("period") in PERIODS:
            return self.asked["period"]
        return "days" if self.asked.get("from") or self.asked.get("to") else "month"

    @cached_property
    def days(self) -> tuple[date | None, date | None]:
        """[start, end) of the period asked for; None: open."""
        month = containing("month", self.today)
        named = {
            "month": month,
            "last-month": month.previous(),
            "quarter": containing("quarter", self.today),
            "year": containing("year", self.today),
        }
        if period := named.get(self.period_key):
            return period.start, period.end
        if self.period_key == "all":
            return None, None
        first, last = _day(self.asked.get("from", "")), _day(self.asked.get("to", ""))
        return first, Period.day(last).end if last and last < date.max else None

    @property
    def first_day(self) -> date | None:
        return self.days[0]

    @property
    def last_day(self) -> date | None:
        end = self.days[1]
        return date.fromordinal(end.toordinal() - 1) if end else None

    def narrow(self, records: RecordQuerySet) -> RecordQuerySet:
        """The records asked for, of those given."""
        records = records.in_period(*self.days)
        if self.kind:
            records = records.filter(kind=self.kind)
        if self.numbers["person"]:
            records = records.of_person(self.numbers["person"])
        if self.numbers["unit"]:
            records = records.of_units(unit_and_below(self.numbers["unit"]))
        plain = {f"{name}_id": self.numbers[name] for name in ("product", "channel", "customer", "batch")}
        records = records.filter(**{name: value for name, value in plain.items() if value})
        return records.containing(self.q) if self.q else records

    @property
    def is_narrow(self) -> bool:
        """Whether anything but the period is asked for."""
        return bool(self.q or self.kind or any(self.numbers.values()))

    def address(self, **changes) -> str:
        """The query string with these changes; None removes one. Paging starts again."""
        kept = {name: self.asked.getlist(name) for name in self.asked if name not in ("after", "before", "_")}
        kept |= {name: [] if value is None else [value] for name, value in changes.items()}
        return "?" + urlencode({name: values for name, values in kept.items() if any(values)}, doseq=True)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
