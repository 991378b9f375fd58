"""The same form, the same delivery, from many hands at once, on PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections  # noqa: F401 - named in the condition below

from leitai.conversation.actions import open_channels, say, toggle_reaction
from leitai.conversation.models import Channel, Message, Thread
from leitai.notifications.actions import notify
from leitai.notifications.delivery import deliver_due
from leitai.notifications.models import Entry, Outbox
from tests.people import NOW

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite lets one writer in at a time"),
]
HANDS = 6  # the pool has eight connections, and the test itself holds one


@pytest.fixture
def channel(cast):
    open_channels(unit_ids=[cast.east.pk])
    return Channel.objects.get()


def at_once(call) -> list:
    def work(_):
        try:
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(HANDS) as hands:
        return list(hands.map(work, range(HANDS)))


def test_a_form_sent_by_a_bad_network_many_times_is_one_message(cast, channel):
    answers = at_once(lambda: say(subject=channel, author=cast.wei.user, body="收到", token="t", at=NOW).message.pk)
    assert set(answers) == {Message.objects.get().pk}
    assert Thread.objects.count() == 1


def test_a_sign_pressed_many_times_is_there_or_not(cast, channel):
    message = say(subject=channel, author=cast.wei.user, body="签了", at=NOW).message
    at_once(lambda: toggle_reaction(message=message, by=cast.mei.user, sign="heart", at=NOW))
    assert message.reactions.count() in (0, 1)


def test_many_workers_deliver_each_row_once(cast, channel, monkeypatch):
    monkeypatch.setattr("leitai.notifications.delivery.BATCH", 7)
    Outbox.objects.all().delete()
    for number in range(50):
        notify(recipients=[cast.mei, cast.wei], kind="test", subject=channel, title=f"{number}", at=NOW)
    Entry.objects.all().delete()
    Outbox.objects.update(delivered_at=None)
    assert sum(at_once(lambda: deliver_due(at=NOW))) == 100
    assert Entry.objects.count() == 100
