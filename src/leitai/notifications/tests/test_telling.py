"""From the outbox to the inbox: in the reader's language, when due, exactly once."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_noop

from leitai.notifications import phrases
from leitai.notifications.actions import cancel_reminders, mark_read, mark_subject_read, notify
from leitai.notifications.delivery import deliver_due
from leitai.notifications.models import Entry, Outbox
from leitai.ui import subjects
from tests.people import NOW, hire

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def unit_is_a_subject(cast):
    if cast.east._meta.label_lower not in subjects.registered():
        subjects.register(
            type(cast.east),
            noun="unit",
            title=str,
            url=lambda unit: "/",
            visible_to=lambda rights, on: type(cast.east).objects,
        )


def tell(cast, *recipients, title="News", **more):
    return notify(recipients=recipients, kind="test", subject=cast.east, title=title, at=NOW, **more)


def inbox(person):
    return Entry.objects.filter(recipient=person.user)


def test_it_arrives_once_however_often_it_is_delivered(cast):
    tell(cast, cast.mei, cast.mei.user, cast.wei)
    assert deliver_due(at=NOW) == 2
    assert deliver_due(at=NOW) == 0
    assert inbox(cast.mei).count() == inbox(cast.wei).count() == 1


def test_a_reminder_arrives_when_due_and_not_before(cast):
    tell(cast, cast.mei, due_at=NOW + timedelta(hours=1))
    assert deliver_due(at=NOW + timedelta(minutes=59)) == 0
    assert deliver_due(at=NOW + timedelta(hours=3)) == 1
    assert inbox(cast.mei).get().at == NOW + timedelta(hours=1)


def test_a_reminder_can_be_forgotten_until_it_is_told(cast):
    tell(cast, cast.mei, due_at=NOW + timedelta(hours=1))
    tell(cast, cast.mei)
    deliver_due(at=NOW)
    assert cancel_reminders(subject=cast.east, kind="test") == 1
    assert deliver_due(at=NOW + timedelta(days=1)) == 0
    assert inbox(cast.mei).count() == 1


def test_the_same_key_is_told_once_to_each(cast):
    for _ in range(3):
        tell(cast, cast.mei, dedupe_key="a")
    tell(cast, cast.mei, cast.wei, dedupe_key="a")
    tell(cast, cast.mei, dedupe_key="b")
    assert deliver_due(at=NOW) == 3


def test_what_is_rolled_back_is_never_told(cast):
    with pytest.raises(RuntimeError), transaction.atomic():
        tell(cast, cast.mei)
        raise RuntimeError
    assert not Outbox.objects.exists()


def test_whoever_cannot_sign_in_and_whoever_did_it_is_left_out(cast):
    cast.li.user.is_active = False
    cast.li.user.save()
    assert tell(cast, cast.li, cast.mei, besides=cast.mei.user) == 0


def test_reading_is_ones_own(cast):
    tell(cast, cast.mei, cast.wei)
    deliver_due(at=NOW)
    theirs = inbox(cast.wei).get()
    assert mark_read(user=cast.mei.user, at=NOW, entry_ids=[theirs.pk]) == 0
    assert mark_read(user=cast.wei.user, at=NOW) == 1
    assert mark_subject_read(user=cast.mei.user, subject=cast.east, at=NOW, kinds=["other"]) == 0
    assert mark_subject_read(user=cast.mei.user, subject=cast.east, at=NOW) == 1


def test_each_reader_reads_it_in_their_own_language_with_the_name_of_today(cast):
    packed = phrases.pack(
        gettext_noop("%(who)s: %(what)s, %(day)s"), who=cast.wei, what=phrases.Money(1234), day=NOW.date()
    )
    cast.wei.name = "伟强"
    cast.wei.save()
    with translation.override("en"):
        assert phrases.say(packed) == "伟强: ¥1,234.00, 18 Nov 2026"
    with translation.override("zh-hans"):
        assert phrases.say(packed) == "伟强: ¥1,234.00, 2026年11月18日"


def test_a_percent_sign_in_somebodys_words_is_no_placeholder(cast):
    assert phrases.say(phrases.pack("%(what)s", what="折扣 12%(s)")) == "折扣 12%(s)"
    assert phrases.say(phrases.pack("折扣 12%")) == "折扣 12%"


def test_names_of_many_phrases_cost_two_queries(cast, django_assert_num_queries):
    many = [phrases.pack("%(a)s %(b)s", a=cast.mei, b=cast.an) for _ in range(20)]
    with django_assert_num_queries(2):
        names = phrases.Names(many)
        said = [phrases.say(each, names) for each in many]
    assert said == ["梅 an"] * 20


def test_delivery_in_batches_reaches_everybody(cast, monkeypatch):
    monkeypatch.setattr("leitai.notifications.delivery.BATCH", 3)
    people = [hire(f"人{n}", f"p{n}", cast.east, "rep") for n in range(8)]
    tell(cast, *people)
    assert deliver_due(at=NOW) == 8
    assert Entry.objects.count() == 8
