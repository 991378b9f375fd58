"""A touch is heard when its transaction commits, once, and not at all when it rolls back."""

import pytest
from django.db import connection, transaction

from leitai.live.actions import touch
from leitai.live.models import Topic
from leitai.live.watching import PostgresWatch, SqliteWatch


@pytest.mark.django_db
def test_topics_count_together_on_sqlite():
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL carries topics as notifications")
    touch("records", "contest:7")
    touch("records")
    assert dict(Topic.objects.values_list("name", "revision")) == {"contest:7": 1, "records": 3}
    watching = SqliteWatch()
    touch("contests")
    assert watching._touched() == {"contests"}
    assert watching._touched() == set()
    Topic.objects.all().delete()  # as restoring a backup would, while the hub goes on
    touch("goals")
    assert watching._touched() == {"goals"}


@pytest.mark.django_db(transaction=True)
def test_notifications_arrive_on_commit_together_and_never_after_a_rollback():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite is watched by its data version; a real server shows it")
    watching = PostgresWatch()
    try:
        with transaction.atomic():
            touch("records", "contest:7")
            assert watching.wait(0.2) == set()
        assert watching.wait(5) == {"records", "contest:7"}
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            touch("records")
            raise ZeroDivisionError
        assert watching.wait(0.2) == set()
    finally:
        watching.close()
