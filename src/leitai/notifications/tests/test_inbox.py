"""The inbox: one's own, by day, read one by one or all at once."""

from datetime import timedelta

import pytest
from django.urls import reverse

from leitai.notifications.actions import notify
from leitai.notifications.delivery import deliver_due
from leitai.notifications.models import Entry
from leitai.organization.models import Unit
from leitai.organization.queries import units_visible_to
from leitai.ui import subjects
from tests.people import NOW

pytestmark = pytest.mark.django_db
INBOX = "/inbox/"


@pytest.fixture(autouse=True)
def told(cast, settings, monkeypatch):
    settings.LEITAI_NOW = "2026-11-18T09:12:00+08:00"
    settings.LANGUAGE_CODE = "en"
    monkeypatch.setattr(subjects, "_registered", dict(subjects._registered))
    subjects.register(
        Unit,
        noun="unit",
        title=str,
        url=lambda unit: f"/units/{unit.pk}/",
        visible_to=lambda r, on: units_visible_to(r),
    )

    def tell(*people, count=1, **more):
        for number in range(count):
            arguments = {"title": f"News {number}", "at": NOW - timedelta(days=number % 3), **more}
            notify(recipients=people, kind="test", subject=cast.east, **arguments)
        deliver_due(at=NOW)

    return tell


def test_everybody_reads_their_own(cast, told, client):
    told(cast.mei)
    client.force_login(cast.wei.user)
    assert "News" not in client.get(INBOX).content.decode()
    entry = Entry.objects.get()
    assert client.get(reverse("notifications:entry", args=[entry.pk])).status_code == 404
    assert client.post(reverse("notifications:read", args=[entry.pk])).status_code == 404


def test_opening_an_entry_reads_it_and_goes_to_the_spot(cast, told, client):
    told(cast.mei, anchor="message-7")
    client.force_login(cast.mei.user)
    answer = client.get(reverse("notifications:entry", args=[Entry.objects.get().pk]))
    assert answer.url == f"/units/{cast.east.pk}/#message-7"
    assert Entry.objects.get().read_at is not None


def test_what_one_may_no_longer_see_is_not_gone_to(cast, told, client):
    told(cast.chen)
    client.force_login(cast.chen.user)
    answer = client.get(reverse("notifications:entry", args=[Entry.objects.get().pk]), follow=True)
    assert answer.redirect_chain[-1][0] == INBOX
    assert "may no longer see it" in answer.content.decode()


def test_read_one_read_all(cast, told, client):
    told(cast.mei, count=3)
    client.force_login(cast.mei.user)
    assert "<b>3</b>" in client.get(INBOX).content.decode()
    client.post(reverse("notifications:read", args=[Entry.objects.first().pk]))
    assert client.get(INBOX, {"show": "unread"}).content.decode().count('class="inbox-row"') == 2
    answer = client.post(reverse("notifications:read_all"), HTTP_HX_REQUEST="true")
    assert "Everything is read." in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_it_costs_the_same_at_any_length(cast, told, client, django_assert_max_num_queries):
    client.force_login(cast.mei.user)
    told(cast.mei, count=3, title="%(who)s", params={"who": cast.wei})
    client.get(INBOX)
    with django_assert_max_num_queries(30) as few:
        client.get(INBOX)
    told(cast.mei, count=30, title="%(who)s", params={"who": cast.li})
    with django_assert_max_num_queries(len(few)):
        client.get(INBOX)
