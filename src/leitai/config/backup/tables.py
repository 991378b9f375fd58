"""A table as lines of JSON, the same from every database; and lines as rows again."""

import json
from base64 import b64encode
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models

LEFT_OUT = {"auth.permission", "contenttypes.contenttype", "sessions.session"}
AT_ONCE = 2_000


def tables() -> dict[str, type[models.Model]]:
    """Every table that holds the product's data, by its label, in a fixed order."""
    found = {model._meta.label_lower: model for model in apps.get_models(include_auto_created=True)}
    return {label: found[label] for label in sorted(found) if _is_kept(found[label])}


def _is_kept(model: type[models.Model]) -> bool:
    return model._meta.managed and not model._meta.proxy and model._meta.label_lower not in LEFT_OUT


def columns(model: type[models.Model]) -> list[models.Field]:
    return [field for field in model._meta.concrete_fields if not field.generated]


def lines(model: type[models.Model]) -> Iterator[bytes]:
    """One JSON list per row with a line feed, by primary key."""
    names = [field.attname for field in columns(model)]
    for row in model._base_manager.order_by("pk").values_list(*names).iterator(chunk_size=AT_ONCE):
        yield json.dumps(row, cls=_Encoder, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def insert(model: type[models.Model], found: Iterable[bytes]) -> None:
    """Rows as they were, with their keys; nothing is filled in. Raises ValueError for a line that does not fit."""
    fields, left = columns(model), iter(found)
    size = min(AT_ONCE, connection.ops.bulk_batch_size(fields, range(AT_ONCE)))
    while some := list(islice(left, size)):
        # What `bulk_create` does, without its `pre_save`, which would set times of creation to now.
        model._base_manager._insert([_row(model, fields, line) for line in some], fields=fields, raw=True)


def empty(model: type[models.Model]) -> None:
    model._base_manager.all()._raw_delete(connection.alias)


def reset_sequences() -> None:
    """New rows are numbered after those restored, where the database keeps its counters apart."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(tables().values())):
            cursor.execute(statement)


def _row(model: type[models.Model], fields: list[models.Field], line: bytes) -> models.Model:
    values = json.loads(line)
    if len(values) != len(fields):
        raise ValueError(f"{model._meta.label}: {len(fields)} columns wanted, {len(values)} found")
    return model(**{field.attname: field.to_python(value) for field, value in zip(fields, values, strict=True)})


class _Encoder(DjangoJSONEncoder):
    """Django's, but instants keep their microseconds and bytes are base64."""

    def default(self, o: Any) -> Any:
        if isinstance(o, bytes | memoryview):
            return b64encode(bytes(o)).decode()
        return o.isoformat() if hasattr(o, "isoformat") else super().default(o)
