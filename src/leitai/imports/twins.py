"""Rows of a file that say in every cell what an earlier row says: counted, named, skipped unless they are meant."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from leitai.imports.models import Batch

NAMED = 8


def twins_said(batch: Batch) -> dict:
    """How many, which ones, and as a sentence; empty where there are none."""
    kept = batch.counts.get("twins") or {}
    count = kept.get("count", 0)
    if not count:
        return {}
    said = ngettext(
        "%(count)d row says exactly what another says", "%(count)d rows say exactly what others say", count
    ) % {"count": count}
    return {"count": count, "said": said, "lines": _lines(kept["pairs"], count)}


def _lines(pairs, count: int) -> str:
    lines = pgettext("list", ", ").join(
        _("line %(line)s like %(other)s") % {"line": line, "other": other} for line, other in pairs[:NAMED]
    )
    return lines + ("…" if count > NAMED else "")
