"""A task is owed by one person; it is told, reminded of, finished and taken back."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from leitai.notifications.models import Outbox
from leitai.organization.models import Unit
from leitai.organization.queries import units_visible_to
from leitai.organization.rights import rights_of
from leitai.planning.actions import change_task, complete_task, drop_task, reopen_task, restore_task, set_task
from leitai.planning.models import Task
from leitai.planning.queries import tasks_about, tasks_visible_to, waiting_for
from leitai.ui import subjects
from tests.people import DAY, NOW


@pytest.fixture(autouse=True)
def on_a_fixed_day(settings):
    settings.LEITAI_NOW = "2026-11-18T09:00:00+08:00"


@pytest.fixture(autouse=True)
def units_are_subjects():
    subjects.register(
        Unit, noun="unit", title=str, url=lambda unit: f"/team/{unit.pk}/",
        visible_to=lambda rights, on: units_visible_to(rights),
    )  # fmt: skip


def task_for(person, by, due=DAY + timedelta(2), **more):
    return set_task(title="给宁波东钱湖回访", owner=person, due=due, by=by.user, at=NOW, **more)


def told(kind):
    return list(Outbox.objects.filter(kind=kind).values_list("recipient__username", flat=True))


def test_whoever_gets_a_task_is_told_and_reminded_that_morning(cast):
    task_for(cast.wei, cast.mei)
    assert told("planning.task") == ["wei"]
    reminder = Outbox.objects.get(kind="planning.due")
    assert reminder.due_at.isoformat() == "2026-11-20T01:00:00+00:00"


def test_nobody_is_told_what_they_set_themselves(cast):
    task_for(cast.wei, cast.wei)
    assert told("planning.task") == []


def test_a_task_due_in_the_past_reminds_nobody(cast):
    task_for(cast.wei, cast.mei, due=DAY - timedelta(1))
    assert told("planning.due") == []


def test_finishing_tells_whoever_set_it_and_forgets_the_reminder(cast):
    task = task_for(cast.wei, cast.mei)
    complete_task(task=task, by=cast.wei.user, at=NOW)
    complete_task(task=task, by=cast.wei.user, at=NOW)
    assert told("planning.done") == ["mei"] and told("planning.due") == []
    reopen_task(task=task, by=cast.wei.user, at=NOW)
    assert told("planning.due") == ["wei"] and not Task.objects.get(pk=task.pk).is_done


def test_the_reminder_moves_with_the_day_and_the_owner(cast):
    task = task_for(cast.wei, cast.mei)
    change_task(task=task, title=task.title, owner=cast.li, due=date(2026, 11, 25), note="", by=cast.mei.user, at=NOW)
    [reminder] = Outbox.objects.filter(kind="planning.due")
    assert (reminder.recipient, reminder.due_at.day) == (cast.li.user, 25)
    assert told("planning.task") == ["wei", "li"]


def test_a_dropped_task_is_asked_of_nobody_until_it_is_restored(cast):
    task = task_for(cast.wei, cast.mei, due=DAY)
    drop_task(task=task, by=cast.mei.user, at=NOW)
    assert not waiting_for(cast.wei, until=DAY).exists()
    restore_task(task=task, by=cast.mei.user, at=NOW)
    assert waiting_for(cast.wei, until=DAY).get() == task


@pytest.mark.parametrize(
    ("viewer", "sees"), [("wei", 1), ("mei", 1), ("shen", 1), ("li", 0), ("chen", 0), ("qiang", 0)]
)
def test_who_sees_a_task(cast, viewer, sees):
    task_for(cast.wei, cast.mei)
    rights = rights_of(getattr(cast, viewer).user, on=DAY)
    assert tasks_visible_to(rights, on=DAY).count() == sees


def test_a_stranger_gets_404_and_changes_nothing(cast, client):
    task = task_for(cast.wei, cast.mei)
    client.force_login(cast.chen.user)
    assert client.get(reverse("planning:task", args=[task.pk])).status_code == 404
    assert client.post(reverse("planning:completion", args=[task.pk])).status_code == 404
    assert not Task.objects.get(pk=task.pk).is_done


def test_the_tasks_of_a_subject_open_to_whoever_sees_the_subject_but_only_its_people_change_them(cast, client):
    task = task_for(cast.wei, cast.mei, subject=cast.east)
    assert tasks_about(cast.east).get() == task
    client.force_login(cast.shen.user)
    assert client.get(reverse("planning:task", args=[task.pk])).status_code == 200
    client.force_login(cast.qiang.user)
    assert client.get(reverse("planning:task", args=[task.pk])).status_code == 404


def test_setting_one_on_the_page_of_a_subject(cast, client):
    client.force_login(cast.mei.user)
    given = {"title": "排练晨会", "owner": cast.wei.pk, "due": "2026-11-20", "subject_type": "organization.unit"}
    answer = client.post(
        reverse("planning:new_task"), {**given, "subject_id": cast.east.pk}, headers={"HX-Request": "true"}
    )
    assert "排练晨会" in answer.content.decode()
    assert Task.objects.get().subject_id == cast.east.pk
    answer = client.post(reverse("planning:new_task"), {**given, "subject_id": cast.south.pk})
    assert answer.status_code == 404


def test_one_sets_tasks_only_for_those_one_reaches(cast, client):
    client.force_login(cast.wei.user)
    answer = client.post(reverse("planning:new_task"), {"title": "替我签单", "owner": cast.mei.pk, "due": "2026-11-20"})
    assert answer.status_code == 422 and "替我签单" in answer.content.decode()
    assert not Task.objects.exists()


def test_ticking_gives_the_row_back_and_can_be_undone(cast, client):
    task = task_for(cast.wei, cast.mei)
    client.force_login(cast.wei.user)
    address = reverse("planning:completion", args=[task.pk])
    assert 'aria-checked="true"' in client.post(address, headers={"HX-Request": "true"}).content.decode()
    assert (
        'aria-checked="false"' in client.post(address, {"undo": "1"}, headers={"HX-Request": "true"}).content.decode()
    )


def test_the_list_costs_the_same_queries_at_two_sizes(cast, client, django_assert_max_num_queries):
    client.force_login(cast.mei.user)
    counts = []
    for _ in range(2):
        for person in (cast.mei, cast.wei, cast.li) * 4:
            task_for(person, cast.mei, subject=cast.east)
        with django_assert_max_num_queries(60) as captured:
            assert client.get(reverse("planning:index") + "?whose=all").status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_the_form_of_a_task_shows_its_own_day_and_owner(cast, client):
    task = task_for(cast.wei, cast.mei, due=DAY - timedelta(3))
    client.force_login(cast.mei.user)
    shown = client.get(reverse("planning:task", args=[task.pk])).content.decode()
    assert 'value="2026-11-15"' in shown and f'<option value="{cast.wei.pk}" selected>' in shown
    given = {"title": task.title, "owner": cast.li.pk, "due": "2026-11-30", "note": "先打电话"}
    client.post(reverse("planning:task", args=[task.pk]), given)
    task.refresh_from_db()
    assert (task.owner, task.due, task.note) == (cast.li, date(2026, 11, 30), "先打电话")
