"""Reading a case strictly: every key is asked for, and what is left over is an error."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any, TypeVar, cast

from leitai.tally.amounts import AmountError, parse_amount, parse_rate, to_units
from leitai.tally.days import DayError, parse_day

Value = TypeVar("Value")
REQUIRED: Any = object()


class CaseError(Exception):
    """A case that cannot be read: the file, the place in it, and what is wrong, in one sentence."""


class Entry:
    """A mapping of a case. Ask for its keys, then ``done()``: a key not asked for is an error."""

    def __init__(self, data: object, where: str) -> None:
        if not isinstance(data, dict):
            raise CaseError(f"{where} should be a list of “key: value” lines, not {data!r}")
        self.data: dict[str, Any] = data
        self.where = where
        self.asked: set[str] = set()

    def __contains__(self, key: str) -> bool:
        return key in self.data

    def __iter__(self) -> Iterator[str]:
        return iter(self.data)

    def get(self, key: str, read: Callable[[Any], Value], default: Any = REQUIRED) -> Value:
        self.asked.add(key)
        if key not in self.data:
            if default is REQUIRED:
                raise CaseError(f"{self.where} lacks “{key}”")
            return cast(Value, default)
        try:
            return read(self.data[key])
        except (AmountError, DayError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise CaseError(f"{self.where}: “{key}: {self.data[key]}” cannot be read ({error})") from error

    def text(self, key: str, default: Any = REQUIRED) -> str:
        return self.get(key, str, default)

    def amount(self, key: str, default: Any = REQUIRED) -> int:
        return self.get(key, units, default)

    def rate(self, key: str, default: Any = REQUIRED) -> int:
        return self.get(key, parse_rate, default)

    def day(self, key: str, default: Any = REQUIRED) -> date:
        return self.get(key, parse_day, default)

    def flag(self, key: str, default: Any = REQUIRED) -> bool:
        return self.get(key, yes, default)

    def whole(self, key: str, default: Any = REQUIRED) -> int:
        return self.get(key, int, default)

    def one_of(self, key: str, choices: dict[str, Value], default: Any = REQUIRED) -> Value:
        return self.get(key, lambda text: choices[str(text)], default)

    def entry(self, key: str) -> "Entry":
        return self.get(key, lambda data: Entry(data, f"{self.where} › {key}"))

    def entries(self, key: str) -> list["Entry"]:
        listed = self.get(key, list)
        return [Entry(data, f"{self.where} › {key} {number}") for number, data in enumerate(listed, start=1)]

    def done(self) -> None:
        if unknown := [key for key in self.data if key not in self.asked]:
            known = ", ".join(sorted(self.asked))
            raise CaseError(f"{self.where} has the unknown key “{unknown[0]}” (known: {known})")


def units(text: Any) -> int:
    """An amount as typed, in units."""
    return to_units(parse_amount(str(text)))


def amounts(listed: Any) -> list[int]:
    """A list of amounts, or one by itself."""
    return [units(text) for text in (listed if isinstance(listed, list) else [listed])]


def rates(listed: Any) -> list[int]:
    return [parse_rate(str(text)) for text in listed]


def level(text: Any) -> tuple[bool, int]:
    """A level of a rate table: (whether of the target, ppm) for 100%, (…, units) for 1,000."""
    text = str(text)
    return (True, parse_rate(text)) if text.strip().endswith(("%", "％")) else (False, units(text))


def instant(text: Any) -> datetime | None:
    """``2026-11-20 16:30``; None where only the day is given."""
    text = str(text).strip()
    return datetime.fromisoformat(text) if ":" in text else None


def yes(text: Any) -> bool:
    return {"yes": True, "true": True, "no": False, "false": False}[str(text).lower()]
