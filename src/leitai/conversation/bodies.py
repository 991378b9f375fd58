"""The text of a message: how typed names become mentions, and how what is kept becomes safe HTML.

    "@梅 看 https://a.cn"  --keep-->  "@{3} 看 https://a.cn"  --html-->  <b>@梅</b> 看 <a …>https://a.cn</a>

Names change and people leave, so ids are kept; everything that is not a mention or an address is escaped.
"""

import re
from collections.abc import Iterable, Mapping

from django.db.models import QuerySet
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from leitai.organization.models import Person

MENTION = re.compile(r"@\{(\d{1,18})\}")
# Only the characters an address may have: a Chinese comma ends it.
PART = re.compile(r"@\{(?P<person>\d{1,18})\}|(?P<link>https?://[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+)")
AFTER_A_LINK = ".,;:!?'\")]"
LONGEST_NAME = 20
MOST_MENTIONS = 50


def keep(text: str, *, people: QuerySet[Person], chosen: Iterable[int] = ()) -> str:
    """The text with its mentions as ids.

    `chosen` are the people picked from the list; a name typed in full counts too where exactly one of `people`
    bears it. An @ that names nobody stays text.
    """
    # A typed "@{7}" would otherwise mention somebody nobody named.
    text = MENTION.sub("@\u200b{\\1}", text.strip().replace("\r\n", "\n"))
    for name, person_id, picked in _named(text, people, chosen):
        # Without a choice from the list "@梅林" does not mean 梅.
        ends = "" if picked else r"(?!\w)"
        text = re.sub(f"@{re.escape(name)}{ends}", f"@{{{person_id}}}", text)
    return text


def _named(text: str, people: QuerySet[Person], chosen: Iterable[int]) -> list[tuple[str, int, bool]]:
    """(name, id, chosen) of those who occur in the text, longer names first, the chosen before namesakes."""
    spots = [match.end() for match in re.finditer("@", text)][:MOST_MENTIONS]
    pieces = {text[spot : spot + length] for spot in spots for length in range(1, LONGEST_NAME + 1)}
    if not pieces:
        return []
    bearers: dict[str, list[int]] = {}
    for name, pk in people.filter(name__in=pieces).order_by("pk").values_list("name", "pk"):
        bearers.setdefault(name, []).append(pk)
    picked = set(chosen)
    found = []
    for name, ids in bearers.items():
        wanted = [pk for pk in ids if pk in picked] or (ids if len(ids) == 1 else [])
        if wanted:
            found.append((name, wanted[0], wanted[0] in picked))
    return sorted(found, key=lambda each: -len(each[0]))


def mentioned_in(body: str) -> list[int]:
    """The ids of the people mentioned, each once, in order."""
    return list(dict.fromkeys(int(found) for found in MENTION.findall(body)))


def typed(body: str, names: Mapping[int, str]) -> str:
    """The body as its author would type it, for editing and quoting."""
    return MENTION.sub(lambda match: f"@{names.get(int(match[1]), '…')}", body)


def html(body: str, names: Mapping[int, str], *, viewer_person_id: int | None = None) -> SafeString:
    """The body for a page: escaped, addresses clickable, mentions marked, the viewer's own most."""
    said, last = [], 0
    for match in PART.finditer(body):
        said.append(escape(body[last : match.start()]))
        said.append(
            _mention(int(match["person"]), names, viewer_person_id) if match["person"] else _link(match["link"])
        )
        last = match.end()
    said.append(escape(body[last:]))
    return mark_safe("".join(said).replace("\n", "<br>"))


def _mention(person_id: int, names: Mapping[int, str], viewer_person_id: int | None) -> str:
    own = " own" if person_id == viewer_person_id else ""
    return format_html('<span class="named{}">@{}</span>', own, names.get(person_id, "…"))


def _link(address: str) -> str:
    bare = address.rstrip(AFTER_A_LINK)
    # A closing bracket belongs to the address where it was opened inside it.
    if bare.count("(") > bare.count(")") and address[len(bare) :].startswith(")"):
        bare += ")"
    link = format_html('<a class="link" href="{0}" rel="noopener nofollow" target="_blank">{0}</a>', bare)
    return link + escape(address[len(bare) :])
