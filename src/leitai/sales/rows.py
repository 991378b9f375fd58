"""Many rows at once: ids reserved before, then one COPY (PostgreSQL) or one prepared INSERT (SQLite).

Django's bulk_create on SQLite sends a statement for every 33 records; this sends one.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from django.db import connection

from leitai.money.columns import ScaledField

CHUNK = 5_000
"""How many values one statement asks for."""


def chunks(values: Iterable) -> Iterator[list]:
    values = list(values)
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]


def rows_in(queryset, lookup: str, values: Iterable) -> Iterator:
    """The rows whose `lookup` is one of many values, a chunk at a time."""
    for some in chunks(values):
        yield from queryset.filter(**{f"{lookup}__in": some})


def reserve_ids(model, count: int) -> list[int]:
    """Ids that nobody else gets. On SQLite the caller's transaction holds the write lock until it ends."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = (cursor.fetchone() or [0])[0]
    return list(range(last + 1, last + 1 + count))


def insert(objects: list) -> None:
    """Insert model instances that carry their id (or whose table gives one). Signals are not sent."""
    if not objects:
        return
    model = type(objects[0])
    columns = [field for field in model._meta.concrete_fields if not (field.primary_key and objects[0].pk is None)]
    prepare = [(field.attname, _preparation(field)) for field in columns]
    rows = (
        [getattr(each, name) if prep is None else prep(getattr(each, name)) for name, prep in prepare]
        for each in objects
    )
    _send(model._meta.db_table, [field.column for field in columns], rows)


def upsert(model, keys: str, sums: list[str], rows: list[list]) -> None:
    """Add to totals: `rows` are key columns then sums, as stored; a row that is there is added to.

    `keys` is the conflict target in SQL, column names or expressions of a unique index.
    """
    if not rows:
        return
    table = connection.ops.quote_name(model._meta.db_table)
    columns = [field for field in model._meta.concrete_fields if not field.primary_key]
    names = ", ".join(field.column for field in columns)
    adding = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in sums)
    then = f"ON CONFLICT ({keys}) DO UPDATE SET {adding}"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            arrays = ", ".join(f"%s::{field.db_type(connection)}[]" for field in columns)
            given = [list(column) for column in zip(*rows, strict=True)]
            cursor.execute(f"INSERT INTO {table} ({names}) SELECT * FROM unnest({arrays}) {then}", given)
        else:
            places = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places}) {then}", rows)


def _preparation(field):
    """How a Python value of this field becomes the stored one; None: it is the stored one."""
    if isinstance(field, ScaledField):
        scale = field.scale
        return lambda value: None if value is None else int(value * scale)
    if connection.vendor == "sqlite" and field.get_internal_type() in ("DateField", "DateTimeField"):
        # A posting has few days and one instant: each is adapted once.
        return lru_cache(lambda value: field.get_db_prep_save(value, connection))
    return None


def _send(table: str, columns: list[str], rows: Iterator[list]) -> None:
    names = ", ".join(map(connection.ops.quote_name, columns))
    table = connection.ops.quote_name(table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({', '.join(['%s'] * len(columns))})", rows)
