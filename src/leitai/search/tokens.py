"""How a name is found: by its characters, its pinyin, the initials of its pinyin, and its parts in other letters.

欧阳静怡 answers to 欧阳, 静怡, 怡, ouyang, ouyangjingyi, jingyi and oyjy. SQLite's and PostgreSQL's indexes see only
the tokens made here, so both find the same.
"""

import re
from functools import lru_cache
from unicodedata import combining, normalize

from pypinyin import Style, lazy_pinyin

HAN = re.compile(r"[㐀-鿿豈-﫿]+")
WORD = re.compile(r"[0-9a-z]+")
LONGEST = 40


def tokens_of(*texts: str) -> list[str]:
    """Every token under which these texts are found, each once, in no promised order."""
    found: set[str] = set()
    for text in filter(None, texts):
        plain = _plain(text)
        for run in HAN.findall(plain):
            found |= _of_han(run[:LONGEST])
        words = WORD.findall(plain)
        found.update(word[:LONGEST] for word in words)
        if len(words) > 1:
            found.add("".join(words)[:LONGEST])
    return sorted(found)


def query_tokens(text: str) -> list[str]:
    """What each word typed must match: Chinese as pairs of characters, other letters as beginnings of tokens."""
    plain, asked = _plain(text), []
    for run in HAN.findall(plain):
        asked += _pairs(run) or [run]
    asked += WORD.findall(plain)
    return [token[:LONGEST] for token in asked[:8]]


def _plain(text: str) -> str:
    """Small letters without accents, full-width forms made narrow."""
    return "".join(letter for letter in normalize("NFKD", text).lower() if not combining(letter))


@lru_cache(maxsize=4096)
def _of_han(run: str) -> frozenset[str]:
    syllables = [syllable for syllable in lazy_pinyin(run, style=Style.NORMAL) if syllable.isascii()]
    initials = "".join(syllable[0] for syllable in syllables)
    found = {*run, *_pairs(run), initials}
    # From each syllable on, so that the given name and a company's brand are found without what stands before.
    found |= {"".join(syllables[start:])[:LONGEST] for start in range(len(syllables))}
    found |= {initials[start:] for start in range(1, len(initials) - 1)}
    return frozenset(found - {""})


def _pairs(run: str) -> list[str]:
    return [run[index : index + 2] for index in range(len(run) - 1)]
