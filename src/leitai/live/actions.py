"""Tell the hubs of all processes that something changed."""

from django.db import connection

NOTIFICATION = "leitai_live"
ACCESS = "access"
"""The topic of changed roles and memberships and of ended sessions: every open stream is checked at once."""
LATEST = "(SELECT COALESCE(MAX(revision), 0) + 1 FROM live_topic)"


def touch(*topics: str) -> None:
    """Say, in the transaction of the change, that these topics changed; heard when it commits, or never.

    PostgreSQL carries it as a notification: a row per topic would make all writers wait for one another.
    """
    with connection.cursor() as cursor:
        for topic in sorted(set(topics)):
            if connection.vendor == "postgresql":
                cursor.execute("SELECT pg_notify(%s, %s)", [NOTIFICATION, topic])
            else:
                cursor.execute(
                    f"INSERT INTO live_topic (name, revision) VALUES (%s, {LATEST}) "
                    "ON CONFLICT (name) DO UPDATE SET revision = excluded.revision",
                    [topic],
                )
