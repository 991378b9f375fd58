"""Background jobs: at once in tests, once a minute by the calendar, and only if the transaction holds."""

from datetime import datetime

import pytest
from django.db import transaction

from leitai import jobs

done = []


@jobs.job()
def note(word):
    done.append(word)


@jobs.periodic(minute="0", hour="9")
def nine_in_shanghai():
    done.append("nine")


@pytest.fixture(autouse=True)
def nothing_done():
    done.clear()


def test_a_job_runs_where_it_is_enqueued():
    note("now")
    assert done == ["now"]


def test_after_commit_waits_for_the_transaction(db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        jobs.after_commit(note, "later")
        assert done == []
    assert done == ["later"]


def test_the_calendar_is_the_companys(settings):
    settings.TIME_ZONE = "Asia/Shanghai"
    due = {task.name for task in jobs.huey.read_periodic(datetime(2026, 11, 18, 1, 0))}
    assert "nine_in_shanghai" in due
    assert "nine_in_shanghai" not in {task.name for task in jobs.huey.read_periodic(datetime(2026, 11, 18, 9, 0))}


def test_of_two_consumers_one_claims_a_minute():
    first, second = (jobs.MinuteScheduler(jobs.huey, None, 1, periodic=True) for _ in range(2))
    minute = datetime(2026, 11, 18, 1, 0)
    assert first._claim(minute)
    assert not second._claim(minute)
    assert second._claim(datetime(2026, 11, 18, 1, 1))


def test_a_mistyped_calendar_is_refused():
    with pytest.raises(ValueError):
        jobs.periodic(minute="every five")(note.func)


def test_the_queue_keeps_a_job_until_a_worker_takes_it(tmp_path):
    from huey import Huey

    queue = Huey("test", storage_class=jobs.LazySqliteStorage, filename=str(tmp_path / "jobs.sqlite3"), results=False)
    assert not (tmp_path / "jobs.sqlite3").exists()
    keep = queue.task()(note.func)
    keep("kept")
    queue.storage.close()
    assert queue.pending()[0].args == ("kept",)
