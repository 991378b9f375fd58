"""The full-text index over the tokens, on each engine its own; neither parses: the tokens are made in Python."""

from django.db import migrations

SQLITE = [
    "CREATE VIRTUAL TABLE search_index USING fts5(tokens, content='search_entry', content_rowid='id', prefix='1 2 3')",
    """CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN
        INSERT INTO search_index (rowid, tokens) VALUES (new.id, new.tokens); END""",
    """CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN
        INSERT INTO search_index (search_index, rowid, tokens) VALUES ('delete', old.id, old.tokens); END""",
    """CREATE TRIGGER search_entry_changed AFTER UPDATE ON search_entry BEGIN
        INSERT INTO search_index (search_index, rowid, tokens) VALUES ('delete', old.id, old.tokens);
        INSERT INTO search_index (rowid, tokens) VALUES (new.id, new.tokens); END""",
]
POSTGRESQL = [
    "CREATE INDEX search_index ON search_entry USING gin (array_to_tsvector(string_to_array(tokens, ' ')))",
]


def make(apps, schema_editor):
    statements = {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]
    for statement in statements:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
