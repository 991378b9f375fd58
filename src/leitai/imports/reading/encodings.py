"""Which encoding a text is in: strict decoders in order, then whether the result is plausible.

GB18030 decodes nearly any two bytes into some character, so that it decodes says little; what counts is the
share of characters that Chinese files are made of (GB2312, level one: 3,755 characters of daily use).
"""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE
from itertools import islice

from leitai.imports.reading.cells import FileRefused

BYTE_MARKS = [
    (BOM_UTF8, "utf-8-sig", "UTF-8"),
    (BOM_UTF32_LE, "utf-32", "UTF-32"),
    (BOM_UTF32_BE, "utf-32", "UTF-32"),
    (BOM_UTF16_LE, "utf-16", "UTF-16"),
    (BOM_UTF16_BE, "utf-16", "UTF-16"),
]
PLAUSIBLE = 0.7
_STRANGE = re.compile(r"[^\x00-\x7f]")


def decode(data: bytes) -> tuple[str, str]:
    """The text and the encoding's name. Raises FileRefused: ``encoding`` or, for other bytes, ``not_a_table``."""
    for mark, codec, name in BYTE_MARKS:
        if data.startswith(mark):
            return _strict(data, codec) or _refuse(), name
    codec = _without_mark(data)
    if codec and (text := _strict(data, codec)) and _plausibility(text, _daily_chinese) >= PLAUSIBLE:
        return text, "UTF-16"
    if b"\0" in data:
        raise FileRefused("not_a_table")
    if (text := _strict(data, "utf-8")) is not None:
        return text, "UTF-8"
    return _most_plausible(data)


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def _refuse():
    raise FileRefused("encoding")


def _without_mark(data: bytes) -> str | None:
    """UTF-16 without its mark shows as zeros in every other place of its ASCII characters."""
    head = data[:4000]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    some = max(len(head) // 20, 2)
    if len(data) % 2 == 0 and odd >= some and even == 0:
        return "utf-16-le"
    return "utf-16-be" if len(data) % 2 == 0 and even >= some and odd == 0 else None


def _most_plausible(data: bytes) -> tuple[str, str]:
    readings = []
    for codec, name, common in CANDIDATES:
        if (text := _strict(data, codec)) is not None:
            readings.append((_plausibility(text, common), text, name))
    best = max(readings, default=(0, "", ""), key=lambda each: each[0])
    if best[0] < PLAUSIBLE:
        raise FileRefused("encoding")
    return best[1], best[2]


def _plausibility(text: str, common) -> float:
    """The share of non-ASCII characters (of the first ten thousand) that such files are made of."""
    places = [found.start() for found in islice(_STRANGE.finditer(text), 10_000)]
    return sum(common(text, place) for place in places) / len(places) if places else 1.0


def _daily_chinese(text: str, place: int) -> bool:
    try:
        lead = text[place].encode("gb2312")[0]
    except UnicodeEncodeError:
        return False
    return 0xB0 <= lead <= 0xD7 or lead in (0xA1, 0xA3)


def _daily_traditional(text: str, place: int) -> bool:
    try:
        lead = text[place].encode("big5")[0]
    except UnicodeEncodeError:
        return False
    return 0xA1 <= lead <= 0xC6


def _letter_in_a_word(text: str, place: int) -> bool:
    near = text[max(place - 1, 0) : place] + text[place + 1 : place + 2]
    return text[place].isalpha() and any(mark.isascii() and mark.isalpha() for mark in near)


CANDIDATES = [
    ("gb18030", "GB18030", _daily_chinese),
    ("big5", "Big5", _daily_traditional),
    ("cp1252", "Windows-1252", _letter_in_a_word),
]
