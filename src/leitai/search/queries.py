"""What is found for what was typed, and may be seen."""

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import BooleanField, Model
from django.db.models.expressions import RawSQL

from leitai.search.models import Entry
from leitai.search.sources import registered
from leitai.search.tokens import query_tokens
from leitai.ui import subjects

# Of what the index answers, this many are asked who may see them: someone who sees little may have to type more.
CANDIDATES = 300
MATCHING = {
    "sqlite": "id IN (SELECT rowid FROM search_index WHERE search_index MATCH %s)",
    "postgresql": "array_to_tsvector(string_to_array(tokens, ' ')) @@ %s::tsquery",
}


@dataclass(frozen=True)
class Found:
    """One thing found: what it is called, a word beside it, where it is."""

    subject: Model
    title: str
    detail: str
    noun: str
    icon: str
    url: str


def find(text: str, *, rights, on: date, limit: int = 20, labels: list[str] | None = None) -> list[Found]:
    """The best matches the viewer may see; `labels` limits them to kinds of subject. Empty for empty text."""
    asked = query_tokens(text)
    if not asked:
        return []
    entries = Entry.objects.filter(RawSQL(MATCHING[connection.vendor], [_match(asked)], output_field=BooleanField()))
    if labels is not None:
        entries = entries.filter(subject_type__in=labels)
    pairs = list(entries.order_by("-weight", "-subject_id").values_list("subject_type", "subject_id")[:CANDIDATES])
    seen = subjects.find_many(pairs, rights=rights, on=on)
    rows = [seen[pair] for pair in pairs if pair in seen]
    rows.sort(key=lambda row: not subjects.title(row).lower().startswith(text.strip().lower()))
    return [_found(row) for row in rows[:limit]]


def _match(asked: list[str]) -> str:
    """Every token, its ending left open, in each engine's way. Tokens are letters and digits: nothing to escape."""
    if connection.vendor == "postgresql":
        return " & ".join(f"'{token}':*" for token in asked)
    return " AND ".join(f'"{token}"*' for token in asked)


def _found(row: Model) -> Found:
    source = registered()[row._meta.label_lower]
    kind = subjects.subject_type(row._meta.label_lower)
    return Found(row, kind.title(row), source.detail(row), str(kind.noun), source.icon, kind.url(row))
