"""Which heading means which field: by synonyms first, by containing one next, held against the column's cells."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass

from leitai.imports.fields import CellRefused, Column, Field, simple
from leitai.imports.reading import Cell, shown
from leitai.imports.reading.wide import LAST_DAY, PERIOD, VALUE

_UNITS = {"万元": "wan", "万": "wan", "千元": "thousand", "亿元": "yi", "百万元": "million", "元": "yuan", "人民币": "yuan", "rmb": "yuan", "cny": "yuan", "¥": "yuan"}  # fmt: skip
_CURRENCIES = {"usd": "USD", "美元": "USD", "$": "USD", "eur": "EUR", "欧元": "EUR", "hkd": "HKD", "港币": "HKD", "港元": "HKD", "jpy": "JPY", "日元": "JPY", "gbp": "GBP", "英镑": "GBP", "twd": "TWD", "新台币": "TWD"}  # fmt: skip
_BRACKET = re.compile(r"[(\[【<《]\s*(?:单位\s*[:：]?\s*)?([^()\[\]【】<>《》]*?)\s*[)\]】>》]")
_TAIL = re.compile(r"(万元|千元|百万元|亿元)$")
ENOUGH = 0.6


@dataclass(frozen=True)
class Match:
    """How well a heading fits a field: 3 is its exact name, 2 contains one; `rank` is the synonym's place."""

    heading: str
    field: str
    strength: int
    rank: int
    share: float = 1.0


def column_of(heading: str) -> Column:
    """The heading with the unit and currency it names: 合同金额(万元), Amount (USD), 金额：元."""
    text = unicodedata.normalize("NFKC", heading)
    unit = currency = ""
    for said in [*_BRACKET.findall(text), *(_TAIL.findall(text)), *re.split(r"[:/_\-]", text)[1:]]:
        word = said.strip().casefold()
        unit = unit or _UNITS.get(word, "")
        currency = currency or _CURRENCIES.get(word, "")
    return Column(heading, unit, currency)


def bare(heading: str) -> str:
    """The heading without what is in brackets, without units, stars and spelling: *合同金额（万元） → 合同金额."""
    text = _BRACKET.sub("", unicodedata.normalize("NFKC", heading))
    return _TAIL.sub("", simple(text)) or simple(heading)


def fingerprint(headings: list[str]) -> str:
    """One set of headings, whatever their order and spelling."""
    return hashlib.sha256("\n".join(sorted(bare(each) for each in headings)).encode()).hexdigest()


def match(headings: list[str], fields: tuple[Field, ...], samples: dict[str, list[Cell]]) -> dict[str, str | None]:
    """Each heading's field, or None. A field goes to the heading that fits it best; no field goes twice."""
    found = sorted(_matches(headings, fields, samples), key=lambda each: (-each.strength, each.rank, -each.share))
    chosen: dict[str, str | None] = dict.fromkeys(headings)
    taken: set[str] = set()
    for each in found:
        if chosen[each.heading] is None and each.field not in taken:
            chosen[each.heading] = each.field
            taken.add(each.field)
    return chosen


def _matches(headings, fields, samples):
    for heading in headings:
        for field in fields:
            strength, rank = _fit(heading, field)
            if not strength:
                continue
            share = readable(samples.get(heading, []), field, column_of(heading))
            if share >= ENOUGH or field.key in ("person",):
                yield Match(heading, field.key, strength, rank, share)


def _fit(heading: str, field: Field) -> tuple[int, int]:
    names = [str(field.label), field.key, *field.synonyms]
    said, whole = bare(heading), simple(heading)
    for rank, name in enumerate(names):
        if simple(name) in (said, whole):
            return 3, rank
    for rank, name in enumerate(names):
        if len(simple(name)) >= 3 and simple(name) in said and _is_chinese(name):
            return 2, rank
    return 0, 0


def _is_chinese(name: str) -> bool:
    return any("\u4e00" <= mark <= "\u9fff" for mark in name)


def readable(cells: list[Cell], field: Field, column: Column) -> float:
    """The share of the filled cells that the field can read."""
    filled = [cell for cell in cells if shown(cell)]
    good = 0
    for cell in filled:
        try:
            field.read(cell, column)
            good += 1
        except CellRefused as refused:
            good += refused.offer is not None
    return good / len(filled) if filled else 1.0


def is_known(heading: str, kinds) -> bool:
    """Whether any kind has met such a heading; told to the reading so that it finds the row of headings."""
    return any(_fit(heading, field)[0] == 3 for kind in kinds for field in kind.fields)


WIDE = (PERIOD, LAST_DAY, VALUE)
